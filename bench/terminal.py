"""A program in a pseudo-terminal: what it shows, what it sends, when.

The screen is pyte's. Queries that terminals answer are answered, so that programs do not wait.
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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyte

REPLIES = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[>c": b"\x1b[>41;354;0c",
    b"\x1b[6n": b"\x1b[1;1R",
}
NOT_FOR_PYTE = re.compile(
    rb"\x1b\[[<>=?][0-9;]*[a-zA-Z]?(?:\$[a-z])?|\x1bP[^\x1b]*\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
    rb"|\x1b\[[0-9;]*\$[a-z]|\x1b\[[0-9;]* [a-z]"
)
UNFINISHED = re.compile(rb"\x1b(\[[0-9;?<>=$ ]*)?$")


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
    ) -> None:
        self.output = b""
        self.started = time.perf_counter()
        self.first_text: float | None = None
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._tail = b""
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.chdir(directory or Path.cwd())
            os.execvpe(command[0], list(command), {"TERM": "xterm-256color", **environment})
        self.resize(columns, rows)

    @property
    def text(self) -> str:
        """What is on the screen, line by line."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, size)
        self._screen.resize(rows, columns)

    def send(self, keys: str) -> None:
        """Type."""
        os.write(self._terminal, keys.encode())

    def wait_for(self, pattern: str, seconds: float = 30.0) -> float:
        """Wait until the screen shows it; gives the time since the start."""
        end = time.perf_counter() + seconds
        while not re.search(pattern, self.text, re.MULTILINE):
            assert self._read(end - time.perf_counter()), f"no {pattern!r} on\n{self.text}"
        return time.perf_counter() - self.started

    def press(self, keys: str, quiet: float = 0.25) -> Burst:
        """Type, and read until nothing has come for `quiet` seconds."""
        begun, before = time.perf_counter(), len(self.output)
        self.send(keys)
        last = begun
        while self._read(quiet):
            last = time.perf_counter()
        return Burst(len(self.output) - before, last - begun)

    def settle(self, quiet: float = 0.4) -> None:
        """Read until nothing comes any more."""
        while self._read(quiet):
            pass

    def idle(self, seconds: float) -> int:
        """How many bytes come by themselves in this time."""
        before, end = len(self.output), time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(left)
        return len(self.output) - before

    def ended(self, seconds: float = 10.0) -> int | None:
        """Wait for the program's end: its exit status, negative for a signal, None if it runs."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self._read(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                while self._read(0.05):
                    pass
                return os.waitstatus_to_exitcode(status)
        return None

    def flags(self) -> list[Any]:
        """The terminal's line settings, as `termios` gives them."""
        return termios.tcgetattr(self._terminal)

    def memory(self) -> float:
        """Resident memory of the program in MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0

    def cpu(self) -> float:
        """Seconds of processor time of the program so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the program, if it still runs."""
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.pid, signal.SIGKILL)
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
            return False
        if not received:
            return False
        self.output += received
        for query, reply in REPLIES.items():
            if query in received:
                os.write(self._terminal, reply)
        self._draw(received)
        return True

    def _draw(self, received: bytes) -> None:
        received = self._tail + received
        cut = UNFINISHED.search(received[-32:])
        self._tail = cut[0] if cut else b""
        whole = received[: len(received) - len(self._tail)]
        self._stream.feed(NOT_FOR_PYTE.sub(b"", whole))
        if self.first_text is None and any(line.strip() for line in self._screen.display):
            self.first_text = time.perf_counter() - self.started
