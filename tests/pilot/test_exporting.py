"""Exporting from the explorer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


async def test_what_a_filter_finds_goes_to_a_file(opened: Any, tmp_path: Path) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.press("slash")
        await ui.type("number > 119989")
        await ui.press("enter")
        await ui.sees("of 10")
        await ui.press("x", "ctrl+u")
        await ui.type(str(tmp_path / "some.json"))
        await ui.press("enter")
        await ui.sees("10 rows are in")
    rows = json.loads((tmp_path / "some.json").read_text())
    assert sorted(row["number"] for row in rows) == list(range(119990, 120000))


async def test_a_running_export_is_cancelled(opened: Any, start_demo: Any, tmp_path: Path) -> None:
    with start_demo("--latency", "150") as slow:
        place, secret = "databases/shop/orders", slow.keys["full"]
        async with opened(place, endpoint=slow.endpoint, secret=secret) as ui:
            await ui.sees("order19999")
            await ui.press("K")
            await ui.sees("No job is running.")
            await ui.press("x", "ctrl+u")
            await ui.type(str(tmp_path / "all.json"))
            await ui.press("enter", "K")
            await ui.sees("cancelled")
    assert not (tmp_path / "all.json").exists()


async def test_marked_ones_only_and_never_over_a_file(opened: Any, tmp_path: Path) -> None:
    target = tmp_path / "two.ndjson"
    target.write_text("mine")
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.press("space", "j", "space", "x", "ctrl+u")
        await ui.type(str(target))
        await ui.press("enter")
        await ui.sees("is there already")
        await ui.press("ctrl+u")
        await ui.type(str(tmp_path / "other.ndjson"))
        await ui.press("enter")
        await ui.sees("2 rows are in")
    assert target.read_text() == "mine"
    assert len((tmp_path / "other.ndjson").read_text().splitlines()) == 2
