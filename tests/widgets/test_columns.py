"""How columns share the width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.widgets.strategies import texts
from tui.core.cell import Cell
from tui.core.kind import Field
from tui.widgets.columns import GAP, GUTTER, lay_out
from tui.widgets.fit import width_of


def named(name: str, *, width: int = 12, grow: bool = False) -> Field:
    return Field(name, lambda one: Cell(str(one[name])), width=width, grow=grow)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[Field], list[dict[str, str]]]:
    names = [f"c{number}" for number in range(draw(st.integers(0, 12)))]
    fields = [
        named(name, width=draw(st.integers(1, 30)), grow=draw(st.booleans())) for name in names
    ]
    rows = [{name: draw(texts) for name in names} for _ in range(draw(st.integers(0, 4)))]
    return fields, rows


@given(tables(), st.integers(1, 200), st.integers(1, 12))
def test_columns_never_overlap_nor_leave_the_width(
    table: tuple[list[Field], list[dict[str, str]]], width: int, first: int
) -> None:
    fields, rows = table
    columns = lay_out(fields, rows, width, first)
    assert [one.number for one in columns[:1]] == [0][: len(fields)]
    assert [one.number for one in columns[1:]] == list(range(first, first + len(columns) - 1))
    end = GUTTER - GAP
    for column in columns:
        assert column.width >= 1
        assert column.x == end + GAP
        end = column.x + column.width
    assert end <= max(width, GUTTER + 1)


@given(tables(), st.integers(1, 200))
def test_no_column_is_wider_than_what_it_holds(
    table: tuple[list[Field], list[dict[str, str]]], width: int
) -> None:
    fields, rows = table
    for column in lay_out(fields, rows, width):
        longest = max([width_of(row[column.field.label]) for row in rows], default=0)
        assert column.width <= max(longest, width_of(column.field.label), 3)


def test_what_is_left_goes_to_growing_columns_first() -> None:
    rows = [{"id": "x" * 40, "name": "y" * 40}]
    fields = [named("id", width=10), named("name", width=10, grow=True)]
    assert [one.width for one in lay_out(fields, rows, 2 + 10 + 2 + 25)] == [10, 25]
    assert [one.width for one in lay_out(fields, rows, 2 + 15 + 2 + 40)] == [15, 40]


def test_columns_that_do_not_fit_are_not_even_looked_at() -> None:
    def fail(one: object) -> Cell:
        raise AssertionError("measured although it does not fit")

    seen = [named(f"c{number}") for number in range(10)]
    unseen = [Field(f"u{number}", fail) for number in range(200)]
    row = {field.label: "twelve cells" for field in seen}
    shown = lay_out([*seen, *unseen], [row], 40)
    assert [one.number for one in shown] == [0, 1, 2]
