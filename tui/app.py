"""ExplorerApp: modes, theme, driver, crash handling. Knows screens, not widgets."""

from __future__ import annotations

import asyncio
import signal
from contextlib import ExitStack
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen

from tui.config.problem import ConfigError
from tui.core.place import Place
from tui.screens.crash import write_report
from tui.screens.explorer import ExplorerScreen
from tui.screens.messages import ProfileChosen
from tui.screens.opening import Opening
from tui.screens.session import Session

ENTER_ALTERNATE_SCREEN = "\x1b[?1049h"


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

    def write(self, data: str) -> None:
        if data == ENTER_ALTERNATE_SCREEN and self._entered_before:
            self._entered_before = False
            return
        super().write(data)


class ExplorerApp(App[int], inherit_bindings=False):
    """The explorer. Each connection is a mode of its own: an ExplorerScreen with its session."""

    TITLE = "appwrite-tui"
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
        self._mode_of_profile = {
            session.settings.profile: self.DEFAULT_MODE
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
            self._open(session, Place("user"))

    def _open(self, session: Session, place: Place) -> None:
        """Show a connection's explorer; the ones opened before stay as they are."""
        name = f"connection {len(self._mode_of_profile)}"
        self._mode_of_profile[session.settings.profile] = name
        self.add_mode(name, lambda: ExplorerScreen(session, place, self._opening.actions))
        self.switch_mode(name)

    def on_profile_chosen(self, event: ProfileChosen) -> None:
        """Open the connection of a profile beside those that are open."""
        if event.name in self._mode_of_profile:
            self.switch_mode(self._mode_of_profile[event.name])
            shown = self.screen_stack[-1]
            if event.place is not None and isinstance(shown, ExplorerScreen):
                shown.go(event.place)
            return
        try:
            session = self._opening.connect_profile(event.name)
        except ConfigError as error:
            event.screen.say_problem(str(error))
        else:
            self._open(session, event.place or Place("user"))

    def action_tell_how_to_leave(self) -> None:
        """`ctrl+c` says how to leave: it is pressed by habit, with work on the screen."""
        shown = self.screen_stack[-1]
        if isinstance(shown, ExplorerScreen):
            # It may be pressed before the screen is there: it comes in turn with the other keys.
            shown.call_later(shown.say, "q leaves a view, and at the top the program.")
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
