"""Daemon threads for calls to Appwrite.

Not asyncio's executor: it is joined at exit, so that leaving would wait for every hanging read.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

THREADS = 4
STUCK_SECONDS = 3.0
"""A thread that is busy for so long hangs, perhaps: another one may be started in its place."""
MOST = 24


@dataclass(frozen=True, slots=True)
class Result:
    """What a job returned, or the exception that it raised."""

    value: Any = None
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class _Task:
    job: Callable[[], Any]
    done: Callable[[Result], object]


class Workers:
    """A few threads that do one job after another; they start with the first job.

    Requests that hang do not hold up the others: those that are asked for later get threads.
    """

    def __init__(self, threads: int = THREADS, stuck_seconds: float = STUCK_SECONDS) -> None:
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._threads = threads
        self._stuck_seconds = stuck_seconds
        self._started = 0
        self._idle = 0
        self._busy_since: dict[int, float] = {}
        self._relief: threading.Timer | None = None
        self._lock = threading.Lock()
        self._stopped = False

    def submit(self, job: Callable[[], Any], done: Callable[[Result], object]) -> None:
        """Do `job` in a worker thread, then call `done` there with what came of it."""
        with self._lock:
            if self._stopped:
                return
            self._tasks.put(_Task(job, done))
            self._see_to_it()

    def stop(self) -> None:
        """Begin no further job. Threads that are busy are left to themselves."""
        with self._lock:
            self._stopped = True
            for _ in range(self._started):
                self._tasks.put(None)

    def _see_to_it(self) -> None:
        """Start a thread for what waits, or look again when those that are busy seem to hang."""
        if self._idle or self._tasks.empty():
            return
        if self._started < self._allowed():
            self._started += 1
            name = f"appwrite-{self._started}"
            threading.Thread(target=self._work, name=name, daemon=True).start()
        else:
            self._look_again()

    def _look_again(self) -> None:
        if self._relief is None and self._started < MOST:
            self._relief = threading.Timer(self._stuck_seconds, self._relieve)
            self._relief.daemon = True
            self._relief.start()

    def _relieve(self) -> None:
        with self._lock:
            self._relief = None
            if self._stopped or self._tasks.empty():
                return
            self._see_to_it()
            # One more thread takes one of those that wait.
            self._look_again()

    def _allowed(self) -> int:
        """How many threads there may be just now."""
        now = time.monotonic()
        stuck = sum(now - since >= self._stuck_seconds for since in self._busy_since.values())
        return min(self._threads + stuck, MOST)

    def _work(self) -> None:
        mine = threading.get_ident()
        while True:
            with self._lock:
                self._busy_since.pop(mine, None)
                self._idle += 1
            task = self._tasks.get()
            with self._lock:
                self._idle -= 1
                self._busy_since[mine] = time.monotonic()
            if task is None or self._stopped:
                return
            try:
                result = Result(task.job())
            except Exception as error:  # noqa: BLE001 - whoever asked for the job gets it
                result = Result(error=error)
            task.done(result)
