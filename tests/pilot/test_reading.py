"""Reading in the inspector: finding text, folding what is nested."""

from __future__ import annotations

from typing import Any


async def test_nested_json_is_folded_and_unfolded(opened: Any) -> None:
    async with opened("databases/shop") as ui:
        await ui.sees("orders")
        await ui.press("z")
        await ui.sees('"columns": […')
        await ui.press("z")
        await ui.sees_not('"columns": […')
        await ui.press("z")
        await ui.sees('"columns": […')


async def test_search_goes_round_and_says_so(opened: Any) -> None:
    async with opened("databases/shop/orders/order19999") as ui:
        await ui.sees("order19999")
        await ui.press("enter", "slash")
        await ui.type("status")
        await ui.press("enter")
        await ui.sees("status")
        for _ in range(9):
            await ui.press("n")
        await ui.sees("From the start again")
        await ui.press("slash", "ctrl+u")
        await ui.type("nowhere at all")
        await ui.press("enter")
        await ui.sees("There is no 'nowhere at all' in it.")


async def test_without_a_text_the_next_hit_says_how_to_look_for_one(opened: Any) -> None:
    async with opened("databases/shop/orders/order19999") as ui:
        await ui.sees("order19999")
        await ui.press("n")
        await ui.sees("Nothing is looked for yet")


async def test_the_list_is_where_it_was_after_reading(opened: Any) -> None:
    async with opened("functions/send-invoice:executions") as ui:
        await ui.sees("1–35 of")
        await ui.press(*["j"] * 5, "enter")
        await ui.sees("logs", "errors")
        ui.screen.grid.lines_changed()
        await ui.press("escape")
        await ui.sees("1–35 of")
        assert ui.screen.grid.state.top == 0
        assert ui.screen.grid.state.cursor == 5
