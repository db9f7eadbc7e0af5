"""The form for a connection, where nothing is configured: try it, then keep it as a profile."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from tui.api.connection import Connection, Target
from tui.api.errors import ApiError
from tui.api.workers import Result, Workers
from tui.config.endpoint import checked_endpoint, is_loopback
from tui.config.problem import ConfigError
from tui.config.profiles import Profile
from tui.config.secret import Secret
from tui.config.settings import Settings
from tui.core.place import Place
from tui.resources import KINDS
from tui.screens.opening import Opening
from tui.screens.session import Session

INTRODUCTION = """\
Nothing is configured yet. Fill in what the Console shows under Overview › Integrations.
(`appwrite-tui --demo` opens an Appwrite with things in it, to try.)"""
KEYS = "enter next field, tries on the last   ctrl+s try   esc quit"
NAME_HINT = "a name to keep it as a profile (with the key, mode 0600); empty: just this time"


class Tried(Message):
    """The connection was tried."""

    def __init__(self, settings: Settings, result: Result) -> None:
        super().__init__()
        self.settings = settings
        self.result = result


class ConnectScreen(Screen[Session]):
    """Asks for endpoint, project and key; gives back the session once they work."""

    CSS = """
    ConnectScreen { background: ansi_default; align: center middle; }
    #form { width: 90%; max-width: 100; height: auto; }
    ConnectScreen Input { border: none; height: 1; background: ansi_default; }
    ConnectScreen Input:focus { border: none; text-style: underline; }
    ConnectScreen .label { color: ansi_bright_black; margin-top: 1; }
    #said { margin-top: 1; height: 3; }
    """

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self._opening = opening
        self._workers = Workers(1)
        self._trying = False

    def compose(self) -> ComposeResult:
        with Vertical(id="form"):
            yield Static(INTRODUCTION, markup=False)
            yield Static("Endpoint", classes="label")
            yield Input(placeholder="https://fra.cloud.appwrite.io/v1", id="endpoint")
            yield Static("Project id", classes="label")
            yield Input(id="project")
            yield Static("API key (not shown)", classes="label")
            yield Input(password=True, id="key")
            yield Static("Profile", classes="label")
            yield Input(placeholder=NAME_HINT, id="name")
            yield Static("", id="said", markup=False)
            yield Static(KEYS, classes="label", markup=False)

    def on_mount(self) -> None:
        for field in self.query(Input):
            field.cursor_blink = False
        self.query_one("#endpoint").focus()

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            self.dismiss(None)
        elif event.key == "ctrl+s":
            self._try()
        elif event.key in ("down", "up"):
            self.focus_next() if event.key == "down" else self.focus_previous()
        else:
            return
        event.stop()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "name":
            self._try()
        else:
            self.focus_next()

    def _try(self) -> None:
        """Ask the server for one user or whatever the key may see, in a worker thread."""
        if self._trying:
            return
        key = self._value("key")
        try:
            endpoint = checked_endpoint(self._value("endpoint"), "endpoint")
            if key and endpoint.startswith("http://") and not is_loopback(endpoint):
                raise ConfigError("Over plain http the key could be read on the way.", "Use https.")
            if not self._value("project"):
                raise ConfigError("The project id is missing.", "The Console shows it.")
        except ConfigError as error:
            self._say(str(error))
            return
        secret = Secret(key) if key else None
        name = self._value("name")
        origins = dict.fromkeys(("endpoint", "project", "key"), "form")
        settings = Settings(endpoint, self._value("project"), secret, profile=name, origins=origins)
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

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(text)


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
