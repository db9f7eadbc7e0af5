"""Which index would help a list that takes too long."""

from __future__ import annotations

import pytest

from tui.resources.indexing import ALL_ARE_INDEXED, advice, has_index

TABLE = {
    "indexes": [
        {"type": "key", "status": "available", "columns": ["status", "placedAt"]},
        {"type": "key", "status": "processing", "columns": ["city"]},
        {"type": "fulltext", "status": "available", "columns": ["note"]},
    ]
}


@pytest.mark.parametrize(
    ("columns", "there"),
    [
        (["status"], True),
        (["status", "placedAt"], True),
        (["placedAt"], False),
        (["placedAt", "status"], False),
        (["city"], False),
        (["note"], False),
        (["$createdAt"], True),
        (["status", "$createdAt"], False),
    ],
)
def test_an_index_helps_from_its_first_column_on(columns: list[str], there: bool) -> None:
    assert has_index(TABLE, columns) is there
    assert not has_index(None, ["status"])


@pytest.mark.parametrize(
    ("compared", "scanned", "sorted_by", "said"),
    [
        (["city"], [], ["$sequence"], "An index on city would help."),
        (["city"], [], ["total"], "An index on city, total (one, in this order) would help."),
        (["status"], [], ["placedAt"], ALL_ARE_INDEXED),
        (["note"], ["note"], ["$sequence"], "No index helps"),
        (["city", "note"], ["note"], [], "An index on city would help."),
        ([], [], ["$sequence"], ALL_ARE_INDEXED),
    ],
)
def test_advice(compared: list[str], scanned: list[str], sorted_by: list[str], said: str) -> None:
    assert advice(TABLE, compared, scanned, sorted_by).startswith(said)
