"""The first picture: the explorer's frame as plain ANSI, before anything heavy is imported.

It enters the alternate screen and switches the echo of keys off; the explorer's driver skips that
step later, because xterm clears the screen when the alternate screen is entered twice. Whoever
enters restores, whatever happens in between.
"""

from __future__ import annotations

import os
import sys
import termios
from contextlib import suppress

# typing alone would cost the first picture 3 ms.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ENTER = "\x1b[?1049h\x1b[?2004h\x1b[?25l\x1b[H\x1b[2J"
LEAVE = "\x1b[?2026l\x1b[0m\x1b[r\x1b[?7h\x1b[?2004l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"
LEAVE_SCREEN = "\x1b[?1004l\x1b[<u\x1b[?1049l\x1b[?25h"

# Keys that are typed before anybody reads them arrive as they were typed, enter as enter.
AS_TYPED = termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON | termios.IXOFF
QUIET = termios.ECHO | termios.ICANON | termios.IEXTEN

PANES = " 1 Users  2 Databases  3 Storage  4 Functions  5 Teams"


class Frame:
    """The terminal between the first picture and the end of the program."""

    def __init__(self) -> None:
        self._before: list[Any] | None = None
        self._entered = False

    @property
    def before(self) -> list[Any] | None:
        """The settings of the terminal as they were, for whoever it is lent to meanwhile."""
        return self._before

    @property
    def entered(self) -> bool:
        """Whether the terminal is in the alternate screen that this frame entered."""
        return self._entered

    def enter(self) -> None:
        """Draw the frame. Does nothing where there is no terminal."""
        try:
            self._before = termios.tcgetattr(sys.stdin.fileno())
            self._set(AS_TYPED, QUIET)
        except (termios.error, ValueError, OSError):
            self._before = None
        self._entered = True
        self._write(f"{ENTER} appwrite-tui\r\n\x1b[2m{PANES}\x1b[0m\r\n")

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines of the terminal; none where it does not tell."""
        try:
            return os.get_terminal_size(sys.stdout.fileno())
        except OSError:
            return 0, 0

    def keep_keys(self) -> None:
        """From now on `ctrl+c` is a key like others: it waits for who reads them."""
        if self._before is not None:
            self._set(AS_TYPED, QUIET | termios.ISIG)

    def draw(self, text: str) -> None:
        """Put something on the screen that this frame entered."""
        if self._entered:
            self._write(text)

    def restore(self) -> None:
        """Give the terminal back as it was. May be called more than once."""
        if not self._entered:
            return
        self._entered = False
        self._write(LEAVE + LEAVE_SCREEN)
        if self._before is not None:
            # A terminal that has gone away needs no restoring.
            with suppress(termios.error):
                termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._before)

    def _set(self, input_flags: int, local_flags: int) -> None:
        """Switch these off, of those that were on before."""
        settings = [*(self._before or ())]
        settings[0] &= ~input_flags
        settings[3] &= ~local_flags
        termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, settings)

    def _write(self, text: str) -> None:
        left = text.encode()
        try:
            while left:
                left = left[os.write(sys.stdout.fileno(), left) :]
        except OSError:
            # A terminal that has gone away needs no picture and no restoring.
            self._entered = False
