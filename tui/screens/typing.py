"""What is typed, in its order, each key only when what it is meant for is there.

Over a slow link keys come in one go, and answers late. Until the form is there that `e` opens, the
keys behind it wait for it; if it never comes they are dropped, which is said, and not taken for
something else.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stroke:
    """A key, or a pasted text; `at` is when it was typed, in seconds of the monotonic clock."""

    key: str
    character: str | None
    at: float
    pasted: str = ""


@dataclass(slots=True, eq=False)
class Wait:
    """An answer that the keys wait for, since `begun`.

    A `firm` one cannot be given up: it is on its way. A `lax` one holds only what was typed before
    it began; a key that comes later gives it up.
    """

    begun: float
    firm: bool = False
    lax: bool = False
    given_up: bool = False


@dataclass(slots=True, eq=False)
class Aside:
    """What was typed `until` then, for another screen, which is the `heir` once it is there."""

    until: float
    kept: list[Stroke]
    heir: Typing | None = None

    def add(self, stroke: Stroke) -> None:
        """Take one that comes later than it was typed."""
        if self.heir is None:
            self.kept.append(stroke)
        else:
            self.heir.typed(stroke)

    def give(self, heir: Typing) -> None:
        """Let another screen have it."""
        self.heir = heir
        if heir.aside is self:
            # One asked for the screen where one is.
            heir.aside = None
        for stroke in self.kept:
            heir.typed(stroke)
        self.kept.clear()


class Typing:
    """Keeps what is typed ahead, and hands it on."""

    def __init__(
        self,
        ready: Callable[[Stroke], bool],
        take: Callable[[Stroke], object],
        told: Callable[[], object],
        escaped: Callable[[bool], object],
    ) -> None:
        """`ready` says whether a key may be taken now; `told` is called when `words` change, and
        `escaped` when `esc` was to give up what is awaited: with whether that could be."""
        self._ready = ready
        self._take = take
        self._told = told
        self._escaped = escaped
        self._kept: deque[Stroke] = deque()
        self._wait: Wait | None = None
        self._dropped = 0
        self._said = ""
        self._deaf_until = 0.0
        self._is_taking = False
        self.aside: Aside | None = None
        """What was typed here for another screen, at last."""

    @property
    def wait(self) -> Wait | None:
        """The answer that is awaited."""
        return self._wait

    @property
    def is_idle(self) -> bool:
        """Whether a key that is pressed now is taken at once, as far as answers go."""
        return (self._wait is None or self._wait.lax) and not self._kept

    @property
    def words(self) -> str:
        """What became of keys that were not taken yet; empty where there are none."""
        if self._kept and not self._is_taking:
            many = len(self._kept)
            return f"{many} keys wait, esc drops them" if many > 1 else "1 key waits, esc drops it"
        return f"{_keys(self._dropped)} typed ahead dropped" if self._dropped else ""

    def typed(self, stroke: Stroke) -> None:
        """Take a key, now or when its turn comes."""
        if self.aside is not None and stroke.at <= self.aside.until:
            self.aside.add(stroke)
        elif stroke.at <= self._deaf_until:
            self._dropped += 1
            self._tell()
        elif self._wait is not None and self._wait.lax:
            if stroke.at > self._wait.begun:
                self._drop(self._wait.begun)
                self._wait = None
            self._kept.append(stroke)
            self.go_on()
        elif stroke.key == "escape" and (self._kept or self._wait is not None):
            self._give_up()
        else:
            self._kept.append(stroke)
            self.go_on()

    def go_on(self) -> None:
        """Take what waited for something that may be there now."""
        if self._is_taking:
            return
        self._is_taking = True
        try:
            while self._kept and self._wait is None and self._ready(self._kept[0]):
                self._dropped = 0
                self._take(self._kept.popleft())
        finally:
            self._is_taking = False
        self._tell()

    def begin(self, firm: bool = False, lax: bool = False) -> Wait:
        """Let what is typed from now on wait for an answer."""
        self._wait = Wait(time.monotonic(), firm, lax)
        return self._wait

    def end(self, wait: Wait, as_meant: bool) -> None:
        """The answer is there. What waited is taken, or dropped where it was not `as_meant`."""
        if self._wait is not wait:
            # One answer led to the next question.
            return
        self._wait = None
        if not as_meant:
            self.drop()
        self.go_on()

    def drop(self) -> None:
        """Drop what was typed before now: what it was meant for does not come."""
        self._drop(time.monotonic())

    def _drop(self, until: float) -> None:
        self._deaf_until = until
        self._dropped += len(self._kept)
        self._kept.clear()
        self._tell()

    def set_aside(self) -> Aside:
        """Keep what was typed before now for another screen; what is typed later is taken here."""
        self.aside = Aside(time.monotonic(), [*self._kept])
        self._kept.clear()
        return self.aside

    def drop_aside(self, aside: Aside) -> None:
        """Drop what was typed for another screen, which could not be opened."""
        if self.aside is aside:
            self.aside = None
        self._deaf_until = max(self._deaf_until, aside.until)
        self._dropped += len(aside.kept)
        self._tell()

    def _tell(self) -> None:
        if self.words != self._said:
            self._said = self.words
            self._told()

    def _give_up(self) -> None:
        wait = self._wait
        if wait is not None:
            wait.given_up = not wait.firm
            self._wait = wait if wait.firm else None
            self._escaped(wait.given_up)
        self.drop()


def _keys(count: int) -> str:
    return "1 key" if count == 1 else f"{count} keys"
