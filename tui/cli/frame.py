"""The first picture: the explorer's frame as plain ANSI, before anything heavy is imported.

It enters the alternate screen and switches the echo of keys off; the explorer's driver skips that
step later, because xterm clears the screen when the alternate screen is entered twice. Whoever
enters restores, whatever happens in between.
"""

from __future__ import annotations

import os
import sys
import termios

# typing alone would cost the first picture 3 ms.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ENTER = "\x1b[?1049h\x1b[?25l\x1b[H\x1b[2J"
LEAVE = "\x1b[?2026l\x1b[0m\x1b[r\x1b[?7h\x1b[?2004l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"
LEAVE_SCREEN = "\x1b[?1004l\x1b[<u\x1b[?1049l\x1b[?25h"

PANES = " 1 Users  2 Databases  3 Storage  4 Functions  5 Teams"


class Frame:
    """The terminal between the first picture and the end of the program."""

    def __init__(self) -> None:
        self._before: list[Any] | None = None
        self._entered = False

    @property
    def entered(self) -> bool:
        """Whether the terminal is in the alternate screen that this frame entered."""
        return self._entered

    def enter(self) -> None:
        """Draw the frame. Does nothing where there is no terminal."""
        try:
            self._before = termios.tcgetattr(sys.stdin.fileno())
            quiet = [*self._before]
            quiet[3] &= ~(termios.ECHO | termios.ICANON)
            termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, quiet)
        except (termios.error, ValueError, OSError):
            self._before = None
        self._entered = True
        self._write(f"{ENTER} appwrite-tui\r\n\x1b[2m{PANES}\x1b[0m\r\n")

    def restore(self) -> None:
        """Give the terminal back as it was. May be called more than once."""
        if not self._entered:
            return
        self._entered = False
        self._write(LEAVE + LEAVE_SCREEN)
        if self._before is not None:
            termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._before)

    def _write(self, text: str) -> None:
        try:
            os.write(sys.stdout.fileno(), text.encode())
        except OSError:
            # A terminal that has gone away needs no picture and no restoring.
            self._entered = False
