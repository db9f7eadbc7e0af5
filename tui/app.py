"""ExplorerApp: modes, theme, driver, crash handling. Knows screens, not widgets."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import termios
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import count
from threading import Thread
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen

from tui.api.workers import Result
from tui.config.problem import ConfigError
from tui.config.settings import Settings
from tui.core.place import Place
from tui.core.text import safe
from tui.screens.crash import write_report
from tui.screens.explorer import ExplorerScreen
from tui.screens.messages import ProfileChosen
from tui.screens.opening import Opening
from tui.screens.session import Session

ENTER_ALTERNATE_SCREEN = "\x1b[?1049h"
_UNTOLD = 80, 25
"""The size that Rich gives a terminal that does not tell its own."""


class KeptScreenDriver(LinuxDriver):
    """A driver for a terminal that is in its alternate screen already.

    The first picture was drawn there before Textual was imported; xterm would clear it if the
    alternate screen were entered again. After a suspension it has to be entered as usual, and while
    that lasts the terminal is as it was before the first picture.
    """

    _entered_before = True

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if isinstance(self._app, ExplorerApp):
            self.attrs_before = self._app.terminal_before

    def _sigcont_application(self, *_: object) -> None:
        """Go on after a suspension.

        A terminal that goes away sends this signal, too, right after SIGHUP. To start anew then, as
        Textual does, would leave a thread behind that reads the end of its input for ever.
        """
        if self._must_signal_resume:
            super()._sigcont_application()
        elif not self._is_gone:
            self.suspend_application_mode()
            self.resume_application_mode()

    def _get_terminal_size(self) -> tuple[int, int]:
        """Columns and lines. Where a terminal does not tell, both have to come to the same as Rich
        takes: Textual asks both, and would lay out the screen for one and the other for ever."""
        try:
            told = os.get_terminal_size(self.fileno)
        except OSError:
            # It has gone away.
            return _UNTOLD
        return told.columns or _UNTOLD[0], told.lines or _UNTOLD[1]

    @property
    def _is_gone(self) -> bool:
        """Whether there is no terminal any more."""
        try:
            termios.tcgetattr(self.fileno)
        except termios.error:
            return True
        return False

    def write(self, data: str) -> None:
        if data == ENTER_ALTERNATE_SCREEN and self._entered_before:
            self._entered_before = False
            return
        super().write(data)


def _leave_with_terminal() -> None:
    """Leave when the terminal goes away, and wait for that.

    SIGHUP tells it only to a session that the terminal controls: not to a program in a container,
    or behind `setsid`. Textual reads the end of its input for ever then.
    """
    waiting = select.poll()
    waiting.register(sys.stdin.fileno(), 0)
    # Where terminals cannot be waited for, something else comes at once.
    if any(what & select.POLLHUP for _, what in waiting.poll()):
        os.kill(os.getpid(), signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Opened:
    """The connection of a profile, and the mode in which it is shown."""

    mode: str
    session: Session


class ExplorerApp(App[int], inherit_bindings=False):
    """The explorer. Each connection is a mode of its own: an ExplorerScreen with its session."""

    TITLE = "appwrite-tui"
    # Textual lets nobody come back to a mode of the usual name.
    DEFAULT_MODE: ClassVar[str] = "connection 0"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "tell_how_to_leave", show=False, priority=True),
    ]

    # The first explorer is the default screen, whose own CSS Textual does not load.
    CSS = ExplorerScreen.LAYOUT

    def __init__(self, opening: Opening, terminal_before: list[Any] | None = None) -> None:
        """`terminal_before` are the settings of a terminal whose alternate screen is entered."""
        driver = None if terminal_before is None else KeptScreenDriver
        super().__init__(driver_class=driver, ansi_color=True)
        self.terminal_before = terminal_before
        self.theme = "ansi-dark"
        self.animation_level = "none"
        self.report = ""
        self._painting = ExitStack()
        self._opening = opening
        self._numbers = count(1)
        self._opened = {
            session.settings.profile: Opened(self.DEFAULT_MODE, session)
            for session, _ in opening.sessions
            if session.settings.profile
        }

    def get_default_screen(self) -> Screen[Any]:
        """The first connection's explorer, or the form that asks for one."""
        if self._opening.sessions:
            return ExplorerScreen(*self._opening.sessions[0], self._opening.actions)
        return super().get_default_screen()

    def on_mount(self) -> None:
        # Textual paints a screen that comes up several times over; once, when all is there, does.
        self._painting.enter_context(self.batch_update())
        # Whoever ends the program from outside gets the terminal back as it was, too.
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self.exit, 128 + number)
        if self.terminal_before is not None:
            Thread(target=_leave_with_terminal, name="terminal", daemon=True).start()
        # Its screen is there already; one comes back only to modes that are known.
        self.add_mode(self.DEFAULT_MODE, self.get_default_screen)
        if not self._opening.sessions:
            # Most starts need no form, and so not its widgets.
            from tui.screens.connect import ConnectScreen

            self.push_screen(ConnectScreen(self._opening), self._connected)

    def on_ready(self) -> None:
        self._painting.close()
        self.screen.refresh()

    def on_unmount(self) -> None:
        self._opening.close()

    def _connected(self, session: Session | None) -> None:
        if session is None:
            self.exit(0)
        else:
            self._open(session, self._opening.sessions[-1][1])

    def _open(self, session: Session, place: Place) -> ExplorerScreen:
        """Show a connection's explorer; the ones opened before stay as they are."""
        screen = ExplorerScreen(session, place, self._opening.actions)
        mode = f"connection {next(self._numbers)}"
        self._opened[session.settings.profile] = Opened(mode, session)
        self.add_mode(mode, lambda: screen)
        self.switch_mode(mode)
        self._opening.shown(session)
        return screen

    def on_profile_chosen(self, event: ProfileChosen) -> None:
        """Go back to a profile's connection, or open it beside those that are open.

        One that never gave an answer is made anew: its key or endpoint was corrected, perhaps.
        """
        known = self._opened.get(event.name)
        if known is not None and known.session.has_worked:
            self._go_back(event, known)
            return
        event.screen.say(f"Opening @{safe(event.name)} …")
        event.screen.session.aside(
            partial(self._opening.settings_of, event.name),
            lambda result: self._settings_read(event, result),
        )

    def _settings_read(self, event: ProfileChosen, result: Result) -> None:
        if isinstance(result.error, ConfigError):
            event.screen.say_problem(result.error.line)
            event.screen.typing.drop_aside(event.aside)
            return
        if result.error is not None:
            raise result.error
        if not event.screen.is_current:
            # Somebody went to another project meanwhile.
            return
        settings: Settings = result.value
        known = self._opened.get(event.name)
        place = event.place or self._opening.first_place(settings)
        event.aside.give(self._open(self._opening.connect(settings, place), place).typing)
        if known is not None:
            self.remove_mode(known.mode)
            self._opening.drop(known.session)

    def _go_back(self, event: ProfileChosen, known: Opened) -> None:
        self.switch_mode(known.mode)
        self._opening.shown(known.session)
        shown = self.screen_stack[-1]
        if isinstance(shown, ExplorerScreen):
            if event.place is not None:
                shown.go(event.place)
            event.aside.give(shown.typing)

    def action_tell_how_to_leave(self) -> None:
        """`ctrl+c` says how to leave: it is pressed by habit, with work on the screen."""
        shown = self.screen_stack[-1]
        if isinstance(shown, ExplorerScreen):
            # It may be pressed before the screen is there: it comes in turn with the other keys.
            shown.call_later(shown.tell_how_to_leave)
        else:
            self.exit(0)

    def _handle_exception(self, error: Exception) -> None:
        """Leave with one honest sentence; the report with the traceback lies in a private file."""
        self._return_code = 1
        if not self.report:
            self.report = write_report(error)
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()
