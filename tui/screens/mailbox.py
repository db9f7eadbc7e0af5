"""Results on their way from the worker threads to the screen."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Mailbox:
    """Keeps what arrives until somebody reads, then hands everything on at once.

    The first page is asked for before there is a screen that could take it. `put` may be called in
    any thread; the receiver is called in the thread that puts, so it must only pass things on.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: list[object] = []
        self._receiver: Callable[[object], object] | None = None

    def put(self, item: object) -> None:
        """Deliver one thing."""
        with self._lock:
            if self._receiver is None:
                self._kept.append(item)
                return
            receiver = self._receiver
        receiver(item)

    def connect(self, receiver: Callable[[object], object]) -> None:
        """Deliver to `receiver` from now on, beginning with what has been kept."""
        with self._lock:
            kept, self._kept = self._kept, []
            self._receiver = receiver
        for item in kept:
            receiver(item)

    def disconnect(self) -> None:
        """Keep things again, for nobody reads."""
        with self._lock:
            self._receiver = None
