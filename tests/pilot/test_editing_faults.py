"""Faults while a change is sent: the sentence on the screen, the journal, the server's state."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from tests.pilot.conftest import Open, Ui

TABLE = "/tablesdb/shop/tables/orders"
ROW = f"{TABLE}/rows/"


@pytest.fixture(scope="module")
def shop(start_demo: Any) -> Iterator[Any]:
    """A shop that may be changed, with faults on demand."""
    with start_demo() as started:
        yield started


@pytest.fixture
def changing(opened: Open, shop: Any) -> Any:
    return lambda place: opened(place, endpoint=shop.endpoint, secret=shop.keys["full"])


def fates(ui: Ui) -> list[str]:
    return [entry.fate.value for entry in ui.screen.session.writing.remembered()]


async def set_city(ui: Ui, row_id: str, city: str) -> None:
    """Open the form, type a city, save."""
    await ui.sees(row_id)
    await ui.press("e")
    await ui.sees("Edit row")
    await ui.press(*["down"] * 9, "ctrl+u")
    await ui.type(city)
    await ui.press("ctrl+s")


@pytest.mark.parametrize(
    ("number", "fault", "said", "fate", "applied"),
    [
        (0, "drop", "closed the connection. It was not applied: nothing has changed.", "refused",
         False),
        (1, "drop-after", "closed the connection. It was applied nevertheless.", "done", True),
        (2, "500-after", "The server failed (500): Server Error It was applied nevertheless.",
         "done", True),
        (3, "500", "It was not applied: nothing has changed. Try again.", "refused", False),
        (4, "half", "It was applied nevertheless.", "done", True),
        (5, "html", "answered 502 with an HTML page. It was not applied", "refused", False),
        (6, "429", "The server is being asked too often.", "refused", False),
    ],
)  # fmt: skip
async def test_the_answer_is_lost(
    changing: Any, shop: Any, number: int, fault: str, said: str, fate: str, applied: bool
) -> None:
    row_id = f"order1980{number}"
    async with changing(f"databases/shop/orders/{row_id}") as ui:
        await ui.sees(row_id)
        shop.spoil(fault, "PATCH")
        await set_city(ui, row_id, "Turku")
        await ui.sees(said)
        assert fates(ui) == [fate]
        city = shop.get(ROW + row_id).body["city"]
        assert (city == "Turku") is applied
        if applied:
            await ui.sees_not("Edit row")
            await ui.press("u", "y")
            await ui.sees("Undone")
            assert shop.get(ROW + row_id).body["city"] != "Turku"
        else:
            await ui.sees("Edit row", "Turku")
            await ui.press("ctrl+s")
            await ui.sees("Saved")


async def test_nothing_can_be_found_out_until_the_server_is_back(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders/order19810") as ui:
        await ui.sees("order19810")
        await ui.press("e")
        await ui.sees("Edit row")
        shop.spoil("drop-after", "PATCH")
        shop.spoil("500", "GET", "order19810", times=10)
        await ui.press(*["down"] * 9, "ctrl+u")
        await ui.type("Turku")
        await ui.press("ctrl+s")
        await ui.sees("Whether it was applied could not be found out.")
        assert fates(ui) == ["unknown"]
        shop.control("DELETE", "faults")
        ui.screen.changing.tell_lost()
        await ui.sees("was made after all: update row order19810")
        assert fates(ui) == ["done"]


async def test_two_explorers_edit_one_row(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders/order19811") as ui:
        await ui.sees("order19811")
        await ui.press("e")
        await ui.sees("Edit row")
        shop.behind("PATCH", ROW + "order19811", {"data": {"city": "Oslo"}})
        await ui.press(*["down"] * 9, "ctrl+u")
        await ui.type("Turku")
        await ui.press("ctrl+s")
        await ui.sees("was changed by somebody else meanwhile", "Oslo", "Turku")
        await ui.press("escape")
        await ui.sees("Nothing was sent.", "Edit row", "Turku")
        assert shop.get(ROW + "order19811").body["city"] == "Oslo"


async def test_the_column_is_deleted_while_the_form_is_open(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders/order19812") as ui:
        await ui.sees("order19812")
        await ui.press("e")
        await ui.sees("Edit row", "note")
        shop.behind("DELETE", f"{TABLE}/columns/note")
        for _ in range(100):
            keys = [one["key"] for one in shop.get(TABLE).body["columns"]]
            if "note" not in keys:
                break
        await ui.press(*["down"] * 16)
        await ui.type("hello")
        await ui.press("ctrl+s")
        await ui.sees("Unknown attribute", "hello", "Edit row")
        assert fates(ui) == ["refused"]


async def test_the_row_is_deleted_meanwhile(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders/order19814") as ui:
        await ui.sees("order19814")
        await ui.press("e")
        await ui.sees("Edit row")
        shop.behind("DELETE", ROW + "order19814")
        await ui.press(*["down"] * 9, "ctrl+u")
        await ui.type("Turku")
        await ui.press("ctrl+s")
        await ui.sees("It was deleted meanwhile. Nothing was changed.", "Edit row", "Turku")
        assert fates(ui) == ["refused"]
        assert shop.get(ROW + "order19814").status == 404


async def test_the_jwt_expires(changing: Any, shop: Any) -> None:
    row_id = "order19815"
    user = shop.get("/users").body["users"][0]["$id"]
    before = shop.get(ROW + row_id).body["city"]
    async with changing(f"databases/shop/orders/{row_id}") as ui:
        await ui.sees(row_id)
        await ui.press("e")
        await ui.sees("Edit row")
        jwt = shop.request("POST", f"/users/{user}/jwts", {"duration": 0}).body["jwt"]
        signed_in = {"x-appwrite-jwt": jwt}
        await ui.until(
            lambda: shop.request("GET", "/account", key=None, headers=signed_in).status == 401,
            "the end of the JWT",
        )
        client = ui.screen.session.connection.client
        client._headers.pop("x-appwrite-key")
        client.set_jwt(jwt)
        await ui.press(*["down"] * 9, "ctrl+u")
        await ui.type("Turku")
        await ui.press("ctrl+s")
        await ui.sees("The JWT is invalid or has expired. Make a new one.", "Edit row", "Turku")
        [entry] = ui.screen.session.writing.remembered()
        assert (entry.fate.value, entry.problem) == (
            "refused",
            "The JWT is invalid or has expired.",
        )
        assert shop.get(ROW + row_id).body["city"] == before


async def test_the_disk_is_full_at_the_journal(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders/order19813") as ui:
        await ui.sees("order19813")
        db = ui.screen.session.writing.door.journal._db
        # SQLite itself says then what it says of a full disk.
        db.execute("PRAGMA max_page_count = 20")
        with pytest.raises(sqlite3.OperationalError, match="full"):
            while True:
                db.execute(
                    "INSERT INTO entries (at, connection, session, job, fate, verb, kind, ids,"
                    " name, seen, before, after) VALUES (0, '', '', '', 'done', 'update', 'row',"
                    " '{}', '', '', '{}', '{}')"
                )
        shop.control("DELETE", "seen")
        await set_city(ui, "order19813", "Turku")
        await ui.sees(
            "The journal could not be written: database or disk is full. Nothing was sent.",
            "Edit row",
            "Turku",
        )
        assert fates(ui) == []
        seen = shop.control("GET", "seen")["requests"]
        assert all(one["method"] == "GET" for one in seen)
