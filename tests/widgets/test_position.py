"""The mark that says where the window stands in its list."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.position import row_of


@given(st.integers(-500, 500), st.integers(0, 5000), st.integers(1, 60), st.integers(0, 5000))
def test_the_mark_is_at_an_end_only_where_the_window_is(
    first: int, lines: int, height: int, below: int
) -> None:
    stop = first + lines
    top = min(first + below, max(first, stop - height))
    row = row_of(top, first, stop, height)
    assert (row is None) == (lines <= height)
    if row is None:
        return
    assert 0 <= row < height
    if height >= 3:
        assert (row == 0) == (top == first)
        assert (row == height - 1) == (top == stop - height)


def test_it_moves_down_as_the_window_does() -> None:
    rows = [row_of(top, 0, 1000, 40) for top in range(961)]
    assert rows == sorted(rows, key=lambda row: row or 0)
    assert set(rows) == set(range(40))
