"""What only the list shows is compared as it is read there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tui.core.arranging import arranged
from tui.core.filtering import compile_filter
from tui.core.local_fields import value_of, with_local
from tui.core.order import Order
from tui.core.query import parse
from tui.resources import KINDS

NOW = datetime(2026, 9, 2, 12, 0).astimezone()
TABLES = [{"$id": f"t{count}", "columns": [{"key": "a"}] * count} for count in (2, 9, 19)]
BUILDS = [{"$id": "d1", "status": "ready"}, {"$id": "d2", "status": "failed"}]
TARGETS = [{"$id": "s1", "expired": True}, {"$id": "s2", "expired": False}]


@pytest.mark.parametrize(
    ("kind", "parent", "resources", "text", "kept"),
    [
        # 19 is more than 5, although 1 is less than 5.
        ("table", None, TABLES, "columns > 5", ["t9", "t19"]),
        ("table", None, TABLES, "columns = 19", ["t19"]),
        ("deployment", {"deploymentId": "d1"}, BUILDS, "active = active", ["d1"]),
        ("target", None, TARGETS, "state = expired", ["s1"]),
        ("target", None, TARGETS, "state = valid", ["s2"]),
    ],
)
def test_it_is_compared_as_it_is_shown(
    kind: str, parent: Any, resources: list[Any], text: str, kept: list[str]
) -> None:
    found = KINDS[kind]
    known = found.filters(parent) if found.filters is not None else ()
    fields = with_local(known, found.fields(parent), resources, local=True)
    compiled = compile_filter(parse(text), fields, found.search, NOW)
    assert compiled.keep is not None
    assert [one["$id"] for one in resources if compiled.keep(one)] == kept


def test_durations_are_sorted_as_numbers_not_as_they_read() -> None:
    took = [22.0, 9.0, 130.0, 0.2]
    rows = [{"$id": str(seconds), "status": "failed", "duration": seconds} for seconds in took]
    fields = KINDS["failure"].fields(None)
    values = {field.source or field.label: value_of(field) for field in fields}
    found = arranged(rows, Order("duration", descending=False), values)
    assert [row["duration"] for row in found] == sorted(took)
