"""What is left of a change of many rows: never a row that was changed, each that was not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.jobs.course import BATCH, Course, Wanted


@given(st.integers(0, 450), st.integers(0, 6), st.data())
def test_named_rows_are_left_once_each(count: int, batches: int, data: st.DataObject) -> None:
    names = [f"row{number}" for number in range(count)]
    batches = min(batches, -(-count // BATCH))
    passed = names[: batches * BATCH]
    missed = data.draw(st.lists(st.sampled_from(passed), unique=True)) if passed else []
    left = Wanted(names).left(Course(missed, batches), is_over=batches * BATCH >= count)
    assert sorted(left.row_ids) == sorted([*missed, *names[batches * BATCH :]])
    assert left.after is None
    assert left.is_nothing is (not left.row_ids)


def test_what_is_found_goes_on_behind_the_last_row() -> None:
    wanted = Wanted(filters=["status"], after="")
    stopped = wanted.left(Course(["b"], batches=2, last="z"), is_over=False)
    assert (stopped.row_ids, stopped.after) == (("b",), "z")
    assert wanted.left(Course(["b"], batches=2, last="z"), is_over=True).after is None
    assert wanted.left(Course(), is_over=False).after == ""


def test_what_deletes_looks_from_the_start_again() -> None:
    wanted = Wanted(filters=["status"], after="", deletes=True)
    left = wanted.left(Course(["b"], batches=2, last="z"), is_over=False)
    assert (left.row_ids, left.after) == ((), "")
