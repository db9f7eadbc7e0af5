"""Long work: how far it is, whether it goes on, what failed in it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from tui.core.sizes import size
from tui.core.text import brief

BYTES = "bytes"
"""The unit that is told in larger ones where there are many."""

KEPT_FAILURES = 1000
"""Failures that are named; of more, the number is told."""


class Phase(Enum):
    """Where a job is in its life."""

    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class CancelledError(Exception):
    """Somebody cancelled the job."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that could not be done, and why."""

    name: str
    reason: str


class Job:
    """One piece of long work. Any thread may look at it; the one that works tells it how far it is.

    `total` is None while nobody knows how much there is to do.
    """

    def __init__(self, title: str, total: int | None = None, unit: str = "rows") -> None:
        self.title = title
        self.unit = unit
        self.total = total
        self.done = 0
        self._before = 0
        self.failed = 0
        self.failures: list[Failure] = []
        self.phase = Phase.RUNNING
        self.note = ""
        self.started = time.monotonic()
        self.ended: float | None = None
        self._going = threading.Event()
        self._going.set()
        self._cancelled = threading.Event()
        self._lock = threading.Lock()
        self._listener: Callable[[], object] | None = None

    def listen(self, listener: Callable[[], object]) -> None:
        """Call `listener`, in the thread that works, whenever something changed."""
        self._listener = listener

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens."""
        return self.phase in (Phase.DONE, Phase.CANCELLED, Phase.FAILED)

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return (self.ended or time.monotonic()) - self.started

    @property
    def line(self) -> str:
        """The job in one line: `export orders  43 %  21,480 rows  3,900/s`."""
        parts = [self.title, *self._progress]
        parts.append(self._amount(self.done))
        if self.failed:
            parts.append(f"{self.failed:,} failed")
        if not self.is_over and self.seconds >= 1:
            rate = self._rate
            parts.append(f"{size(rate) if self.unit == BYTES else f'{rate:,.0f}'}/s")
            parts += self._left
        if self.note:
            parts.append(self.note)
        return "  ".join(parts)

    @property
    def short(self) -> str:
        """How far it is, in a few words: `export orders 43 % 0:07 left`."""
        return " ".join([self.title, *self._progress, *self._left])

    @property
    def _progress(self) -> list[str]:
        if self.phase is not Phase.RUNNING:
            return [self.phase.value]
        return [f"{self.done * 100 // self.total} %"] if self.total else []

    @property
    def _rate(self) -> float:
        """How much is done in a second, by what was done since it began."""
        return max(0, self.done - self._before) / max(self.seconds, 1e-3)

    @property
    def _left(self) -> list[str]:
        """The time that it takes yet, once that can be guessed."""
        if self.is_over or self.seconds < 1 or not (self.total and self._rate):
            return []
        left = int(max(0, self.total - self.done) / self._rate)
        return [f"{left // 60}:{left % 60:02d} left"]

    def _amount(self, count: int) -> str:
        return size(count) if self.unit == BYTES else f"{count:,} {self.unit}"

    # For whoever works.

    def go_on(self) -> None:
        """Wait while the job is paused. Raises CancelledError once it was cancelled."""
        self._going.wait()
        if self._cancelled.is_set():
            raise CancelledError

    def wait(self, seconds: float) -> None:
        """Let time pass. Raises CancelledError as soon as the job is cancelled."""
        self._tell()
        if self._cancelled.wait(seconds):
            raise CancelledError

    def advance(self, count: int = 1) -> None:
        """So many more are done; with a negative number, so many have to be done again."""
        with self._lock:
            self.done += count
        self._tell()

    def take_over(self, count: int) -> None:
        """So many were done before, at another time: they say nothing of how fast it goes."""
        self._before += count
        self.advance(count)

    def fail(self, name: str, reason: str) -> None:
        """One could not be done."""
        self.failed += 1
        if len(self.failures) < KEPT_FAILURES:
            self.failures.append(Failure(brief(name), brief(reason)))
        self._tell()

    def run(self, work: Callable[[Job], object], failures: tuple[type[Exception], ...]) -> None:
        """Do the work to its end; `failures` are the exceptions that end it with a reason."""
        try:
            work(self)
            phase = Phase.DONE
        except CancelledError:
            phase = Phase.CANCELLED
        except failures as error:
            self.note = brief(str(error))
            phase = Phase.FAILED
        self.ended = time.monotonic()
        self.phase = phase
        self._tell()

    # For whoever looks on.

    def pause(self) -> None:
        """Stop for now, at the next opportunity; or go on."""
        if self.phase is Phase.RUNNING:
            self._going.clear()
            self.phase = Phase.PAUSED
        elif self.phase is Phase.PAUSED:
            self.phase = Phase.RUNNING
            self._going.set()
        self._tell()

    def cancel(self) -> None:
        """End it at the next opportunity; what is done stays done."""
        self._cancelled.set()
        self._going.set()

    def _tell(self) -> None:
        if self._listener is not None:
            self._listener()
