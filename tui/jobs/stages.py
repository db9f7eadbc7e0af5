"""Work in stages, side by side: each in a thread of its own, a little ahead of the next."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")
_LOOKS = 0.2
"""Seconds after which a stage whose work nobody takes looks whether anybody still wants it."""


def ahead(
    items: Iterator[T], size: int = 2, dropped: Callable[[T], object] = lambda item: None
) -> Iterator[T]:
    """The same items in the same order, the next `size` of them made while one is worked on.

    What `items` raises is raised here, after the items before it. `dropped` gets what was made and
    is not wanted any more, because whoever took the items left.
    """
    made: queue.Queue[T | _End] = queue.Queue(maxsize=size)
    left = threading.Event()

    def put(item: T | _End) -> None:
        while not left.is_set():
            try:
                made.put(item, timeout=_LOOKS)
                break
            except queue.Full:
                continue
        else:
            drop(item)
        if left.is_set():
            drop_rest()

    def drop(item: T | _End) -> None:
        if not isinstance(item, _End):
            dropped(item)

    def drop_rest() -> None:
        with suppress(queue.Empty):
            while True:
                drop(made.get_nowait())

    def make() -> None:
        end = _End()
        try:
            for item in items:
                put(item)
                if left.is_set():
                    break
        except Exception as error:  # noqa: BLE001 - raised again where the items are taken
            end = _End(error)
        put(end)

    threading.Thread(target=make, name="stage", daemon=True).start()
    try:
        while not isinstance(item := made.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        left.set()
        drop_rest()


class _End:
    """No more follows; `error` is why, if that is not the end of the items."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
