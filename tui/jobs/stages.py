"""Work in stages, side by side: each in a thread of its own, a little ahead of the next."""

from __future__ import annotations

import gc
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Generic, Self, TypeVar

T = TypeVar("T")
_MANY = 50_000
"""Objects that may be made before the garbage is looked through."""
_TURN = 0.0005
"""Seconds after which a thread that computes lets another one have its turn."""
_LOOKS = 0.2
"""Seconds after which who waits for the other side looks whether it is still there."""


@contextmanager
def side_by_side() -> Iterator[None]:
    """Let threads that make and drop thousands of rows work beside one that waits for the network.

    Garbage is looked for less often, and not among what was there before: all objects of the
    program would be looked through for every few rows, which takes as long as the work. And who
    computes gives way sooner: the thread that an answer came for would stand still for 5 ms each
    time it has a little to do, which made an import a fifth slower.
    """
    before = gc.get_threshold()
    # The explorer keeps what it started with out of it for good.
    freezes = not gc.get_freeze_count()
    if freezes:
        gc.freeze()
    gc.set_threshold(_MANY, *before[1:])
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
        gc.set_threshold(*before)
        if freezes:
            gc.unfreeze()


class Ahead(Generic[T]):
    """The same items in the same order, the next few of them made while one is worked on.

    What making them raises is raised where they are taken, after the items before it. It has to be
    closed, as a context manager: what was made and is not wanted any more then gets dropped.
    """

    def __init__(
        self,
        items: Iterator[T],
        size: int = 2,
        dropped: Callable[[T], object] = lambda item: None,
    ) -> None:
        """`size` is how many may wait; `dropped` gets what nobody will take any more."""
        self._items = items
        self._dropped = dropped
        self._made: queue.Queue[T | _End] = queue.Queue(maxsize=size)
        self._left = threading.Event()
        threading.Thread(target=self._make, name="stage", daemon=True).start()

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        while not self._left.is_set():
            try:
                item = self._made.get(timeout=_LOOKS)
            except queue.Empty:
                continue
            if not isinstance(item, _End):
                return item
            self._left.set()
            if item.error is not None:
                raise item.error
        raise StopIteration

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of what was made. Any thread may do so, also while another one waits here."""
        self._left.set()
        self._drop_rest()

    def _make(self) -> None:
        end = _End()
        try:
            for item in self._items:
                self._put(item)
                if self._left.is_set():
                    break
        except Exception as error:  # noqa: BLE001 - raised again where the items are taken
            end = _End(error)
        self._put(end)

    def _put(self, item: T | _End) -> None:
        while not self._left.is_set():
            with suppress(queue.Full):
                self._made.put(item, timeout=_LOOKS)
                break
        else:
            self._drop(item)
        if self._left.is_set():
            self._drop_rest()

    def _drop(self, item: T | _End) -> None:
        if not isinstance(item, _End):
            self._dropped(item)

    def _drop_rest(self) -> None:
        with suppress(queue.Empty):
            while True:
                self._drop(self._made.get_nowait())


class _End:
    """No more follows; `error` is why, if that is not the end of the items."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
