"""Sorting by the column under the cursor."""

from __future__ import annotations

from typing import Any


async def test_three_presses_sort_up_down_and_as_it_was(opened: Any) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.press("l", "s")
        await ui.sees("↑ number", "order00000")
        await ui.press("s")
        await ui.sees("↓ number", "order19999")
        await ui.press("s")
        await ui.sees_not("↓ number")


async def test_a_column_with_nulls_is_sorted_to_its_end(opened: Any) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.press("l", "l", "l", "s")
        await ui.sees("↑ total", "∅ null")
        await ui.press("G")
        await ui.sees("↑ total")
        await ui.sees_not("∅ null    EUR")


async def test_what_the_server_cannot_sort_by_is_said(opened: Any) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.press("l", "l", "s")
        await ui.sees("The server cannot sort by contact.", "There are: ")
        await ui.press("h", "s")
        await ui.sees("↑ name")
