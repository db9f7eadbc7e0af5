"""Daemon threads for calls to Appwrite.

Not asyncio's executor: it is joined at exit, so that leaving would wait for every hanging read.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

THREADS = 4


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
    """A few threads that do one job after another; they start with the first job."""

    def __init__(self, threads: int = THREADS) -> None:
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._threads = threads
        self._started = 0
        self._idle = 0
        self._lock = threading.Lock()
        self._stopped = False

    def submit(self, job: Callable[[], Any], done: Callable[[Result], object]) -> None:
        """Do `job` in a worker thread, then call `done` there with what came of it."""
        with self._lock:
            if self._stopped:
                return
            self._tasks.put(_Task(job, done))
            if self._idle == 0 and self._started < self._threads:
                self._started += 1
                name = f"appwrite-{self._started}"
                threading.Thread(target=self._work, name=name, daemon=True).start()

    def stop(self) -> None:
        """Begin no further job. Threads that are busy are left to themselves."""
        with self._lock:
            self._stopped = True
            for _ in range(self._started):
                self._tasks.put(None)

    def _work(self) -> None:
        while True:
            with self._lock:
                self._idle += 1
            task = self._tasks.get()
            with self._lock:
                self._idle -= 1
            if task is None or self._stopped:
                return
            try:
                result = Result(task.job())
            except Exception as error:  # noqa: BLE001 - whoever asked for the job gets it
                result = Result(error=error)
            task.done(result)
