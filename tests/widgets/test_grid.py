"""A person in a list."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from tests.widgets.conftest import Shown, Ui
from tests.widgets.harness import FIELDS, FakeLines, identify, resource
from tui.core.cell import Cell, Tone
from tui.core.gridstate import GridState
from tui.core.kind import Field
from tui.widgets.grid import Grid


def under_cursor(ui: Ui) -> str:
    """The only line with the cursor's bar, without the bar."""
    barred = [row for row in ui.grid_rows if row.startswith("▌")]
    assert len(barred) == 1, ui.text
    return barred[0].lstrip("▌● ")


async def test_the_cursor_moves_and_the_window_follows(shown: Shown) -> None:
    async with shown(FakeLines(1000)) as ui:
        assert under_cursor(ui).startswith("order0000000")
        await ui.press("j", "j", "j", "k")
        assert under_cursor(ui).startswith("order0000002")
        await ui.press(*["j"] * 30)
        assert under_cursor(ui).startswith("order0000032")
        await ui.press(*["k"] * 40)
        assert under_cursor(ui).startswith("order0000000")


async def test_pages_move_the_window_and_stop_at_the_ends(shown: Shown) -> None:
    async with shown(FakeLines(30)) as ui:
        assert ui.grid.height == 11
        await ui.press("pagedown")
        assert (ui.grid.state.top, ui.grid.state.cursor) == (11, 11)
        await ui.press("pagedown", "pagedown", "pagedown")
        assert under_cursor(ui).startswith("order0000029")
        assert ui.grid_rows[-1].startswith("▌")
        await ui.press("pageup", "pageup", "pageup", "pageup")
        assert under_cursor(ui).startswith("order0000000")


async def test_lines_are_asked_for_as_they_are_shown_and_appear_when_they_come(
    shown: Shown,
) -> None:
    lines = FakeLines(1000, slow=True)
    async with shown(lines) as ui:
        assert under_cursor(ui).rstrip(" ▐") == "…"
        assert ui.grid.current is None
        assert lines.shown[-1] == (0, ui.grid.height)
        await ui.press("d")
        assert under_cursor(ui).startswith("order0000000")
        await ui.press("pagedown")
        assert under_cursor(ui).rstrip(" ▐") == "…"
        assert lines.shown[-1] == (11, 22)
        await ui.press("d")
        assert under_cursor(ui).startswith("order0000011")


async def test_what_is_typed_before_the_first_lines_counts(shown: Shown) -> None:
    lines = FakeLines(0)
    async with shown(lines) as ui:
        await ui.press("j", "j")
        lines.stop = 10
        ui.grid.lines_changed()
        await ui.pilot.pause()
        assert under_cursor(ui).startswith("order0000002")


async def test_lines_may_be_numbered_from_the_end(shown: Shown) -> None:
    async with shown(FakeLines(100, first=-100)) as ui:
        ui.grid.restart(-1)
        await ui.pilot.pause()
        assert ui.grid.state.cursor == -1
        assert ui.grid_rows[-1].startswith("▌")
        await ui.press(*["k"] * 12)
        assert ui.grid.state.cursor == -13
        await ui.press("pagedown", "pagedown")
        assert ui.grid.state.cursor == -1


async def test_a_list_that_shrank_takes_the_cursor_back(shown: Shown) -> None:
    lines = FakeLines(100)
    async with shown(lines) as ui:
        await ui.press("pagedown", "pagedown")
        lines.stop = 5
        ui.grid.lines_changed()
        await ui.pilot.pause()
        assert under_cursor(ui).startswith("order0000004")
        assert "order0000005" not in ui.text


async def test_the_cursor_stays_on_what_it_was_on(shown: Shown) -> None:
    lines = FakeLines(30)
    async with shown(lines) as ui:
        await ui.press("j", "j")
        assert under_cursor(ui).startswith("order0000002")
        lines.insert("newest")
        ui.grid.lines_changed()
        await ui.pilot.pause()
        assert under_cursor(ui).startswith("order0000002")
        assert "newest" in ui.grid_rows[1]
        # Where it would leave the window, the window goes along.
        for number in range(20):
            lines.insert(f"newer{number}")
            ui.grid.lines_changed()
        await ui.pilot.pause()
        assert under_cursor(ui).startswith("order0000002")
        assert identify(ui.grid.current or {}) == identify(resource(2))


async def test_an_empty_list_says_why(shown: Shown) -> None:
    async with shown(FakeLines(0)) as ui:
        ui.grid.empty = (Cell("No rows here.", Tone.DIM), Cell("a adds one."))
        ui.grid.lines_changed()
        await ui.press("j", "k", "pagedown", "l")
        assert "  No rows here.\n  a adds one." in ui.text
        assert "▌" not in ui.text


async def test_the_first_column_stays_when_scrolled_sideways(shown: Shown) -> None:
    async with shown() as ui:
        assert "column h" not in ui.grid_rows[0]
        await ui.press(*["l"] * 20)
        assert ui.grid.current_field is FIELDS[-1]
        assert ui.grid_rows[0].split() == ["$id", *ui.grid_rows[0].split()[1:]]
        assert "column h" in ui.grid_rows[0]
        assert under_cursor(ui).startswith("order0000000")
        await ui.press(*["h"] * 20)
        assert ui.grid.state.column == 0
        assert under_cursor(ui).startswith("order0000000")


async def test_the_cell_under_the_cursor_stands_out_without_colour(shown: Shown) -> None:
    async with shown() as ui:
        await ui.press("l", "l")
        strip = ui.grid.render_line(1)
        stressed = [part.text for part in strip if part.style and part.style.reverse]
        assert [text.strip() for text in stressed] == ["0.00"]


@pytest.mark.parametrize("width", [20, 40, 61, 100, 200])
async def test_columns_stand_below_each_other_whatever_they_hold(shown: Shown, width: int) -> None:
    names = ("李小龍", "👩‍🚀 Zoë", "e\u0301cole", "🇩🇪 Köln", "plain", "नमस्ते", "שלום")
    fields = (
        Field("name", lambda one: Cell(names[one["number"] % len(names)]), width=6),
        Field("end", lambda one: Cell("|")),
    )
    async with shown(FakeLines(20), size=(width, 14)) as ui:
        ui.grid.point(ui.app.lines, fields, identify)
        await ui.pilot.pause()
        lines = [ui.grid.render_line(y) for y in range(1, 12)]
        assert {line.cell_length for line in lines} == {width}
        assert len({cell_len(line.text.split("|")[0]) for line in lines}) == 1


async def test_marks_are_seen_beside_the_cursor(shown: Shown) -> None:
    async with shown() as ui:
        ids = frozenset(identify(resource(number)) for number in (0, 2))
        ui.grid.mark(ids)
        await ui.pilot.pause()
        assert ui.grid_rows[1].startswith("▌●order0000000")
        assert ui.grid_rows[3].startswith("● order0000002")
        ui.grid.mark(frozenset())
        await ui.pilot.pause()
        assert "●" not in ui.text


async def test_a_click_moves_and_a_second_one_enters(shown: Shown) -> None:
    async with shown() as ui:
        await ui.pilot.click(Grid, offset=(30, 4))
        await ui.pilot.pause()
        assert under_cursor(ui).startswith("order0000003")
        assert ui.grid.state.column == 1
        await ui.pilot.click(Grid, offset=(30, 0))
        assert ui.grid.state.cursor == 3
        await ui.pilot.double_click(Grid, offset=(3, 5))
        await ui.pilot.pause()
        assert under_cursor(ui).startswith("order0000004")
        assert ui.app.entered == 1


async def test_where_one_was_can_be_come_back_to(shown: Shown) -> None:
    async with shown(FakeLines(1000)) as ui:
        await ui.press("pagedown", "j", "j", "l")
        kept, rows = ui.grid.state, ui.grid_rows
        ui.grid.point(FakeLines(3), FIELDS[:2], identify)
        await ui.pilot.pause()
        assert ui.grid.state == GridState()
        assert "order0000003" not in ui.text
        ui.grid.point(ui.app.lines, FIELDS, identify, kept)
        await ui.pilot.pause()
        assert ui.grid_rows == rows


async def test_resizing_keeps_the_cursor_on_the_screen(shown: Shown) -> None:
    async with shown(FakeLines(1000), size=(120, 40)) as ui:
        await ui.press(*["j"] * 35)
        for size in ((60, 10), (40, 4), (200, 50), (80, 24)):
            await ui.pilot.resize_terminal(*size)
            await ui.pilot.pause()
            assert under_cursor(ui).startswith("order"), size


async def test_the_position_mark_is_at_the_end_only_at_the_end(shown: Shown) -> None:
    async with shown(FakeLines(1000)) as ui:
        marked = [row.endswith("▐") for row in ui.grid_rows]
        assert marked.index(True) == 1
        assert sum(marked) == 1
        await ui.press("j", *["pagedown"] * 3)
        assert not ui.grid_rows[1].endswith("▐")
        ui.grid.go(999)
        await ui.pilot.pause()
        assert ui.grid_rows[-1].endswith("▐")


async def test_stale_lines_stay_and_are_told_from_fresh_ones(shown: Shown) -> None:
    async with shown() as ui:
        fresh = ui.grid.render_line(0)
        ui.grid.lines_changed(stale=True)
        await ui.pilot.pause()
        assert ui.grid.render_line(0).text == fresh.text
        assert ui.grid.render_line(0) != fresh
        assert under_cursor(ui).startswith("order0000000")
