"""The go-to line: places with filters, things by id or name, what lies far down a list."""

from __future__ import annotations

from tests.pilot.conftest import Open


async def test_rows_are_listed_by_a_filter_behind_their_table(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.go("rows shop/orders status = refunded")
        await ui.sees("Databases › shop › orders", "/ status = refunded")
        await ui.until(lambda: bool(ui.screen.view.loaded), "rows")
        assert {row["status"] for row in ui.screen.view.loaded} == {"refunded"}
        calls = ui.screen.session.connection.recorder.calls
        assert sum(call.path.endswith("/rows") and "orders" in call.path for call in calls) <= 2


async def test_going_back_restores_what_was_filtered(opened: Open) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.go("rows shop/orders total > 100")
        await ui.sees("/ total > 100")
        await ui.press("minus")
        await ui.sees("order19999")
        await ui.sees_not("/ total > 100")
        await ui.press("minus")
        await ui.sees("/ total > 100")


async def test_a_filter_that_cannot_be_understood_is_asked_again(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.go("rows shop/orders totl > 100")
        await ui.sees("There is no 'totl' here. Did you mean total?", "Databases › shop › orders")
        assert ui.screen.prompt.text == "totl > 100"
        await ui.press("escape")
        await ui.sees("order19999")


async def test_a_row_far_down_is_brought_up_and_opened(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.go("databases/shop/orders/order00042")
        await ui.sees("/ $id = order00042", "Row order00042")
        await ui.until(lambda: ui.screen.inspecting.reading, "the row is read")
        await ui.press("escape", "escape")
        await ui.sees("order19999")


async def test_users_are_searched_by_words(opened: Open) -> None:
    async with opened("databases") as ui:
        await ui.sees("shop")
        await ui.go("users alice")
        await ui.sees("/ alice", "Alice")


async def test_what_a_table_without_columns_is_filtered_by_is_said(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.go("rows shop/nosuch status = paid")
        await ui.sees("status = paid", "nosuch")
        assert ui.screen.prompt.text == "status = paid"
