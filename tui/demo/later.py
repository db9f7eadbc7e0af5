"""Owns work that the server does after it has answered, as the real one does in its queues."""

from __future__ import annotations

import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable

from tui.demo.store.database import disk_failure

_DELAY = 0.03
"""Seconds that a task waits: long enough to be seen as `processing`, as on a real server."""


class Later:
    """One thread that does tasks one after another."""

    def __init__(self) -> None:
        self._tasks: queue.SimpleQueue[tuple[float, Callable[[], None]]] = queue.SimpleQueue()
        threading.Thread(target=self._work, name="later", daemon=True).start()

    def do(self, task: Callable[[], None]) -> None:
        """Put a task in the queue; it starts a moment later."""
        self._tasks.put((time.monotonic() + _DELAY, task))

    def _work(self) -> None:
        while True:
            due, task = self._tasks.get()
            time.sleep(max(0.0, due - time.monotonic()))
            try:
                task()
            except Exception as error:  # noqa: BLE001  one that fails must not end the others
                failure = disk_failure(error)
                if failure:
                    print(f"The disk cannot be written: {failure}", file=sys.stderr)
                else:
                    traceback.print_exc(file=sys.stderr)
