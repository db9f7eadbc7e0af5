"""Long work: how far it is, whether it goes on, what failed in it."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from tui.core.sizes import size
from tui.core.text import brief

BYTES = "bytes"
"""The unit that is told in larger ones where there are many."""

SAMPLE_SECONDS = 0.5
SAMPLES = 20
"""How fast it goes is told of the last ten seconds: what was before says nothing of the rest."""

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

    `total` is None while nobody knows how much there is to do. `again` does once more what failed,
    or goes on where it broke off; where it is None, `why_once` may say in a sentence why. Where it
    is not `pausable`, nothing asks whether it may go on.
    """

    def __init__(
        self,
        title: str,
        total: int | None = None,
        unit: str = "rows",
        *,
        pausable: bool = True,
    ) -> None:
        self.title = title
        self.pausable = pausable
        self.again: Callable[[], object] | None = None
        self.why_once = ""
        self.unit = unit
        self.total = total
        self.total_is_guessed = False
        self.done = 0
        self.unchanged = 0
        """How many of those that are done were as they should be already."""
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
        self._samples: deque[tuple[float, int]] = deque(maxlen=SAMPLES)
        self._listener: Callable[[], object] | None = None

    def listen(self, listener: Callable[[], object]) -> None:
        """Call `listener`, in the thread that works, whenever something changed."""
        self._listener = listener

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens."""
        return self.phase in (Phase.DONE, Phase.CANCELLED, Phase.FAILED)

    @property
    def is_whole(self) -> bool:
        """Whether it came to its end and nothing failed in it."""
        return self.phase is Phase.DONE and not self.failed

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return (self.ended or time.monotonic()) - self.started

    @property
    def line(self) -> str:
        """The job in one line: `export orders  43 %  21,480 rows  3,900/s`."""
        parts = [self.title, *self._progress]
        parts.append(self._amount(self.done))
        if self.unchanged:
            parts.append(f"{self.unchanged:,} of them as they were")
        if self.failed:
            parts.append(f"{self.failed:,} failed")
        if self.rate:
            rate = size(self.rate) if self.unit == BYTES else f"{self.rate:,.0f}"
            parts += [f"{rate}/s", *self._left]
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
        if not self.total:
            return []
        about = "~" if self.total_is_guessed else ""
        return [f"{about}{min(100, self.done * 100 // self.total)} %"]

    @property
    def rate(self) -> float:
        """How many a second, lately; 0 where nothing goes on or nobody knows yet."""
        with self._lock:
            if self.phase is not Phase.RUNNING or len(self._samples) < 2:
                return 0.0
            (began, before), (_, last) = self._samples[0], self._samples[-1]
        # Until now, not until the last step: what stands still gets slower.
        return max(0.0, (last - before) / (time.monotonic() - began))

    @property
    def _left(self) -> list[str]:
        """The time that it takes yet, once that can be guessed."""
        rate = self.rate
        if not (self.total and rate):
            return []
        left = int(max(0, self.total - self.done) / rate)
        return [f"{left // 60}:{left % 60:02d} left"]

    def _amount(self, count: int) -> str:
        if self.unit == BYTES:
            return size(count)
        return f"{count:,} {_one_of(self.unit) if count == 1 else self.unit}"

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
        now = time.monotonic()
        with self._lock:
            if not self._samples:
                self._samples.append((self.started, self.done))
            self.done += count
            if now - self._samples[-1][0] >= SAMPLE_SECONDS:
                self._samples.append((now, self.done))
        self._tell()

    def take_over(self, count: int) -> None:
        """So many were done before, at another time: they say nothing of how fast it goes."""
        with self._lock:
            self._samples.clear()
            self.done += count
            self._samples.append((time.monotonic(), self.done))
        self._tell()

    def guess_total(self, total: int) -> None:
        """About so much there is to do; guessed anew as it goes on."""
        self.total, self.total_is_guessed = total, True

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
        self._going.set()
        self._tell()

    # For whoever looks on.

    def pause(self) -> None:
        """Stop for now, at the next opportunity; or go on."""
        if self.phase is Phase.RUNNING:
            self._going.clear()
            self.phase = Phase.PAUSED
        elif self.phase is Phase.PAUSED:
            with self._lock:
                self._samples.clear()
                self._samples.append((time.monotonic(), self.done))
            self.phase = Phase.RUNNING
            self._going.set()
        self._tell()

    def repeat(self) -> str:
        """Do again what failed, or go on, once. Gives the reason where that cannot be, else ""."""
        if self.is_whole:
            return "Nothing failed in it."
        if self.again is None:
            return self.why_once or "It cannot be repeated from here: start it where it began."
        again, self.again = self.again, None
        self.why_once = "It was repeated already: a newer job tells what became of it."
        again()
        return ""

    def cancel(self) -> None:
        """End it at the next opportunity; what is done stays done."""
        self._cancelled.set()
        self._going.set()

    def _tell(self) -> None:
        if self._listener is not None:
            self._listener()


def _one_of(unit: str) -> str:
    """The unit of one: `row` of `rows`, `identity` of `identities`, `index` of `indexes`."""
    for many, one in (("ies", "y"), ("xes", "x"), ("s", "")):
        if unit.endswith(many):
            return unit.removesuffix(many) + one
    return unit
