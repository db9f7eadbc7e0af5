"""What a person sees in a terminal of 60 by 15."""

from __future__ import annotations

from tests.pilot.conftest import Open

SMALL = (60, 15)
SMALLEST = (40, 10)


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


async def test_everything_is_reached_in_40_by_10(opened: Open) -> None:
    async with opened("users", size=SMALLEST) as ui:
        await ui.sees("user0519", "1–5 of 520", "? help")
        await ui.go("users/alice")
        await ui.sees("User alice", "Alice Andersson", "tab its lists")
        for title in ("Sessions", "Memberships", "Targets", "Identities"):
            await ui.press("tab")
            # The list that one is in is named, whatever else there is no room for.
            await ui.sees(title, "Users › alice")
        await ui.go("databases/shop/orders")
        await ui.sees("order19999", "of 5000+")
        await ui.press("e")
        await ui.sees("Edit row", "ctrl+s save")
        await ui.press("escape", "slash")
        await ui.type("total > 9")
        await ui.press("enter")
        await ui.sees("/ total > 9", "order19")
        await ui.press("question_mark")
        await ui.sees("esc closes")
        assert max(len(line) for line in ui.text.split("\n")) <= SMALLEST[0]


async def test_a_terminal_that_shrinks_and_grows_shows_the_same(opened: Open) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.press("G")
        await ui.sees("order00000")
        for size in (SMALLEST, (200, 50), (20, 5), SMALL):
            await ui.pilot.resize_terminal(*size)
            await ui.until(lambda size=size: ui.app.size == size, "the size")
        await ui.sees("▌ order00000")
