"""A person who changes many rows at once, and what is done about what went wrong with some."""

from __future__ import annotations

from typing import Any

from tests.pilot.conftest import Ui

TABLES = "/tablesdb/shop/tables"


def reviews_of(shop: Any, *products: str) -> int:
    query = {"method": "equal", "attribute": "product", "values": [*products]}
    total: int = shop.get(f"{TABLES}/reviews/rows", query).body["total"]
    return total


def row(shop: Any, table: str, row_id: str) -> Any:
    answer = shop.get(f"{TABLES}/{table}/rows/{row_id}")
    return None if answer.status == 404 else answer.body


async def mark(ui: Ui, row_id: str, count: int) -> None:
    """Mark so many rows from the top of the list on."""
    await ui.sees(row_id)
    await ui.press(*["space"] * count)
    await ui.sees(f"{count} marked")


async def test_what_goes_with_many_rows_is_counted_and_they_come_back(
    changing: Any, shop: Any
) -> None:
    reviews = reviews_of(shop, "product239", "product238")
    async with changing("databases/shop/products") as ui:
        await mark(ui, "product239", 2)
        await ui.press("D")
        await ui.sees(
            "Delete 2 rows of shop/products?",
            f"{reviews} rows of reviews (reviews) will be deleted with them and do not come back.",
        )
        await ui.press("y")
        await ui.sees("done  2 rows. u undoes.")
        assert row(shop, "products", "product238") is None
        await ui.press("u", "y")
        await ui.sees("undo  done  2 changes")
        assert row(shop, "products", "product238")["sku"] == "SKU-0238"


async def test_what_goes_with_a_row_is_counted_before_it_is_deleted(
    changing: Any, shop: Any
) -> None:
    before, reviews = row(shop, "products", "product200"), reviews_of(shop, "product200")
    assert reviews > 1
    async with changing("databases/shop/products/product200") as ui:
        await ui.sees("product200")
        await ui.press("D")
        await ui.sees(
            "Delete row product200 of shop/products?",
            f"{reviews} rows of reviews (reviews) will be deleted with it and do not come back.",
        )
        await ui.press("y")
        await ui.sees("Deleted: row product200 of shop/products. u undoes.")
        assert row(shop, "products", "product200") is None
        assert reviews_of(shop, "product200") == 0
        await ui.press("u")
        await ui.sees("Undo: Create row product200 of shop/products?")
        await ui.press("y")
        await ui.sees("Undone, but the server keeps reviews otherwise than it was sent. U redoes.")
        assert {**row(shop, "products", "product200"), "$sequence": ""} == {
            **before,
            "$sequence": "",
        }
        assert reviews_of(shop, "product200") == 0


async def test_all_rows_are_read_although_they_are_related_to_more_than_a_server_looks_up(
    changing: Any, shop: Any
) -> None:
    total = shop.get(f"{TABLES}/products/rows").body["total"]
    async with changing("databases/shop/products") as ui:
        await ui.sees("product239")
        await ui.press("A", "D")
        await ui.sees(f"Delete all {total} rows of shop/products?", "rows of reviews (reviews)")
        await ui.press("escape")
        await ui.sees("Nothing was sent.")


async def test_what_failed_is_repeated_and_nothing_else(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders") as ui:
        await mark(ui, "order19999", 5)
        ids = [f"order1999{number}" for number in range(5, 10)]
        shop.behind("DELETE", f"{TABLES}/orders/rows/order19999")
        await ui.press("right", "right", "right", "plus")
        await ui.sees("Add to total of 5 rows")
        await ui.press("ctrl+s")
        await ui.sees("Add 1 to total of 5 rows")
        shop.spoil("429", "PATCH", "order19997")
        before = {row_id: row(shop, "orders", row_id) for row_id in ids}
        await ui.press("y")
        await ui.sees("done  3 rows  2 failed. u undoes. J names what failed.")
        await ui.press("J")
        await ui.sees(
            "order19999  It was deleted meanwhile.",
            "order19997  The server is being asked too often.",
            "R again, what failed",
        )
        shop.control("DELETE", "seen")
        await ui.press("R", "escape")
        await ui.sees("done  1 row. u undoes.")
        sent = [one for one in shop.control("GET", "seen")["requests"] if one["method"] != "GET"]
        assert [one["path"].rsplit("/", 1)[-1] for one in sent] == ["order19997"]
        for row_id in ids[:-1]:
            assert row(shop, "orders", row_id)["total"] == (before[row_id]["total"] or 0) + 1


async def test_a_job_of_an_earlier_session_is_taken_back_as_one(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders") as ui:
        await ui.sees("order19990")
        await ui.press("j", "j", "j", "j", "j", "j", "j", "j", "j")
        await ui.press("space", "space", "space", *["right"] * 5, "plus")
        await ui.sees("Add to items of 3 rows")
        await ui.press("ctrl+s")
        await ui.sees("Add 1 to items of 3 rows")
        await ui.press("y")
        await ui.sees("done  3 rows")
        ids = [entry.ids["rowId"] for entry in ui.screen.session.writing.remembered()]
    changed = [row(shop, "orders", row_id) for row_id in ids]
    assert len(changed) == 3
    async with changing("databases/shop/orders") as ui:
        await ui.sees("order19990")
        await ui.press("u")
        await ui.sees("There is nothing to undo in this session.")
        await ui.press("H")
        await ui.sees("update 3 rows, last row order19")
        await ui.press("enter")
        await ui.sees("Undo all 3 changes of that job?")
        await ui.press("y")
        await ui.sees("undo  done  3 changes")
        for was in changed:
            assert row(shop, "orders", was["$id"])["items"] == was["items"] - 1
        await ui.press("H")
        await ui.sees("update 3 rows", "undone")
        await ui.press("down", "enter")
        await ui.sees("It was undone already.")


async def test_an_undo_that_failed_in_part_is_repeated_for_the_rest(
    changing: Any, shop: Any
) -> None:
    async with changing("databases/shop/orders") as ui:
        await ui.sees("order19980")
        await ui.press("space", "space", "space", *["right"] * 5, "plus")
        await ui.sees("Add to items of 3 rows")
        await ui.press("ctrl+s")
        await ui.sees("Add 1 to items of 3 rows")
        await ui.press("y")
        await ui.sees("done  3 rows")
        ids = [entry.ids["rowId"] for entry in ui.screen.session.writing.remembered()]
        changed = {row_id: row(shop, "orders", row_id)["items"] for row_id in ids}
        shop.spoil("429", "PATCH", ids[1])
        await ui.press("u")
        await ui.sees("Undo all 3 changes of the last job?")
        await ui.press("y")
        await ui.sees("undo  done  2 changes  1 failed", "J names what failed.")
        assert row(shop, "orders", ids[1])["items"] == changed[ids[1]]
        await ui.press("J")
        await ui.sees("R again, what failed")
        await ui.press("R", "escape")
        await ui.sees("undo  done  1 change. U redoes.")
        for row_id, items in changed.items():
            assert row(shop, "orders", row_id)["items"] == items - 1
