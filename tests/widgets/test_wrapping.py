"""Long texts, broken to a width as far as they are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, takewhile

from hypothesis import given
from hypothesis import strategies as st

from tests.widgets.strategies import texts
from tui.core.cell import Cell
from tui.widgets.fit import width_of
from tui.widgets.wrapping import Line, Wrapped


def rows_of(line: Line, width: int) -> list[str]:
    wrapped = Wrapped(line, width)
    rows = takewhile(lambda row: row is not None, (wrapped.row(number) for number in count()))
    return ["".join(cell.text for cell in row or ()) for row in rows]


@given(st.lists(texts, max_size=4), st.integers(2, 40))
def test_every_row_fits_and_nothing_is_lost(parts: list[str], width: int) -> None:
    rows = rows_of([Cell(part) for part in parts], width)
    assert all(width_of(row) <= width for row in rows)
    assert "".join(rows).replace(" ", "") == "".join(parts).replace(" ", "")


def test_rows_break_at_spaces_and_stand_below_the_value() -> None:
    line = [Cell("note    "), Cell("a rather long note about nothing")]
    assert rows_of(line, 22) == ["note    a rather long", "        note about", "        nothing"]


def test_a_line_is_wrapped_no_further_than_it_is_looked_at() -> None:
    class Endless(Sequence[Cell]):
        """A line whose second cell must not be reached."""

        def __len__(self) -> int:
            return 2

        def __getitem__(self, number):  # type: ignore[no-untyped-def]
            assert number == 0, "wrapped further than was asked for"
            return Cell("word " * 1000)

    assert Wrapped(Endless(), 50).row(40) is not None


def test_the_rows_of_a_long_line_are_counted() -> None:
    assert Wrapped([Cell("x" * 100)], 10).count == 10
    assert Wrapped([Cell("李" * 100)], 10).count == 20
    assert Wrapped([], 10).count == 1
