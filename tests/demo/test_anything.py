"""Whatever is asked of tables is answered or refused, and never breaks the server."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

COLUMNS = [
    {"key": "n", "type": "integer"},
    {"key": "s", "type": "varchar", "size": 20},
    {"key": "f", "type": "float"},
    {"key": "b", "type": "boolean"},
    {"key": "at", "type": "datetime"},
    {"key": "en", "type": "enum", "elements": ["a", "b"]},
    {"key": "tags", "type": "varchar", "size": 9, "array": True},
    {"key": "pt", "type": "point"},
]
KEYS = (*(each["key"] for each in COLUMNS), "ghost", "$id", "$sequence", "$x", "n.x", "")
METHODS = (
    *("equal", "notEqual", "lessThan", "between", "notBetween", "contains", "containsAll"),
    *("startsWith", "search", "isNull", "and", "or", "orderAsc", "orderDesc", "orderRandom"),
    *("limit", "offset", "cursorAfter", "cursorBefore", "select", "exists", "elemMatch"),
    *("distanceLessThan", "crosses", "notTouches"),
)
OPERATORS = (
    *("increment", "power", "divide", "arrayAppend", "arrayInsert", "arrayFilter"),
    *("stringConcat", "stringReplace", "toggle", "dateAddDays"),
)
ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 5.5, 2**31, 2**63, 10**30, 1e308, "", "x", "a" * 300, "🦜", "\x00"),
    *("2026-01-01", 'read("any")', [], {}, [1], ["a"], [None], [0, 0], [[0, 0]], {"a": {"b": [1]}}),
    *([['read("any")']], [{"$id": "q", "n": 1}], [{"key": "z", "type": "key", "columns": ["n"]}]),
)
ROUTES = (
    ("POST", "/rows", ("rowId", "data", "permissions", "rows")),
    ("PUT", "/rows", ("rows",)),
    ("PATCH", "/rows", ("data", "queries")),
    ("DELETE", "/rows", ("queries",)),
    ("PUT", "/rows/r1", ("data", "permissions")),
    ("PATCH", "/rows/r1", ("data", "permissions")),
    ("PATCH", "/rows/r1/n/increment", ("value", "max")),
    ("POST", "/columns/integer", ("key", "required", "min", "max", "default", "array")),
    ("POST", "/columns/varchar", ("key", "size", "required", "default", "array", "encrypt")),
    ("PATCH", "/columns/enum/en", ("required", "elements", "default", "newKey")),
    ("PATCH", "/columns/float/f", ("required", "min", "max", "default")),
    ("POST", "/columns/relationship", ("relatedTableId", "type", "twoWay", "key", "twoWayKey")),
    ("POST", "/indexes", ("key", "type", "columns", "orders", "lengths")),
    ("PUT", "", ("name", "permissions", "rowSecurity", "enabled")),
)


class Asker:
    """Makes requests up, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.any = random.Random(seed)

    def query(self, depth: int = 0) -> dict[str, Any]:
        method = self.any.choice(METHODS)
        values = [self.any.choice(ODD) for _ in range(self.any.choice((0, 1, 1, 2, 3)))]
        if method in ("and", "or") and depth < 2:
            values = [self.query(depth + 1) for _ in range(self.any.randint(0, 3))]
        return {"method": method, "attribute": self.any.choice(KEYS), "values": values}

    def data(self) -> dict[str, Any]:
        return {self.any.choice(KEYS): self.value() for _ in range(self.any.randint(0, 4))}

    def value(self) -> Any:
        if self.any.random() < 0.3:
            values = [self.any.choice(ODD) for _ in range(self.any.randint(0, 2))]
            operator = {"method": self.any.choice(OPERATORS), "values": values}
            return self.any.choice((operator, json.dumps(operator)))
        return self.any.choice(ODD)

    def parameter(self, name: str) -> Any:
        if self.any.random() < 0.2:
            return self.any.choice(ODD)
        match name:
            case "queries":
                return [json.dumps(self.query()) for _ in range(self.any.randint(0, 2))]
            case "data":
                return self.data()
            case "rows":
                return [{**self.data(), "$id": f"r{each}"} for each in range(2)]
            case "required" | "array" | "encrypt" | "twoWay":
                return self.any.choice((True, False))
            case "key" | "newKey" | "twoWayKey" | "rowId":
                return self.any.choice((*KEYS, "r1", "k1", "k2", "unique()"))
            case "columns":
                return [self.any.choice(KEYS) for _ in range(self.any.randint(0, 2))]
            case "type":
                return self.any.choice(("key", "unique", "fulltext", "spatial", "oneToMany"))
        return self.any.choice(ODD)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_breaks_the_server(demo: Any, make_table: Any, seed: int) -> None:
    asker = Asker(seed)
    table = make_table("t", COLUMNS, permissions=['read("any")'])
    for _ in range(150):
        method, path, names = asker.any.choice(ROUTES)
        body = {name: asker.parameter(name) for name in names if asker.any.random() < 0.8}
        reply = demo.request(method, f"{table}{path}", body)
        assert reply.status < 500, (method, path, body)
        listed = demo.get(f"{table}/rows", *(asker.query() for _ in range(2)))
        assert listed.status < 500
    assert demo.get(table).status == 200
