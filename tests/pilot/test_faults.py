"""Faults while something is changed.

Each test asserts three things: the sentence on the screen, the journal's entry, the server's state.
Those of a program that is killed are in `tests/terminal/test_killed.py`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from tests.pilot.conftest import Open, Ui
from tui.core.journal import Entry

TABLE = "/tablesdb/shop/tables/orders"
ROW = f"{TABLE}/rows/"
CITY = 9
"""How many fields of the form stand above the city."""


class Desk:
    """A person who sets the city of one order to Turku, and what is found afterwards."""

    def __init__(self, opened: Open, shop: Any, row_id: str) -> None:
        self._opened = opened
        self.shop = shop
        self.row_id = row_id
        self.before = self.row()
        self.host = shop.endpoint.removeprefix("http://").removesuffix("/v1")

    def explorer(self, **settings: Any) -> AbstractAsyncContextManager[Ui]:
        """The explorer, at the order."""
        place = f"databases/shop/orders/{self.row_id}"
        secret = self.shop.keys["full"]
        return self._opened(place, endpoint=self.shop.endpoint, secret=secret, **settings)

    def row(self) -> Any:
        """The order as the server has it; None where it is gone."""
        answer = self.shop.get(ROW + self.row_id)
        return None if answer.status == 404 else answer.body

    async def form(self, ui: Ui) -> None:
        """Open the form of the order and type the city."""
        await ui.sees(self.row_id)
        await ui.press("e")
        await ui.sees("Edit row")
        await ui.press(*["down"] * CITY, "ctrl+u")
        await ui.type("Turku")

    async def save(self, ui: Ui, *faults: tuple[Any, ...]) -> None:
        """Save the city while these go wrong."""
        await self.form(ui)
        for fault in faults:
            self.shop.spoil(*fault)
        await ui.press("ctrl+s")

    def remembers(self, ui: Ui, fate: str, problem: str) -> Entry:
        """The journal holds this one change, with what came of it."""
        [entry] = ui.screen.session.writing.remembered()
        assert entry.ids == {"databaseId": "shop", "tableId": "orders", "rowId": self.row_id}
        assert dict(entry.before) == {"city": self.before["city"]}
        assert dict(entry.after) == {"city": "Turku"}
        assert entry.seen == self.before["$updatedAt"]
        assert (entry.fate.value, entry.problem) == (fate, problem)
        return entry

    def is_untouched(self) -> bool:
        return bool(self.row() == self.before)


@pytest.fixture
def desk(opened: Open, shop: Any, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """An order of its own for each test."""
    desk.number = getattr(desk, "number", 19800) + 1  # type: ignore[attr-defined]
    yield Desk(opened, shop, f"order{desk.number}")  # type: ignore[attr-defined]
    shop.control("DELETE", "faults")


async def assert_applied(desk: Desk, fault: str, said: str) -> None:
    """The change was made although its answer was lost: it is told so, and can be undone."""
    async with desk.explorer() as ui:
        await desk.save(ui, (fault, "PATCH"))
        await ui.sees(f"{said} It was applied nevertheless.")
        await ui.sees_not("Edit row")
        entry = desk.remembers(ui, "done", "")
        now = desk.row()
        assert now["city"] == "Turku"
        assert entry.left["$updatedAt"] == now["$updatedAt"]
        await ui.press("u")
        await ui.sees("Undo: Update row", "Turku")
        await ui.press("y")
        await ui.sees("Undone")
        assert desk.row()["city"] == desk.before["city"]


async def assert_not_applied(desk: Desk, fault: str, said: str, fate: str = "refused") -> None:
    """The change was not made: it is told so, nothing typed is lost, and it can be tried again."""
    sentence, _, remedy = said.partition(" | ")
    async with desk.explorer() as ui:
        await desk.save(ui, (fault, "PATCH"))
        await ui.sees(f"{sentence} {remedy}", "Edit row", "Turku")
        desk.remembers(ui, fate, sentence)
        assert desk.is_untouched()
        await ui.press("ctrl+s")
        await ui.sees("Saved: city")
        assert desk.row()["city"] == "Turku"


NOTHING = "It was not applied: nothing has changed. | Try again."


async def test_the_connection_is_lost_before(desk: Desk) -> None:
    await assert_not_applied(desk, "drop", f"{desk.host} closed the connection. {NOTHING}")


async def test_the_connection_is_lost_in_the_middle_of_the_answer(desk: Desk) -> None:
    await assert_applied(desk, "half", f"{desk.host} stopped in the middle of its answer.")


async def test_the_connection_is_lost_after(desk: Desk) -> None:
    await assert_applied(desk, "drop-after", f"{desk.host} closed the connection.")


async def test_the_server_fails_after_applying(desk: Desk) -> None:
    await assert_applied(desk, "500-after", "The server failed (500): Server Error.")


async def test_the_server_fails_before_applying(desk: Desk) -> None:
    await assert_not_applied(desk, "500", f"The server failed (500): Server Error. {NOTHING}")


async def test_the_database_gives_up(desk: Desk) -> None:
    await assert_not_applied(desk, "408", f"The database gave up after 15 s. {NOTHING}")


async def test_a_proxy_answers_for_the_server(desk: Desk) -> None:
    await assert_not_applied(desk, "html", f"{desk.host} answered 502 with an HTML page. {NOTHING}")


async def test_the_server_is_asked_too_often(desk: Desk) -> None:
    said = "The server is being asked too often. | Try again in a little while."
    await assert_not_applied(desk, "429", said)


async def test_no_answer_comes_although_it_was_applied(desk: Desk) -> None:
    said = f"{desk.host} took the request but gave no answer in time."
    async with desk.explorer() as ui:
        ui.screen.session.connection.client._patience = 2.0
        await desk.save(ui, ("hang-after", "PATCH"))
        await ui.sees(f"{said} It was applied nevertheless.")
        desk.remembers(ui, "done", "")
        assert desk.row()["city"] == "Turku"


async def test_no_answer_comes_and_the_server_may_still_be_at_it(desk: Desk) -> None:
    said = (
        f"{desk.host} took the request but gave no answer in time."
        " It has not been applied so far, but the server may still be at it."
    )
    async with desk.explorer(size=(200, 40)) as ui:
        ui.screen.session.connection.client._patience = 2.0
        await desk.save(ui, ("hang", "PATCH"))
        await ui.sees(f"{said} It is in :journal, and", "Edit row", "Turku")
        desk.remembers(ui, "unknown", said)
        assert desk.is_untouched()


async def test_it_cannot_be_found_out_until_the_server_is_back(desk: Desk) -> None:
    undecided = "Whether it was applied could not be found out."
    async with desk.explorer(size=(180, 40)) as ui:
        await desk.save(ui, ("drop-after", "PATCH"), ("500", "GET", desk.row_id, 10))
        await ui.sees(
            f"{desk.host} closed the connection. {undecided}"
            " It is in :journal, and looked at again when the server answers."
        )
        desk.remembers(ui, "unknown", f"{desk.host} closed the connection. {undecided}")
        desk.shop.control("DELETE", "faults")
        assert desk.row()["city"] == "Turku"
        ui.screen.changing.tell_lost()
        told = f"A change whose answer was lost was made after all: update row {desk.row_id}"
        await ui.sees(f"{told} of shop/orders.")
        desk.remembers(ui, "done", "")


async def test_two_explorers_edit_one_row(desk: Desk) -> None:
    async with desk.explorer() as one, desk.explorer(state="elsewhere") as other:
        await desk.form(one)
        await desk.form(other)
        await other.press("ctrl+u")
        await other.type("Oslo")
        await other.press("ctrl+s")
        await other.sees("Saved: city")
        assert desk.row()["city"] == "Oslo"
        await one.press("ctrl+s")
        await one.sees(
            f"Row {desk.row_id} was changed by somebody else meanwhile",
            "Somebody else has changed it meanwhile.",
            "Oslo",
            "Turku",
        )
        desk.remembers(one, "refused", "Somebody else has changed it meanwhile.")
        [theirs] = other.screen.session.writing.remembered()
        assert (theirs.fate.value, dict(theirs.after)) == ("done", {"city": "Oslo"})
        assert desk.row()["city"] == "Oslo"
        await one.press("escape")
        await one.sees("Nothing was sent.", "Edit row", "Turku")
        # Neither may undo what the other one did.
        await one.press("escape", "y")
        await one.sees_not("Edit row")
        await one.press("u")
        await one.sees("There is nothing to undo in this session.")


async def test_the_column_is_deleted_while_the_form_is_open(desk: Desk) -> None:
    unknown = 'Invalid document structure: Unknown attribute: "note"'
    async with desk.explorer() as ui:
        await ui.sees(desk.row_id)
        await ui.press("e")
        await ui.sees("Edit row", "note")
        desk.shop.behind("DELETE", f"{TABLE}/columns/note")
        await ui.until(
            lambda: all(one["key"] != "note" for one in desk.shop.get(TABLE).body["columns"]),
            "the end of the column",
        )
        await ui.press(*["down"] * 16)
        await ui.type("hello")
        await ui.press("ctrl+s")
        await ui.sees(unknown, "Edit row", "hello")
        [entry] = ui.screen.session.writing.remembered()
        assert (entry.fate.value, entry.problem) == ("refused", unknown)
        assert dict(entry.after) == {"note": "hello"}
        assert "note" not in desk.row()
        assert desk.row()["$updatedAt"] == desk.before["$updatedAt"]


async def test_the_row_is_deleted_meanwhile(desk: Desk) -> None:
    async with desk.explorer() as ui:
        await desk.form(ui)
        desk.shop.behind("DELETE", ROW + desk.row_id)
        await ui.press("ctrl+s")
        await ui.sees("It was deleted meanwhile. Nothing was changed.", "Edit row", "Turku")
        desk.remembers(ui, "refused", "It was deleted meanwhile.")
        assert desk.row() is None


async def test_the_jwt_expires(desk: Desk) -> None:
    shop = desk.shop
    user = shop.get("/users").body["users"][0]["$id"]
    async with desk.explorer() as ui:
        await desk.form(ui)
        jwt = shop.request("POST", f"/users/{user}/jwts", {"duration": 0}).body["jwt"]
        signed_in = {"x-appwrite-jwt": jwt}
        await ui.until(
            lambda: shop.request("GET", "/account", key=None, headers=signed_in).status == 401,
            "the end of the JWT",
        )
        client = ui.screen.session.connection.client
        client._headers.pop("x-appwrite-key")
        client.set_jwt(jwt)
        await ui.press("ctrl+s")
        await ui.sees("The JWT is invalid or has expired. Make a new one.", "Edit row", "Turku")
        entry = desk.remembers(ui, "refused", "The JWT is invalid or has expired.")
        assert jwt not in repr(entry)
        assert desk.is_untouched()


async def test_the_disk_is_full_at_the_journal(desk: Desk) -> None:
    async with desk.explorer(size=(180, 40)) as ui:
        await ui.sees(desk.row_id)
        fill(ui.screen.session.writing.door.journal._db)
        desk.shop.control("DELETE", "seen")
        await desk.save(ui)
        await ui.sees(
            "The journal could not be written: database or disk is full. Nothing was sent. Make"
            " room on the disk, or switch the journal off in the profile.",
            "Edit row",
            "Turku",
        )
        assert ui.screen.session.writing.remembered() == []
        seen = desk.shop.control("GET", "seen")["requests"]
        assert all(one["method"] == "GET" for one in seen)
        assert desk.is_untouched()


def fill(db: sqlite3.Connection) -> None:
    """From now on SQLite says what it says of a full disk."""
    db.execute("PRAGMA max_page_count = 20")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        while True:
            db.execute(
                "INSERT INTO entries (at, connection, session, job, fate, verb, kind, ids,"
                " name, seen, before, after) VALUES (0, '', '', '', 'done', 'update', 'row',"
                " '{}', '', '', '{}', '{}')"
            )
