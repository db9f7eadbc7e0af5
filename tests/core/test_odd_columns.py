"""Filters of columns with odd names and values: typed, printed, taken by the server, and right."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.core.drawn_filters import filters
from tui.core.completing import complete
from tui.core.filter_field import FilterField
from tui.core.filtering import compile_filter
from tui.core.kind import Search
from tui.core.query import Group, parse, show
from tui.resources.filters import of_columns

NOW = datetime(2026, 9, 2, 12, 0).astimezone()
TABLE = "/tablesdb/odd/tables/odd"
ELEMENTS = ["new", "in progress", 'say "hi"', "it's", "ÄÖ 東京", "null", "and", "back\\slash", "*"]
COLUMNS: dict[str, dict[str, Any]] = {
    "enum": {"key": "state", "elements": ELEMENTS},
    "integer": {"key": "in", "array": True},
    "float": {"key": "has", "array": True},
    "varchar": {"key": "My-Key.1", "size": 100},
    "email": {"key": "search"},
    "boolean": {"key": "not"},
}


@pytest.fixture(scope="module")
def odd(start_demo: Any) -> Iterator[Any]:
    with start_demo("--empty") as demo:
        demo.request("POST", "/tablesdb", {"databaseId": "odd", "name": "Odd"})
        demo.request("POST", f"{TABLE.rpartition('/')[0]}", {"tableId": "odd", "name": "Odd"})
        for kind, order in COLUMNS.items():
            made = demo.request("POST", f"{TABLE}/columns/{kind}", {"required": False, **order})
            assert made.status == 202, made.body
        end = time.monotonic() + 20
        while any(one["status"] != "available" for one in demo.get(TABLE).body["columns"]):
            assert time.monotonic() < end
        for number, element in enumerate(ELEMENTS):
            data = {"state": element, "in": [-number, number], "My-Key.1": f"it's {element}"}
            row = demo.request("POST", f"{TABLE}/rows", {"rowId": f"r{number}", "data": data})
            assert row.status == 201, row.body
        yield demo


@pytest.fixture(scope="module")
def fields(odd: Any) -> tuple[FilterField, ...]:
    return of_columns(odd.get(TABLE).body)


def found(odd: Any, fields: tuple[FilterField, ...], tree: Group) -> list[str]:
    queries = compile_filter(tree, fields, Search.COLUMNS, NOW).queries
    limit = json.dumps({"method": "limit", "values": [100]})
    answer = odd.get(f"{TABLE}/rows", *queries, limit)
    assert answer.status == 200, (show(tree), answer.body)
    return [row["$id"] for row in answer.body["rows"]]


def test_every_filter_of_them_is_taken(odd: Any, fields: tuple[FilterField, ...]) -> None:
    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(filters(fields))
    def taken(tree: Group) -> None:
        again = parse(show(tree))
        assert parse(show(again)) == again
        found(odd, fields, again)

    taken()


@pytest.mark.parametrize("number", range(len(ELEMENTS)))
def test_each_value_that_is_completed_finds_its_row(
    odd: Any, fields: tuple[FilterField, ...], number: int
) -> None:
    offered = [one.text for one in complete("state = ", fields)]
    assert len(offered) == len(ELEMENTS)
    assert found(odd, fields, parse(offered[number])) == [f"r{number}"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("in has -3", ["r3"]),
        ("in has (-3, 4)", ["r3", "r4"]),
        ('My-Key.1 ~ "*[*]"', ["r8"]),
        ('My-Key.1 ~ "it\'s n*"', ["r0", "r5"]),
        ("has is null search = null not is null state = null", []),
        ('(state = "null" or (state = "and" or (in has 8)))', ["r5", "r6", "r8"]),
    ],
)
def test_what_is_typed_is_what_is_found(
    odd: Any, fields: tuple[FilterField, ...], text: str, rows: list[str]
) -> None:
    assert found(odd, fields, parse(text)) == rows
