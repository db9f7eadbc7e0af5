"""A person whose project holds nothing, or things with ids of every permitted character."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.pilot.conftest import Open

ODD = "Zz9.a-b_c." + "x" * 26
"""36 characters, the longest that an id may be."""


@pytest.fixture(scope="module")
def bare(start_demo: Any) -> Iterator[Any]:
    """A project without anything in it."""
    with start_demo("--empty") as started:
        yield started


@pytest.fixture(scope="module")
def odd(start_demo: Any) -> Iterator[Any]:
    """A project in which everything is called the same, by an odd id."""
    with start_demo("--empty") as started:
        table = f"/tablesdb/{ODD}/tables"
        for path, body in (
            ("/users", {"userId": ODD, "name": "Odd user"}),
            ("/teams", {"teamId": ODD, "name": "Odd team"}),
            ("/tablesdb", {"databaseId": ODD, "name": "Odd database"}),
            (table, {"tableId": ODD, "name": "Odd table"}),
            ("/storage/buckets", {"bucketId": ODD, "name": "Odd bucket"}),
        ):
            assert started.request("POST", path, body).status == 201, path
        column = {"key": "done", "required": False}
        started.request("POST", f"{table}/{ODD}/columns/boolean", column)
        row = {"rowId": ODD, "data": {"done": True}}
        while started.request("POST", f"{table}/{ODD}/rows", row).status != 201:
            # The column is made meanwhile.
            assert started.get(f"{table}/{ODD}").status == 200
        yield started


async def test_an_empty_project_says_so_in_every_pane(opened: Open, bare: Any) -> None:
    async with opened("users", endpoint=bare.endpoint, secret=bare.keys["full"]) as ui:
        await ui.sees("No users here.")
        for key, said in (
            ("2", "No databases here."),
            ("3", "No buckets here."),
            ("4", "No functions here."),
            ("5", "No teams here."),
        ):
            await ui.press(key)
            await ui.sees(said)
        for key in ("e", "D", "p", "m", "y", "space", "G", "g", "s", "x", "escape", "enter"):
            await ui.press(key)
        await ui.press("escape")
        await ui.sees("No teams here.")


async def test_the_first_thing_is_added_to_an_empty_project(opened: Open, bare: Any) -> None:
    async with opened("teams", endpoint=bare.endpoint, secret=bare.keys["full"]) as ui:
        await ui.sees("No teams here.")
        await ui.press("a")
        await ui.sees("New team")
        await ui.press("down")
        await ui.type("First")
        await ui.press("ctrl+s")
        await ui.sees("Created", "First")
        assert bare.get("/teams").body["teams"][0]["name"] == "First"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (f"users/{ODD}", "No sessions here."),
        (f"teams/{ODD}", "No members"),
        (f"databases/{ODD}/{ODD}", ODD),
        (f"storage/{ODD}", "No files here."),
    ],
)
async def test_odd_ids_are_gone_to_and_read(opened: Open, odd: Any, place: str, said: str) -> None:
    async with opened(place, endpoint=odd.endpoint, secret=odd.keys["full"]) as ui:
        await ui.sees(said)
        await ui.press("escape")
        await ui.sees("Odd ")


async def test_a_row_with_an_odd_id_is_edited_and_deleted(opened: Open, odd: Any) -> None:
    place = f"databases/{ODD}/{ODD}"
    async with opened(place, endpoint=odd.endpoint, secret=odd.keys["full"]) as ui:
        await ui.sees("1–1 of 1")
        await ui.press("D")
        await ui.sees("Delete row")
        await ui.press("y")
        await ui.sees("Deleted")
        await ui.press("u")
        await ui.sees("Undo: Create row")
        await ui.press("y")
        await ui.sees("Undone")
        assert odd.get(f"/tablesdb/{ODD}/tables/{ODD}/rows/{ODD}").status == 200
