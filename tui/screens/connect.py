"""The form for a connection, where nothing is configured: try it, then keep it as a profile."""

from __future__ import annotations

from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from tui.api.connection import Connection
from tui.api.errors import ApiError
from tui.api.workers import Result, Workers
from tui.config.problem import ConfigError
from tui.config.profile import Profile
from tui.config.secret import Secret
from tui.config.settings import Settings
from tui.core.blanks import Blank
from tui.core.problem import Cause, Problem
from tui.resources import KINDS
from tui.screens.opening import Opening, target_of
from tui.screens.session import Session
from tui.widgets.blanks_form import BlanksForm

INTRODUCTION = (
    "Nothing is configured yet. Fill in what the Console shows under Overview › Integrations.",
    "(`appwrite-tui --demo` opens an Appwrite with things in it, to try.)",
)
KEYS = "enter next, tries on the last   ctrl+s try   esc quit"
NAME_HINT = "a name keeps it as a profile (with the key, mode 0600); empty: just this time"
BLANKS = (
    Blank("endpoint", "Endpoint", "https://fra.cloud.appwrite.io/v1"),
    Blank("project", "Project id"),
    Blank("key", "API key", "not shown while you type", secret=True),
    Blank("name", "Profile", NAME_HINT),
)


SECONDS = 15.0
"""How long a server may take to answer."""


class Tried(Message):
    """The connection was tried."""

    def __init__(self, number: int, settings: Settings, result: Result) -> None:
        super().__init__()
        self.number = number
        self.settings = settings
        self.result = result


class ConnectScreen(Screen[Session]):
    """Asks for endpoint, project and key; gives back the session once they work."""

    CSS = "ConnectScreen { background: ansi_default; }"

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self._opening = opening
        self._workers = Workers()
        self._tries = 0
        self._form = BlanksForm(INTRODUCTION, BLANKS, KEYS)

    def compose(self) -> ComposeResult:
        yield self._form

    @on(BlanksForm.Left)
    def _left(self) -> None:
        self.dismiss(None)

    @on(BlanksForm.Filled)
    def _try(self, event: BlanksForm.Filled) -> None:
        """Ask the server for one user or whatever the key may see, in a worker thread.

        What was tried before and has no answer yet counts no more: it was corrected, perhaps.
        """
        self._tries += 1
        number, value = self._tries, event.blanks.value
        key = Secret(value("key")) if value("key") else None
        try:
            settings = self._opening.settings_from_form(
                value("endpoint"), value("project"), key, value("name")
            )
        except ConfigError as error:
            self._say(f"{error.sentence} {error.remedy}".strip())
            return
        self._say("Trying…")
        self._workers.submit(
            lambda: try_connection(settings),
            lambda result: self.post_message(Tried(number, settings, result)),
        )

    @on(Tried)
    def _tried(self, event: Tried) -> None:
        if event.number != self._tries:
            return
        error = event.result.error
        if isinstance(error, ApiError):
            self._say(_told(error.problem, event.settings))
            return
        if error is not None:
            raise error
        settings = event.settings
        if settings.profile:
            profile = Profile(
                settings.profile,
                settings.endpoint,
                settings.project,
                settings.key,
                ca_bundle=settings.ca_bundle,
                insecure=settings.insecure,
            )
            try:
                self._opening.save(profile)
            except (ConfigError, OSError) as failure:
                self._say(f"It works, but the profile was not saved: {failure}")
                return
        self.dismiss(self._opening.connect(settings, self._opening.start_place(settings)))

    def _say(self, text: str) -> None:
        self._form.say(text)


def _told(problem: Problem, settings: Settings) -> str:
    """What did not work, with a remedy that is at hand here."""
    if problem.cause is not Cause.AUTH or problem.status != 401:
        return problem.line
    remedy = "Fill in an API key." if settings.key is None else "Check key and project id."
    return f"{problem.sentence} {remedy}"


def try_connection(settings: Settings) -> None:
    """Raise ApiError unless the server knows project and key. A missing scope is no failure."""
    connection = Connection(replace(target_of(settings), patience=SECONDS))
    try:
        connection.fetch(KINDS["user"].listing, {}, {"total": False})
    except ApiError as error:
        if not (error.problem.scopes and settings.key is not None):
            raise
    finally:
        connection.close()
