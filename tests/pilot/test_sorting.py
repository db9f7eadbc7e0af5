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


async def test_a_second_column_sorts_besides_the_first(opened: Any) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.press("l", "l", "s", "l", "comma", "comma")
        await ui.sees("↑ status  ↓ total", "There is no index on status, total together")
        await ui.until(lambda: ui.screen.view.listing.arrived_once, "rows")
        rows = [(row["status"], row["total"]) for row in ui.screen.view.loaded]
        assert rows == sorted(rows, key=lambda pair: (pair[0], -(pair[1] or 0)))
        await ui.press("G")
        await ui.until(lambda: ui.screen.view.listing.at(-1) is not None, "the end")
        assert ui.screen.view.listing.at(-1)["total"] is None
        await ui.press("comma")
        await ui.sees_not("↓ total")
        await ui.sees("↑ status")


async def test_a_small_table_and_an_indexed_column_are_sorted_without_a_warning(
    opened: Any,
) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999", "newest first")
        await ui.press("l", "l", "l", "s")
        await ui.sees("↑ total")
        assert "no index" not in ui.text
        await ui.press("l", "l", "s")
        await ui.sees("↑ items", "There is no index on items")
    async with opened("databases/shop/customers") as ui:
        await ui.sees("customer")
        await ui.press("l", "l", "s")
        await ui.until(lambda: ui.screen.view.listing.arrived_once, "rows")
        assert "no index" not in ui.text


async def test_a_list_that_comes_whole_is_sorted_here(opened: Any) -> None:
    async with opened("databases/shop/orders:columns") as ui:
        await ui.sees("trackingNumber")
        await ui.press("s")
        await ui.sees("↑ key")
        await ui.until(lambda: ui.screen.view.listing.arrived_once, "columns")
        keys = [column["key"].lower() for column in ui.screen.view.loaded]
        assert keys == sorted(keys)
        await ui.press("l", "s", "h", "comma")
        await ui.sees("↑ type  ↑ key")


async def test_clicks_on_the_header_sort(opened: Any) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        header = ui.line(3)
        await ui.pilot.click("#grid", offset=(header.index("number"), 0))
        await ui.sees("↑ number", "order00000")
        await ui.pilot.click("#grid", offset=(header.index("status"), 0), shift=True)
        await ui.sees("↑ number  ↑ status")


async def test_what_is_shown_in_words_is_sorted_by_what_it_is_made_of(opened: Any) -> None:
    async with opened("functions/send-invoice") as ui:
        await ui.sees("duration", "of 2")
        await ui.press("l", "l", "l", "s", "s")
        await ui.sees("↓ duration")
        await ui.until(lambda: ui.screen.view.listing.arrived_once, "executions")
        took = [one["duration"] for one in ui.screen.view.loaded]
        assert took == sorted(took, reverse=True)
        await ui.press("h", "comma")
        await ui.sees("↓ duration  ↑ code")
