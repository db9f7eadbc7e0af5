"""What an index may cover, and what becomes of it when its columns go."""

from __future__ import annotations

from typing import Any

import pytest

COLUMNS = [
    {"key": "name", "type": "varchar", "size": 100},
    {"key": "long", "type": "varchar", "size": 1000},
    {"key": "body", "type": "text"},
    {"key": "page", "type": "url"},
    {"key": "mail", "type": "email"},
    {"key": "n", "type": "integer"},
    {"key": "price", "type": "float"},
    {"key": "tags", "type": "varchar", "size": 20, "array": True},
    {"key": "where", "type": "point"},
    {"key": "there", "type": "point", "required": True},
]
INVALID = "column_index_invalid"


@pytest.fixture
def table(make_table: Any) -> str:
    path: str = make_table("indexed", COLUMNS)
    return path


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        ({"columns": ["ghost"]}, "column_unknown"),
        ({"columns": ["NAME"]}, "column_unknown"),
        ({"columns": ["$sequence"]}, "general_argument_invalid"),
        ({"columns": []}, INVALID),
        ({"columns": "name"}, "general_argument_invalid"),
        ({"columns": ["n", "n"]}, INVALID),
        ({"columns": ["tags"]}, "index_invalid"),
        ({"columns": ["tags"], "type": "fulltext"}, "index_invalid"),
        ({"columns": ["n"], "type": "fulltext"}, INVALID),
        ({"columns": ["name", "n"], "type": "fulltext"}, INVALID),
        ({"columns": ["long"]}, INVALID),
        ({"columns": ["page"]}, INVALID),
        ({"columns": ["body"]}, INVALID),
        ({"columns": ["body"], "lengths": [769]}, INVALID),
        ({"columns": ["name"], "lengths": [101]}, INVALID),
        ({"columns": ["name"], "lengths": [-1]}, INVALID),
        ({"columns": ["name"], "lengths": [10, 10]}, INVALID),
        ({"columns": ["name"], "lengths": ["10"]}, "general_argument_invalid"),
        ({"columns": ["n"], "lengths": [4]}, INVALID),
        ({"columns": ["mail", "body", "name"], "lengths": [0, 500, 0]}, INVALID),
        ({"columns": ["n"], "orders": ["UP"]}, "general_argument_invalid"),
        ({"columns": ["n"], "type": "hash"}, "general_argument_invalid"),
        ({"columns": ["n"], "key": "a b"}, "general_argument_invalid"),
        ({"columns": ["n"], "key": "PRIMARY"}, INVALID),
        ({"columns": ["n"], "type": "spatial"}, INVALID),
        ({"columns": ["where"], "type": "spatial"}, INVALID),
        ({"columns": ["there", "n"], "type": "spatial"}, INVALID),
        ({"columns": ["there"]}, INVALID),
        ({"columns": ["there"], "type": "unique"}, INVALID),
    ],
)
def test_an_index_that_cannot_be_is_refused(
    demo: Any, table: str, index: Any, expected: str
) -> None:
    reply = demo.request("POST", f"{table}/indexes", {"key": "i", "type": "key", **index})
    assert (reply.status, reply.body["type"]) == (400, expected), reply.body
    assert demo.get(f"{table}/indexes").body["total"] == 0


@pytest.mark.parametrize(
    ("index", "lengths"),
    [
        ({"columns": ["name"]}, [0]),
        ({"columns": ["name"], "orders": ["desc"]}, [0]),
        ({"columns": ["name", "n"], "lengths": [100]}, [100, 0]),
        ({"columns": ["body"], "lengths": [768]}, [768]),
        ({"columns": ["long"], "lengths": [10]}, [10]),
        ({"columns": ["mail", "name", "price"], "lengths": [None, 0, None]}, [0, 0, 0]),
        ({"columns": ["long"], "type": "fulltext"}, [0]),
        ({"columns": ["name", "body"], "type": "fulltext"}, [0, 0]),
        ({"columns": ["$id", "$createdAt"]}, [0, 0]),
        ({"columns": ["there"], "type": "spatial"}, [0]),
        ({"columns": ["n"], "type": "unique"}, [0]),
    ],
)
def test_an_index_that_can_be_becomes_available(
    demo: Any, table: str, settled: Any, index: Any, lengths: list[int]
) -> None:
    reply = demo.request("POST", f"{table}/indexes", {"key": "i", "type": "key", **index})
    assert (reply.status, reply.body["lengths"]) == (202, lengths), reply.body
    assert settled(f"{table}/indexes/i")["status"] == "available"


def test_a_table_has_58_indexes_at_most(demo: Any, make_table: Any) -> None:
    path = make_table("full", COLUMNS, indexes=[_by_n(each) for each in range(58)])
    reply = demo.request("POST", f"{path}/indexes", _by_n(58))
    assert (reply.status, reply.body["type"]) == (400, "column_index_limit_exceeded")


def _by_n(number: int) -> dict[str, Any]:
    return {"key": f"i{number}", "type": "key", "columns": ["n"]}


def test_a_column_that_goes_leaves_the_rest_of_its_indexes(
    demo: Any, make_table: Any, gone: Any
) -> None:
    indexes = [
        {"key": "both", "type": "key", "columns": ["n", "name"], "orders": ["ASC", "DESC"]},
        {"key": "alone", "type": "key", "columns": ["n"]},
        {"key": "other", "type": "key", "columns": ["price"], "orders": ["ASC"]},
        {"key": "twin", "type": "key", "columns": ["price", "n"], "orders": ["ASC", "DESC"]},
    ]
    path = make_table("t", COLUMNS, indexes=indexes)
    demo.request("DELETE", f"{path}/columns/n")
    gone(f"{path}/columns/n")
    left = demo.get(f"{path}/indexes").body["indexes"]
    assert [(each["key"], each["columns"], each["orders"]) for each in left] == [
        ("both", ["name"], ["DESC"]),
        ("other", ["price"], ["ASC"]),
    ]


def test_a_longer_column_must_still_fit_its_indexes(demo: Any, make_table: Any) -> None:
    index = {"key": "i", "type": "key", "columns": ["name"]}
    path = make_table("t", COLUMNS, indexes=[index])
    body = {"required": False, "default": None, "size": 769}
    reply = demo.request("PATCH", f"{path}/columns/varchar/name", body)
    assert (reply.status, reply.body["type"]) == (400, INVALID)
    assert (
        demo.request("PATCH", f"{path}/columns/varchar/name", {**body, "size": 768}).status == 200
    )


def test_only_an_index_over_one_column_makes_it_searchable(
    demo: Any, make_table: Any, settled: Any
) -> None:
    wide = {"key": "wide", "type": "fulltext", "columns": ["name", "body"]}
    path = make_table("t", COLUMNS, indexes=[wide])
    there = {"there": [0, 0]}
    demo.request("POST", f"{path}/rows", {"rowId": "r", "data": {"name": "Needle", **there}})
    search = {"method": "search", "attribute": "name", "values": ["needle"]}
    assert demo.get(f"{path}/rows", search).status == 400
    for key in ("one", "two"):
        narrow = {"key": key, "type": "fulltext", "columns": ["name"]}
        demo.request("POST", f"{path}/indexes", narrow)
        assert settled(f"{path}/indexes/{key}")["status"] == "available"
    demo.request("DELETE", f"{path}/indexes/one")
    assert demo.get(f"{path}/rows", search).body["total"] == 1
    demo.request("DELETE", f"{path}/indexes/two")
    assert demo.get(f"{path}/rows", search).status == 400


def test_an_index_whose_column_goes_before_it_is_built_fails(
    demo: Any, table: str, settled: Any, gone: Any
) -> None:
    body = {"key": "i", "type": "key", "columns": ["name", "n"]}
    demo.request("POST", f"{table}/indexes", body)
    demo.request("DELETE", f"{table}/columns/n")
    gone(f"{table}/columns/n")
    left = settled(f"{table}/indexes/i")
    assert (left["status"] in ("failed", "available"), left["columns"]) == (True, ["name"])
    assert demo.request("DELETE", f"{table}/indexes/i").status == 204


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "columns/%24x"),
        ("DELETE", "columns/_x"),
        ("GET", "indexes/a%20b"),
        ("PATCH", "rows/r/%24n/increment"),
    ],
)
def test_a_path_names_a_key_that_can_be(demo: Any, table: str, method: str, path: str) -> None:
    reply = demo.request(method, f"{table}/{path}", {} if method == "PATCH" else None)
    assert (reply.status, reply.body["type"]) == (400, "general_argument_invalid")
