"""How a list is looked at, kept under a name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.pilot.test_filtering import filter_by


async def test_a_filter_order_and_columns_come_back_by_name(opened: Any, tmp_path: Path) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999", "currency")
        await filter_by(ui, "status = paid total > 800")
        await ui.press("l", "l", "l", "s", "s", "c", *"curr", "space", "escape", "escape")
        await ui.sees("↓ total")
        await ui.press("V", *"big", "enter")
        await ui.sees("Saved: :view big goes there.")
    text = (tmp_path / ".appwrite-tui.toml").read_text()
    assert 'filter = "status = paid total > 800"' in text
    assert 'sort = ["-total"]' in text
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.press("colon", *"big")
        await ui.sees("view big", "databases/shop/orders  status = paid total > 800")
        await ui.press("ctrl+u", *"view", "space", *"bi", "enter")
        await ui.sees("/ status = paid total > 800", "↓ total", "Rows")
        await ui.until(lambda: ui.screen.view.listing.arrived_once, "rows")
        totals = [row["total"] for row in ui.screen.view.loaded]
        assert totals == sorted(totals, reverse=True)
        assert all(total > 800 for total in totals)
        assert "currency" not in [field.label for field in ui.screen.view.fields]
        await ui.press("V", *"-big", "enter")
        await ui.sees("Forgotten")
    assert "big" not in (tmp_path / ".appwrite-tui.toml").read_text()


async def test_a_broken_file_says_where(opened: Any, tmp_path: Path) -> None:
    (tmp_path / ".appwrite-tui.toml").write_text('[views.a]\nlist = "users"\nrun = "rm"\n')
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.press("V")
        await ui.sees("line 3", "'run' is not known here.")
        await ui.press("colon", *"view", "space")
        await ui.sees("'run' is not known here.")
        await ui.press("escape")


async def test_a_name_is_needed(opened: Any) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.press("V", "space", "enter")
        await ui.sees("A view needs a name.")
        await ui.press("ctrl+u", *"-nothing", "enter")
        await ui.sees("There is no view 'nothing'.")
        await ui.press("escape")
