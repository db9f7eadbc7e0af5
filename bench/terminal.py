"""A program in a pseudo-terminal: what it shows, what it sends, when, and what it costs.

Bytes are stamped when they are read and drawn (by pyte) only while nothing comes, so that drawing
does not delay the clock. Queries that terminals answer are answered: programs do not wait for them.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyte

from bench.processes import cpu_seconds, family, resident_mib

ASKED_FIRST = b"\x1b[?2026$p"
REPLIES = {
    ASKED_FIRST: b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[>c": b"\x1b[>41;354;0c",
    b"\x1b[6n": b"\x1b[1;1R",
}
NOT_FOR_PYTE = re.compile(
    rb"\x1b\[[<>=?][0-9;]*[a-zA-Z]?(?:\$[a-z])?|\x1bP[^\x1b]*\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
    rb"|\x1b\[[0-9;]*\$[a-z]|\x1b\[[0-9;]* [a-z]"
)
UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;?<>=$ ]*|[P\]][^\x1b\x07]*)?$")
PAUSE = 0.008
"""Seconds without output after which what came is drawn."""


@dataclass(frozen=True)
class Burst:
    """What came after a key: how many bytes, and how long until the last of them (seconds)."""

    bytes: int
    seconds: float


class Terminal:
    """One program, its pseudo-terminal, and the screen it draws."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        columns: int = 120,
        rows: int = 40,
        directory: Path | None = None,
        tells_size: bool = True,
    ) -> None:
        """A terminal that does not tell its size (a serial line, a container) says 0 for it."""
        self.output = bytearray()
        self.first_text: float | None = None
        """Seconds from the start to the first bytes that left something on the screen."""
        self._undrawn: list[tuple[float, bytes]] = []
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._tail = b""
        self._ended = False
        told, tell = os.pipe()
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            # The size is set before the program may look at it.
            os.read(told, 1)
            os.chdir(directory or Path.cwd())
            os.execvpe(command[0], list(command), {"TERM": "xterm-256color", **environment})
        if tells_size:
            self.resize(columns, rows)
        self.started = time.perf_counter()
        os.write(tell, b"x")
        for end in (told, tell):
            os.close(end)

    @property
    def text(self) -> str:
        """What is on the screen, line by line."""
        for _ in self._drawing():
            pass
        return self._shown()

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, size)
        for _ in self._drawing():
            pass
        self._screen.resize(rows, columns)

    def send(self, keys: str) -> None:
        """Type."""
        os.write(self._terminal, keys.encode())

    def wait_for(self, pattern: str, seconds: float = 60.0) -> float:
        """Wait until the screen shows it; gives the seconds from the start to those bytes."""
        end = time.perf_counter() + seconds
        wanted = re.compile(pattern, re.MULTILINE)
        if wanted.search(self._shown()):
            return time.perf_counter() - self.started
        while True:
            while self._read(PAUSE):
                pass
            for arrived in self._drawing():
                if wanted.search(self._shown()):
                    return arrived - self.started
            left = end - time.perf_counter()
            assert self._read(left), f"no {pattern!r} on\n{self.text}"

    def press(self, keys: str, quiet: float = 0.25) -> Burst:
        """Type, and read until nothing has come for `quiet` seconds."""
        while self._read(0):
            pass
        begun, before = time.perf_counter(), len(self.output)
        self.send(keys)
        last = begun
        while self._read(quiet):
            last = self._undrawn[-1][0]
        return Burst(len(self.output) - before, last - begun)

    def settle(self, quiet: float = 0.4) -> None:
        """Read until nothing comes any more."""
        while self._read(quiet):
            pass

    def ready(self) -> None:
        """Wait until the program reads keys: it has asked what the terminal can. Then settle.

        What is on the screen before that may have been drawn ahead of it.
        """
        while ASKED_FIRST not in self.output:
            assert self._read(60.0), f"it reads no keys, on\n{self.text}"
        self.settle()

    def idle(self, seconds: float) -> int:
        """How many bytes come by themselves in this time."""
        before, end = len(self.output), time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(left)
        return len(self.output) - before

    def ended(self, seconds: float = 60.0) -> int | None:
        """Wait for the program's end: its exit status, negative for a signal, None if it runs."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self._read(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._ended = True
                while self._read(0.05):
                    pass
                return os.waitstatus_to_exitcode(status)
        return None

    def hang_up(self, seconds: float = 60.0) -> int | None:
        """Go away as a closed window does; gives the program's exit status, None if it runs on."""
        os.close(self._terminal)
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._ended = True
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.02)
        return None

    def flags(self) -> list[Any]:
        """The terminal's line settings, as `termios` gives them."""
        return termios.tcgetattr(self._terminal)

    def memory(self) -> float:
        """Resident memory of the program and what it started, in MiB."""
        return sum(resident_mib(pid) for pid in family(self.pid))

    def cpu(self) -> float:
        """Seconds of processor time of the program and what it started so far."""
        return sum(cpu_seconds(pid) for pid in family(self.pid))

    def close(self) -> None:
        """End the program and what it started, if they still run."""
        if not self._ended:
            self._ended = True
            for pid in reversed(family(self.pid)):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        with contextlib.suppress(OSError):
            os.close(self._terminal)

    def _read(self, seconds: float) -> bool:
        """Read what comes within that time; False where nothing does."""
        if not select.select([self._terminal], [], [], max(0.0, seconds))[0]:
            return False
        try:
            received = os.read(self._terminal, 1 << 20)
        except OSError:
            # That is how the end of a pseudo-terminal reads on Linux.
            return False
        if not received:
            return False
        self._undrawn.append((time.perf_counter(), received))
        self.output += received
        for query, reply in REPLIES.items():
            if query in received:
                os.write(self._terminal, reply)
        return True

    def _shown(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display)

    def _drawing(self) -> Iterator[float]:
        """Draw what was read, one read at a time; gives when each was read."""
        while self._undrawn:
            arrived, received = self._undrawn.pop(0)
            self._draw(received)
            if self.first_text is None and self._shown().strip():
                self.first_text = arrived - self.started
            yield arrived

    def _draw(self, received: bytes) -> None:
        received = self._tail + received
        cut = UNFINISHED.search(received[-64:])
        self._tail = cut[0] if cut else b""
        whole = received[: len(received) - len(self._tail)]
        self._stream.feed(NOT_FOR_PYTE.sub(b"", whole))
