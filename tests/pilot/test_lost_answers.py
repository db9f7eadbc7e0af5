"""Changes whose answers were lost are looked at again by themselves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pilot.conftest import Open


async def test_the_next_answer_tells_what_became_of_a_change(
    opened: Open, shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.api.door.LOOK_AGAIN", 3600.0)
    place = "databases/shop/orders/order19820"
    async with opened(place, endpoint=shop.endpoint, secret=shop.keys["full"]) as ui:
        await ui.sees("order19820")
        await ui.press("e")
        await ui.sees("Edit row")
        shop.spoil("drop-after", "PATCH")
        shop.spoil("500", "GET", "order19820", times=100)
        await ui.press(*["down"] * 9, "ctrl+u")
        await ui.type("Turku")
        await ui.press("ctrl+s")
        await ui.sees("Whether it was applied could not be found out.")
        shop.control("DELETE", "faults")
        await ui.press("escape")
        await ui.sees("Discard 1 change?")
        await ui.press("y")
        await ui.sees_not("Edit row")
        door = ui.screen.session.writing.door
        assert not door.is_look_due
        door._look_again_at = 0.0
        await ui.press("r")
        await ui.sees("was made after all: update row order19820")
        assert [one.fate.value for one in ui.screen.session.writing.remembered()] == ["done"]
