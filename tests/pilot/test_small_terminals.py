"""What a person sees in a terminal of 60 by 15."""

from __future__ import annotations

from tests.pilot.conftest import Open

SMALL = (60, 15)


async def test_a_second_panel_has_as_much_room_as_the_first(opened: Open) -> None:
    async with opened("databases/shop/orders", size=SMALL) as ui:
        await ui.sees("order19999")
        await ui.press("e")
        await ui.sees("Edit row order19999")
        await ui.press("escape")
        await ui.sees_not("Edit row")
        await ui.press("p")
        await ui.sees("Permissions", "from the table", "on this row", "esc")
        assert ui.line(2).startswith("┌─ Permissions")
        assert ui.line(13).startswith("└─")


async def test_help_is_within_the_screen_and_always_offered(opened: Open) -> None:
    async with opened("databases/shop/orders", size=SMALL) as ui:
        await ui.sees("order19999", "? help")
        await ui.press("question_mark")
        await ui.sees("Keys", "esc closes")
        assert max(len(line) for line in ui.text.split("\n")) <= SMALL[0]
        assert "┐" in ui.text
