"""Stages that go on side by side: nothing lost, nothing turned round, errors in their place."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.jobs.stages import Ahead


@given(st.lists(st.integers(), max_size=30), st.integers(1, 4))
def test_the_same_items_in_the_same_order(items: list[int], size: int) -> None:
    with Ahead(iter(items), size) as first, Ahead(iter(first), size) as second:
        assert list(second) == items


def test_an_error_comes_after_what_was_made_before_it() -> None:
    def broken() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("broken")

    with Ahead(broken()) as stage:
        assert [next(stage), next(stage)] == [1, 2]
        with pytest.raises(ValueError, match="broken"):
            next(stage)


@pytest.mark.parametrize("taken", [1, 3])
def test_what_was_made_and_is_not_wanted_is_dropped(taken: int) -> None:
    made: list[int] = []
    dropped: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            yield number

    with Ahead(numbers(), 2, dropped.append) as stage:
        for _ in range(taken):
            next(stage)
    for thread in threading.enumerate():
        if thread.name == "stage":
            thread.join(10)
    assert sorted(dropped) == list(range(taken, len(made)))
    assert len(made) < 10


def test_who_waits_is_let_go_when_it_is_closed() -> None:
    never = threading.Event()

    def endless() -> Iterator[int]:
        never.wait(30)
        yield 1

    stage = Ahead(endless())
    taken: list[list[int]] = []
    waiting = threading.Thread(target=lambda: taken.append(list(stage)))
    waiting.start()
    stage.close()
    waiting.join(10)
    never.set()
    assert taken == [[]]
