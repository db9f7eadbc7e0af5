"""The form for a connection, where nothing is configured: try it, then keep it as a profile."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from tui.api.connection import Connection, Target
from tui.api.errors import ApiError
from tui.api.workers import Result, Workers
from tui.config.endpoint import checked_endpoint, is_loopback
from tui.config.problem import ConfigError
from tui.config.profile import Profile
from tui.config.secret import Secret
from tui.config.settings import Settings
from tui.core.blanks import Blank
from tui.core.place import Place
from tui.resources import KINDS
from tui.screens.opening import Opening
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


class Tried(Message):
    """The connection was tried."""

    def __init__(self, settings: Settings, result: Result) -> None:
        super().__init__()
        self.settings = settings
        self.result = result


class ConnectScreen(Screen[Session]):
    """Asks for endpoint, project and key; gives back the session once they work."""

    CSS = "ConnectScreen { background: ansi_default; }"

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self._opening = opening
        self._workers = Workers(1)
        self._trying = False
        self._form = BlanksForm(INTRODUCTION, BLANKS, KEYS)

    def compose(self) -> ComposeResult:
        yield self._form

    @on(BlanksForm.Left)
    def _left(self) -> None:
        self.dismiss(None)

    @on(BlanksForm.Filled)
    def _try(self, event: BlanksForm.Filled) -> None:
        """Ask the server for one user or whatever the key may see, in a worker thread."""
        if self._trying:
            return
        value = event.blanks.value
        key = value("key")
        try:
            endpoint = checked_endpoint(value("endpoint"), "endpoint")
            if key and endpoint.startswith("http://") and not is_loopback(endpoint):
                raise ConfigError("Over plain http the key could be read on the way.", "Use https.")
            if not value("project"):
                raise ConfigError("The project id is missing.", "The Console shows it.")
        except ConfigError as error:
            self._say(str(error))
            return
        secret = Secret(key) if key else None
        name = value("name")
        origins = dict.fromkeys(("endpoint", "project", "key"), "form")
        settings = Settings(endpoint, value("project"), secret, profile=name, origins=origins)
        self._trying = True
        self._say("Trying…")
        self._workers.submit(
            lambda: try_connection(settings),
            lambda result: self.post_message(Tried(settings, result)),
        )

    @on(Tried)
    def _tried(self, event: Tried) -> None:
        self._trying = False
        error = event.result.error
        if isinstance(error, ApiError):
            self._say(error.problem.line)
            return
        if error is not None:
            raise error
        settings = event.settings
        if settings.profile:
            profile = Profile(settings.profile, settings.endpoint, settings.project, settings.key)
            try:
                self._opening.save(profile)
            except (ConfigError, OSError) as failure:
                self._say(f"It works, but the profile was not saved: {failure}")
                return
        self.dismiss(self._opening.connect(settings, Place("user")))

    def _say(self, text: str) -> None:
        self._form.say(text)


def try_connection(settings: Settings) -> None:
    """Raise ApiError unless the server knows project and key. A missing scope is no failure."""
    connection = Connection(Target(settings.endpoint, settings.project, settings.key))
    try:
        connection.fetch(KINDS["user"].listing, {}, {"total": False})
    except ApiError as error:
        if not (error.problem.scopes and settings.key is not None):
            raise
    finally:
        connection.close()
