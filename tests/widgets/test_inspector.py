"""A person reading one resource."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest
from textual.app import App, ComposeResult

from tui.core.cell import Cell
from tui.widgets.inspector import Inspector
from tui.widgets.wrapping import Line


class Reading(App[None]):
    """An inspector and nothing else."""

    def compose(self) -> ComposeResult:
        yield Inspector()


@pytest.fixture
async def inspector() -> AsyncIterator[Inspector]:
    """An inspector of 30 by 10 cells: eight lines below title and tabs."""
    async with Reading().run_test(size=(30, 10)) as pilot:
        await pilot.pause()
        yield pilot.app.query_one(Inspector)


def show(inspector: Inspector, lines: Sequence[Line]) -> None:
    inspector.show("Row 66f0", ("fields", "JSON"), 0, lines)


def body(inspector: Inspector) -> list[str]:
    return [row.removeprefix("│").strip() for row in inspector.text.split("\n")[2:]]


async def test_title_tabs_and_values_stand_beside_a_rule(inspector: Inspector) -> None:
    show(inspector, [[Cell("total  "), Cell("129.90")]])
    assert inspector.text.split("\n")[:3] == ["│ Row 66f0", "│ fields  JSON", "│ total  129.90"]


async def test_a_long_value_is_wrapped_below_itself(inspector: Inspector) -> None:
    show(inspector, [[Cell("note   "), Cell("one two three four five six seven")]])
    assert body(inspector)[:2] == ["note   one two three four", "five six seven"]


async def test_it_scrolls_as_far_as_there_is_something_to_see(inspector: Inspector) -> None:
    show(inspector, [[Cell(f"line {number}")] for number in range(20)])
    inspector.scroll_rows(2)
    assert body(inspector)[0] == "line 2"
    inspector.scroll_pages(1)
    assert body(inspector)[0] == "line 10"
    inspector.scroll_rows(100)
    assert body(inspector)[-1] == "line 19"
    assert body(inspector)[0] == "line 12"
    inspector.scroll_rows(-100)
    assert body(inspector)[0] == "line 0"
    inspector.scroll_to_end(True)
    assert body(inspector)[-1] == "line 19"
    inspector.scroll_to_end(False)
    assert body(inspector)[0] == "line 0"


async def test_what_fits_does_not_scroll(inspector: Inspector) -> None:
    show(inspector, [[Cell("one")], [Cell("two")]])
    inspector.scroll_rows(5)
    inspector.scroll_to_end(True)
    assert body(inspector)[:3] == ["one", "two", ""]


async def test_another_resource_is_read_from_its_top(inspector: Inspector) -> None:
    show(inspector, [[Cell(f"line {number}")] for number in range(20)])
    inspector.scroll_to_end(True)
    other = [[Cell(f"other {number}")] for number in range(20)]
    inspector.show("Row 66f1", ("fields", "JSON"), 0, other)
    assert body(inspector)[0] == "other 0"
    show(inspector, ())
    assert body(inspector) == [""] * 8


async def test_what_is_new_of_the_same_is_read_on_where_one_was(inspector: Inspector) -> None:
    show(inspector, [[Cell(f"line {number}")] for number in range(20)])
    inspector.scroll_rows(5)
    show(inspector, [[Cell(f"new {number}")] for number in range(30)])
    assert body(inspector)[0] == "new 5"
    show(inspector, [[Cell("one")]])
    assert body(inspector)[0] == "one"


async def test_a_text_of_a_million_characters_is_read_from_both_ends(
    inspector: Inspector,
) -> None:
    show(inspector, [[Cell("log  "), Cell("päge " * 200_000 + "the end")]])
    assert body(inspector)[0].startswith("log  päge päge")
    inspector.scroll_to_end(True)
    assert body(inspector)[-1].endswith("end")
    inspector.scroll_rows(-1)
    assert not body(inspector)[-1].endswith("end")


async def test_in_another_width_one_still_reads_the_same_line(inspector: Inspector) -> None:
    show(inspector, [[Cell("word " * 100)], [Cell("second")]])
    inspector.scroll_rows(15)
    async with Reading().run_test(size=(200, 10)):
        pass
    inspector.styles.width = 20
    await inspector.app.animator.wait_until_complete()
    assert "word" in body(inspector)[0]
