"""A project to try everything on: the one that the environment names, else an embedded one.

All that is made has names of its own and is deleted at the end, so that the project of a real
server is left as it was. The key needs all scopes of users, teams, databases, storage, functions.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Demo, running_demo
from tests.pilot.conftest import Open, opened
from tui.api.connection import Connection, Target
from tui.api.door import Door
from tui.config.secret import Secret
from tui.core.journal import Journal, Stamp

__all__ = ["opened"]
VARIABLES = ("APPWRITE_TEST_ENDPOINT", "APPWRITE_TEST_PROJECT_ID", "APPWRITE_TEST_API_KEY")
ROWS = 230
"""More than two pages."""
PATIENCE = 60.0
"""Seconds that a server may take to make a column."""


@dataclass
class World:
    """What was made for these tests."""

    server: Demo
    name: str
    made: list[str] = field(default_factory=list)

    @property
    def table(self) -> str:
        return f"/tablesdb/{self.name}/tables/things"

    @property
    def place(self) -> str:
        return f"databases/{self.name}/things"

    @property
    def ids(self) -> dict[str, str]:
        return {"databaseId": self.name, "tableId": "things"}

    def row(self, row_id: str) -> Any:
        return self.server.get(f"{self.table}/rows/{row_id}").body

    def make(self, path: str, body: Any, at: str = "") -> Any:
        """Create something; `at` is where it is deleted at the end."""
        reply = self.server.request("POST", path, body)
        assert reply.status in (201, 202), (path, reply.body)
        if at:
            self.made.append(at)
        return reply.body


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """The project that the environment names, else an empty embedded one."""
    named = [os.environ.get(name, "") for name in VARIABLES]
    if any(named) and not all(named):
        pytest.fail(f"Set all of {', '.join(VARIABLES)}, or none.")
    if all(named):
        endpoint, project, key = named
        given = nullcontext(Demo(endpoint.rstrip("/"), project, {"full": key}, 0))
    else:
        given = running_demo("--empty")
    with given as server:
        yield server


@pytest.fixture(scope="session")
def world(demo: Demo) -> Iterator[World]:
    """A database with a table of some hundred rows, a user, a team, a bucket."""
    world = World(demo, f"tui-live-{secrets.token_hex(4)}")
    try:
        _furnish(world)
        yield world
    finally:
        for path in reversed(world.made):
            demo.request("DELETE", path, {})


def _furnish(world: World) -> None:
    name = world.name
    world.make("/users", {"userId": name, "name": f"Live {name}"}, f"/users/{name}")
    world.make("/teams", {"teamId": name, "name": f"Team {name}"}, f"/teams/{name}")
    world.make("/storage/buckets", {"bucketId": name, "name": name}, f"/storage/buckets/{name}")
    world.make("/tablesdb", {"databaseId": name, "name": name}, f"/tablesdb/{name}")
    table = {"tableId": "things", "name": "Things", "permissions": ['read("any")']}
    world.make(f"/tablesdb/{name}/tables", {**table, "rowSecurity": True})
    text = {"key": "title", "size": 80, "required": True}
    # Servers before 1.9 know no varchar.
    if world.server.request("POST", f"{world.table}/columns/varchar", text).status != 202:
        world.make(f"{world.table}/columns/string", text)
    world.make(f"{world.table}/columns/integer", {"key": "amount", "required": False})
    world.make(f"{world.table}/columns/boolean", {"key": "done", "required": False})
    _await_columns(world)
    for start in range(0, ROWS, 100):
        rows = [
            {
                "$id": f"thing{number:03}",
                "title": f"Thing {number}",
                # Every third has none: pages by cursor must get past that.
                **({"amount": number} if number % 3 else {}),
            }
            for number in range(start, min(ROWS, start + 100))
        ]
        world.make(f"{world.table}/rows", {"rows": rows})


def _await_columns(world: World) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        columns = world.server.get(world.table).body["columns"]
        if all(column["status"] == "available" for column in columns):
            return
        assert time.monotonic() < end, columns
        time.sleep(0.1)


@pytest.fixture
def exploring(opened: Open, demo: Demo) -> Callable[..., Any]:
    """`async with exploring(place) as ui:` as somebody who may do everything."""
    return lambda place, **more: opened(place, endpoint=demo.endpoint, **more)


@pytest.fixture
def connection(demo: Demo) -> Iterator[Connection]:
    key = Secret(demo.keys["full"])
    made = Connection(Target(demo.endpoint, demo.project, key, read_only=False))
    yield made
    made.close()


@pytest.fixture
def door(connection: Connection, tmp_path: Path) -> Door:
    return Door(connection.client, Journal(tmp_path / "journal.sqlite"), Stamp("live", "now"))
