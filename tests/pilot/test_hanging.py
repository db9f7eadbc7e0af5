"""A server that takes requests and never answers: it is said, and nobody is held."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.pilot.conftest import Open
from tui.screens import lateness


@pytest.fixture(scope="module")
def shop(start_demo: Any) -> Iterator[Any]:
    """A shop with faults on demand."""
    with start_demo() as started:
        yield started


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lateness, "SECONDS", 0.2)


async def test_a_refresh_that_hangs_is_said_over_the_data_that_is_there(
    opened: Open, shop: Any
) -> None:
    async with opened(
        "databases/shop/orders", endpoint=shop.endpoint, secret=shop.keys["full"]
    ) as ui:
        await ui.sees("order19999", "1–35 of 5000+")
        host = ui.screen.session.connection.client.host
        shop.spoil("hang", "GET", "/rows")
        await ui.press("r")
        await ui.sees(f"No answer from {host} for 0.2 s; showing data from ", "order19999")
        await ui.press("r")
        await ui.sees_not("No answer from")
        await ui.sees("order19999", "enter open")


async def test_a_first_page_that_hangs_is_said(opened: Open, shop: Any) -> None:
    shop.spoil("hang", "GET", "/teams")
    async with opened("teams", endpoint=shop.endpoint, secret=shop.keys["full"]) as ui:
        await ui.sees("Loading…", "for 0.2 s. r tries again.")
        await ui.press("r")
        await ui.sees("members", "enter open")
        await ui.sees_not("No answer")


async def test_a_card_that_is_long_awaited_says_so(opened: Open, shop: Any) -> None:
    shop.spoil("hang", "GET", "/users/alice$")
    mine = {"endpoint": shop.endpoint, "secret": shop.keys["full"]}
    async with opened("users/alice", size=(80, 24), **mine) as ui:
        await ui.sees("│ Loading…", "tab its lists")
        await ui.press("r")
        await ui.sees("User alice", "Alice Andersson")


async def test_who_waits_for_a_change_may_leave(opened: Open, shop: Any) -> None:
    place = "databases/shop/orders/order19990"
    async with opened(place, endpoint=shop.endpoint, secret=shop.keys["full"]) as ui:
        await ui.sees("order19990")
        await ui.press("ctrl+c")
        await ui.sees("q leaves a view, and at the top the program.")
        await ui.press("e")
        await ui.sees("Edit row")
        await ui.press("7")
        shop.spoil("hang-after", "PATCH", "/rows/")
        await ui.pilot.press("ctrl+s")
        await ui.sees("Saving…")
        await ui.pilot.press("ctrl+c")
        await ui.sees("A change is on its way. ctrl+c again leaves: the next start tells")
        await ui.pilot.press("ctrl+c")
        await ui.until(lambda: ui.app._exit, "the end")
