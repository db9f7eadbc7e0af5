"""A person at the journal: what was changed, also in another session, is read and taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.pilot.conftest import Ui

ROW = "/tablesdb/shop/tables/orders/rows/"
CITY = 9
"""How many fields of the form stand above the city."""


def city(shop: Any, row_id: str) -> Any:
    return shop.get(ROW + row_id).body["city"]


async def set_city(ui: Ui, row_id: str, name: str) -> None:
    await ui.sees(row_id)
    await ui.press("e")
    await ui.sees("Edit row")
    await ui.press(*["down"] * CITY, "ctrl+u")
    await ui.type(name)
    await ui.press("ctrl+s")


async def test_an_older_change_is_shown_and_taken_back(changing: Any, shop: Any) -> None:
    place, before = "databases/shop/orders/order19980", city(shop, "order19980")
    async with changing(place) as ui:
        await set_city(ui, "order19980", "Turku")
        await ui.sees("Saved: city")
    async with changing(place) as ui:
        await ui.sees("order19980")
        await ui.press("u")
        await ui.sees("There is nothing to undo in this session.")
        await ui.press("H")
        await ui.sees("update row order19980 of shop/orders", f"city {before} → Turku")
        await ui.press("enter")
        await ui.sees("Undo: Update row order19980", "Turku", before, "fire again")
        await ui.press("y")
        await ui.sees("Undone: city")
        assert city(shop, "order19980") == before
        # It was undone by this session, which may redo it; its entry can still be read.
        await ui.press("H", "down", "enter")
        await ui.sees("It was undone already.", "Turku")
        await ui.press("escape")
        await ui.press("U")
        await ui.sees("Redo: Update row order19980")
        await ui.press("y")
        await ui.sees("Redone: city")
        assert city(shop, "order19980") == "Turku"


async def test_what_somebody_changed_since_is_a_conflict(changing: Any, shop: Any) -> None:
    place = "databases/shop/orders/order19981"
    before = city(shop, "order19981")
    async with changing(place) as ui:
        await set_city(ui, "order19981", "Turku")
        await ui.sees("Saved: city")
    shop.behind("PATCH", ROW + "order19981", {"data": {"city": "Vaasa"}})
    async with changing(place) as ui:
        await ui.sees("order19981")
        await ui.press("H", "enter")
        await ui.sees("Undo: Update row order19981")
        await ui.press("y")
        await ui.sees("was changed by somebody else meanwhile", "Vaasa", before)
        assert city(shop, "order19981") == "Vaasa"


async def test_what_was_refused_can_be_read(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders/order19982") as ui:
        await ui.sees("order19982")
        shop.spoil("429", "PATCH")
        await set_city(ui, "order19982", "Turku")
        await ui.sees("The server is being asked too often.")
        await ui.press("escape")
        await ui.sees("Discard 1 change?")
        await ui.press("y")
        await ui.sees_not("Edit row")
        await ui.press("u")
        await ui.sees("There is nothing to undo in this session.")
        await ui.press("H")
        await ui.sees("update row order19982 of shop/orders", "refused")
        await ui.press("enter")
        await ui.sees("It was not made. The server is being asked too often.", "Turku")


async def test_switched_off_it_lives_as_long_as_the_session(
    changing: Any, shop: Any, tmp_path: Path
) -> None:
    before = city(shop, "order19983")
    async with changing("databases/shop/orders/order19983", journal=False) as ui:
        await set_city(ui, "order19983", "Turku")
        await ui.sees("Saved: city")
        await ui.press("u")
        await ui.sees("Undo: Update row order19983")
        await ui.press("y")
        await ui.sees("Undone: city")
        assert city(shop, "order19983") == before
    assert not list(tmp_path.rglob("journal*"))
    async with changing("databases/shop/orders/order19983", journal=False) as ui:
        await ui.sees("order19983")
        await ui.press("H")
        await ui.sees("Nothing has been changed in this session, and journal = false keeps nothing")


async def test_read_only_undoes_nothing_but_shows_all(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders/order19984") as ui:
        await set_city(ui, "order19984", "Turku")
        await ui.sees("Saved: city")
        await ui.press("R")
        await ui.sees("READ-ONLY")
        await ui.press("u")
        await ui.sees("This connection is read-only.")
        await ui.press("H")
        await ui.sees("update row order19984 of shop/orders")
        await ui.press("enter")
        await ui.sees("Undo: Update row order19984")
        await ui.press("y")
        await ui.sees("This connection is read-only.")
        assert city(shop, "order19984") == "Turku"
