"""A table of a thousand rows without relationships, and a door to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tui.api.connection import Connection, Target
from tui.api.door import Door
from tui.config.secret import Secret
from tui.core.journal import Journal, Stamp
from tui.jobs.rows import Table
from tui.resources import KINDS

IDS = {"databaseId": "big", "tableId": "rows"}


@pytest.fixture(scope="module")
def big(start_demo: Any) -> Iterator[Any]:
    """A server of its own for each file of tests: they change things."""
    with start_demo("--rows", "1000") as started:
        yield started


@pytest.fixture
def connection(big: Any) -> Connection:
    key = Secret(big.keys["full"])
    return Connection(Target(big.endpoint, big.project, key, read_only=False))


@pytest.fixture
def door(connection: Connection, tmp_path: Path) -> Door:
    return Door(connection.client, Journal(tmp_path / "journal.sqlite"), Stamp("big", "now"))


@pytest.fixture
def table(connection: Connection, door: Door) -> Table:
    get = KINDS["table"].get
    assert get is not None
    return Table(door, IDS, connection.fetch(get, IDS))
