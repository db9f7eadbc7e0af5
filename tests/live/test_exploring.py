"""A person walks through a project and changes what was made for that."""

from __future__ import annotations

from typing import Any

from tests.live.conftest import ROWS, World


async def test_walking_through_all_panes(exploring: Any, world: World) -> None:
    async with exploring("users") as ui:
        await ui.sees(world.name)
        await ui.press("2")
        await ui.sees(world.name)
        await ui.go(world.place)
        await ui.sees("Thing ", f"of {ROWS}")
        await ui.press("tab")
        await ui.sees("title", "amount", "done", "boolean")
        await ui.press("3")
        await ui.sees(world.name)
        await ui.press("4")
        await ui.sees("Functions")
        await ui.press("5")
        await ui.sees(f"Team {world.name}")


async def test_the_end_of_a_long_list_and_back(exploring: Any, world: World) -> None:
    async with exploring(world.place) as ui:
        await ui.sees(f"of {ROWS}")
        await ui.press("G")
        await ui.sees(f"–{ROWS} of {ROWS}")
        await ui.press("g")
        await ui.sees("1–")


async def test_a_filter_finds_what_it_says(exploring: Any, world: World) -> None:
    async with exploring(world.place) as ui:
        await ui.sees(f"of {ROWS}")
        await ui.press("slash")
        await ui.type("amount > 225")
        await ui.press("enter")
        await ui.sees("thing226", "thing227", "thing229")
        await ui.sees_not("thing225")


async def test_a_cell_is_changed_and_changed_back(exploring: Any, world: World) -> None:
    async with exploring(f"{world.place}/thing220") as ui:
        await ui.sees("thing220")
        await ui.press("e")
        await ui.sees("Edit row thing220")
        await ui.press("ctrl+u")
        await ui.type("Other")
        await ui.press("ctrl+s")
        await ui.sees("Saved: title Thing 220 → Other")
        assert world.row("thing220")["title"] == "Other"
        await ui.press("u")
        await ui.sees("Undo: Update row thing220")
        await ui.press("y")
        await ui.sees("Undone")
        assert world.row("thing220")["title"] == "Thing 220"


async def test_who_was_faster_is_shown(exploring: Any, world: World) -> None:
    async with exploring(f"{world.place}/thing221") as ui:
        await ui.sees("thing221")
        await ui.press("e")
        await ui.sees("Edit row thing221")
        await ui.press("ctrl+u")
        await ui.type("Mine")
        path = f"{world.table}/rows/thing221"
        world.server.request("PATCH", path, {"data": {"title": "Theirs"}})
        await ui.press("ctrl+s")
        await ui.sees("was changed by somebody else meanwhile", "Theirs", "Mine")
        assert world.row("thing221")["title"] == "Theirs"


async def test_a_deleted_row_comes_back(exploring: Any, world: World) -> None:
    before = world.row("thing222")
    async with exploring(f"{world.place}/thing222") as ui:
        await ui.sees("thing222")
        await ui.press("D")
        await ui.sees("Delete row thing222")
        await ui.press("y")
        await ui.sees("Deleted")
        assert world.server.get(f"{world.table}/rows/thing222").status == 404
        await ui.press("u")
        await ui.sees("Undo: Create row thing222")
        await ui.press("y")
        await ui.sees("Undone")
    after = world.row("thing222")
    same = ("title", "amount", "$createdAt", "$permissions")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}


async def test_a_user_is_renamed_and_blocked(exploring: Any, world: World) -> None:
    path = f"/users/{world.name}"
    async with exploring(f"users/{world.name}") as ui:
        await ui.sees("No sessions here.", "joined")
        await ui.press("escape")
        await ui.sees("contact")
        await ui.press("e")
        await ui.sees("Edit user")
        await ui.press("ctrl+u")
        await ui.type("Renamed")
        await ui.press("ctrl+s")
        await ui.sees("Saved: name")
        assert world.server.get(path).body["name"] == "Renamed"
        await ui.press("m", "b", "y")
        await ui.sees("Saved: status true → false")
        assert world.server.get(path).body["status"] is False
        await ui.press("u")
        await ui.sees("Undo: Update user")
        await ui.press("y")
        await ui.sees("Undone")
        assert world.server.get(path).body["status"] is True
