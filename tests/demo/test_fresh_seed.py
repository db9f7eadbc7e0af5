"""The shop's newest data is new whenever the shop is opened."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tui.demo.cache import seed_file
from tui.demo.freshen import OLD, end_of, freshen, mark_end
from tui.demo.store.clock import written

HOUR, DAY = 3600, 24 * 3600


def moment(seconds: float) -> str:
    return written(datetime.fromtimestamp(seconds, UTC))


def rows(seed: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(seed)
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A copy of the shop's seed."""
    cached = seed_file(False, 0)
    copy = tmp_path / "seed.sqlite"
    shutil.copyfile(cached, copy)
    mark_end(copy, end_of(cached))
    return copy


ORDERS = 'SELECT _created, _updated, "c:placedAt" FROM "r:shop/orders" ORDER BY _seq'


def test_the_last_day_moves_to_now_and_what_is_older_stays(seed: Path) -> None:
    before, end = rows(seed, ORDERS), end_of(seed)
    later = end + 40 * DAY
    freshen(seed, later)
    after = rows(seed, ORDERS)
    assert end_of(seed) == pytest.approx(later, abs=1)
    old = [row for row in before if row[1] < moment(end - DAY)]
    assert after[: len(old)] == old
    assert all(row[1] >= moment(later - DAY) for row in after[len(old) :])
    assert [row[0] for row in after] == sorted(row[0] for row in after)
    assert after[-1][2] == after[-1][0] >= moment(later - HOUR)


def test_documents_and_their_columns_move_together(seed: Path) -> None:
    later = end_of(seed) + 3 * DAY + 5
    freshen(seed, later)
    found = rows(seed, 'SELECT _doc, _created, _updated, "c:accessedAt" FROM users')
    documents = [(json.loads(document), *columns) for document, *columns in found]
    for user, created, updated, accessed in documents:
        shown = (user["$createdAt"], user["$updatedAt"], user["accessedAt"])
        assert shown == (created, updated, accessed)
    assert [user for user, *_ in documents if (user["accessedAt"] or "") > moment(later - HOUR)]


def test_a_young_seed_is_left_alone(seed: Path) -> None:
    before = seed.stat().st_ino
    freshen(seed, end_of(seed) + OLD / 2)
    assert seed.stat().st_ino == before


def test_the_last_hour_of_the_shop_is_never_empty(demo: Any) -> None:
    hour = {
        "method": "greaterThan",
        "attribute": "$createdAt",
        "values": [moment(time.time() - HOUR)],
    }
    for path in ("/tablesdb/shop/tables/orders/rows", "/functions/send-invoice/executions"):
        assert demo.get(path, hour).body["total"] > 0
