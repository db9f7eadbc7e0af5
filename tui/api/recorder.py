"""A record of every call: what was asked, how long it took, what came back. Never a secret."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tui.core.sending import Sending

LATEST = 200
"""How many calls are kept: one that sends much takes kilobytes."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request and what became of it.

    `at` is in seconds since the epoch, `ms` includes the waits between attempts, `bytes` counts
    the body after decompression, `status` is 0 where there was no answer, `attempts` is more than
    1 where a read was tried again, `connected` tells that a new connection was opened for it.
    Headers are not kept at all, for that is where keys are. `sending` is what was asked, to be
    written down for others, secrets taken out of it; None where it is too long or of no declared
    route.
    """

    at: float
    method: str
    path: str
    sdk: str
    status: int
    ms: float
    bytes: int
    attempts: int
    connected: bool = False
    error: str = ""
    sending: Sending | None = field(default=None, repr=False)


class Recorder:
    """The latest calls, oldest first. `record` may be called in any thread."""

    def __init__(self, limit: int = LATEST) -> None:
        self._calls: deque[Call] = deque(maxlen=limit)
        self._lock = threading.Lock()
        self._listeners: tuple[Callable[[Call], object], ...] = ()
        self.total = 0

    def record(self, call: Call) -> None:
        """Keep a call."""
        with self._lock:
            self._calls.append(call)
            self.total += 1
            listeners = self._listeners
        for listener in listeners:
            listener(call)

    def listen(self, listener: Callable[[Call], object]) -> None:
        """Tell `listener`, too, of each call from now on, in the thread that made it."""
        with self._lock:
            self._listeners += (listener,)

    @property
    def calls(self) -> tuple[Call, ...]:
        """What was recorded, oldest first."""
        with self._lock:
            return tuple(self._calls)
