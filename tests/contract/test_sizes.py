"""How much of a row's space the columns of recorded tables take, as the servers reckoned it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tui.demo.tables.size import MAX_BYTES, bytes_used

HERE = Path(__file__).parent


def _tables(value: Any) -> Iterator[dict[str, Any]]:
    inner: Any = ()
    if isinstance(value, dict):
        if isinstance(value.get("columns"), list) and "bytesUsed" in value:
            yield value
        inner = value.values()
    elif isinstance(value, list):
        inner = value
    for each in inner:
        yield from _tables(each)


def _recorded() -> Iterator[dict[str, Any]]:
    for path in sorted(HERE.glob("**/*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from _tables(json.loads(line))


def test_tables_use_as_many_bytes_as_was_recorded() -> None:
    tables = list(_recorded())
    assert len(tables) > 20
    for table in tables:
        assert bytes_used(table["columns"]) == table["bytesUsed"], table["$id"]
        assert table["bytesMax"] == MAX_BYTES
