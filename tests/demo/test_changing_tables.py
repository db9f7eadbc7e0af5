"""Making and changing databases, tables, columns and indexes."""

from __future__ import annotations

from typing import Any

import pytest

PROCESSED = {"status": "processing", "error": ""}


def test_a_put_resets_what_it_leaves_out(demo: Any, make_table: Any) -> None:
    path = make_table("t", [], permissions=['read("any")'], rowSecurity=True, enabled=False)
    changed = demo.request("PUT", path, {"name": "New"}).body
    assert (changed["name"], changed["$permissions"]) == ("New", ['read("any")'])
    assert (changed["rowSecurity"], changed["enabled"]) == (False, True)
    written = demo.request("PUT", path, {"name": "New", "permissions": ['write("team:x/y")']}).body
    assert written["$permissions"] == [
        f'{action}("team:x/y")' for action in ("create", "update", "delete")
    ]
    wrong = demo.request("PUT", path, {"name": "New", "permissions": ['bogus("any")']})
    assert wrong.body["message"] == (
        'Invalid `permissions` param: Permission "bogus("any")" is not allowed. Must be one of: '
        "create, read, update, delete, write. or null"
    )


KINDS = [
    ("varchar", {"size": 20}, "varchar", "text"),
    ("text", {}, "text", "text"),
    ("longtext", {}, "longtext", "text"),
    ("string", {"size": 20}, "string", "text"),
    ("integer", {"min": 0, "max": 9}, "integer", 7),
    ("bigint", {}, "bigint", 2**60),
    ("float", {}, "double", 1.5),
    ("boolean", {}, "boolean", True),
    ("datetime", {}, "datetime", "2026-01-01T00:00:00.000+00:00"),
    ("email", {}, "string", "a@b.test"),
    ("url", {}, "string", "https://a.test/"),
    ("ip", {}, "string", "::1"),
    ("enum", {"elements": ["a", "b"]}, "string", "a"),
    ("point", {}, "point", [1, 2]),
    ("line", {}, "linestring", [[0, 0], [1, 1]]),
    ("polygon", {}, "polygon", [[[0, 0], [1, 0], [1, 1], [0, 0]]]),
]


@pytest.mark.parametrize(("kind", "details", "called", "value"), KINDS)
def test_a_column_is_announced_made_and_used(
    demo: Any, make_table: Any, settled: Any, kind: str, details: Any, called: str, value: Any
) -> None:
    path = make_table("t", [])
    body = {"key": "c", "required": False, **details}
    said = demo.request("POST", f"{path}/columns/{kind}", body)
    assert said.status == 202
    assert {**said.body, **PROCESSED} == said.body
    assert said.body["type"] == called
    assert settled(f"{path}/columns/c")["status"] == "available"
    demo.request("POST", f"{path}/rows", {"rowId": "r", "data": {"c": value}})
    assert demo.get(f"{path}/rows/r").body["c"] == value


def test_a_default_needs_an_optional_column_and_a_fitting_value(demo: Any, make_table: Any) -> None:
    path = make_table("t", [])
    body = {"key": "c", "required": True, "default": 3}
    required = demo.request("POST", f"{path}/columns/integer", body)
    assert required.body["type"] == "column_default_unsupported"
    unfit = demo.request("POST", f"{path}/columns/boolean", {**body, "required": False})
    assert unfit.body["type"] == "general_argument_invalid"
    beyond = demo.request("POST", f"{path}/columns/integer", {**body, "required": False, "max": 2})
    assert beyond.body["type"] == "column_value_invalid"
    assert demo.get(f"{path}/columns").body["total"] == 0


def test_a_key_is_taken_once(demo: Any, items: str) -> None:
    body = {"key": "title", "size": 10, "required": False}
    reply = demo.request("POST", f"{items}/columns/varchar", body)
    assert (reply.status, reply.body["type"]) == (409, "column_already_exists")


def test_a_column_is_changed_and_renamed_with_its_values(demo: Any, items: str) -> None:
    demo.request("POST", f"{items}/rows", {"rowId": "r", "data": {"title": "Kept"}})
    body = {"required": False, "default": None, "size": 120, "newKey": "name"}
    changed = demo.request("PATCH", f"{items}/columns/varchar/title", body)
    assert (changed.status, changed.body["key"], changed.body["size"]) == (200, "name", 120)
    row = demo.get(f"{items}/rows/r").body
    assert row["name"] == "Kept"
    assert "title" not in row


def test_a_deleted_column_takes_its_indexes_along(
    demo: Any, items: str, settled: Any, gone: Any
) -> None:
    body = {"key": "by_qty", "type": "key", "columns": ["qty"], "orders": ["DESC"]}
    assert demo.request("POST", f"{items}/indexes", body).status == 202
    assert settled(f"{items}/indexes/by_qty")["status"] == "available"
    assert demo.request("DELETE", f"{items}/columns/qty").status == 204
    gone(f"{items}/columns/qty")
    assert demo.get(f"{items}/indexes").body["total"] == 0
    demo.request("POST", f"{items}/rows", {"rowId": "r", "data": {"title": "x"}})
    assert "qty" not in demo.get(f"{items}/rows/r").body


def test_an_index_names_columns_that_exist_and_fails_on_duplicates(
    demo: Any, items: str, settled: Any
) -> None:
    ghost = {"key": "bad", "type": "key", "columns": ["ghost"]}
    assert demo.request("POST", f"{items}/indexes", ghost).body["type"] == "column_unknown"
    for each in ("a", "b"):
        demo.request("POST", f"{items}/rows", {"rowId": each, "data": {"title": "same"}})
    unique = {"key": "u", "type": "unique", "columns": ["title"]}
    demo.request("POST", f"{items}/indexes", unique)
    failed = settled(f"{items}/indexes/u")
    assert failed["status"] == "failed"
    assert failed["error"]
    again = demo.request("POST", f"{items}/indexes", unique)
    assert (again.status, again.body["type"]) == (409, "column_index_already_exists")


def test_a_fulltext_index_makes_a_column_searchable(demo: Any, items: str, settled: Any) -> None:
    demo.request("POST", f"{items}/rows", {"rowId": "old", "data": {"title": "Old needle"}})
    search = {"method": "search", "attribute": "title", "values": ["need"]}
    assert demo.get(f"{items}/rows", search).status == 400
    demo.request(
        "POST", f"{items}/indexes", {"key": "ft", "type": "fulltext", "columns": ["title"]}
    )
    assert settled(f"{items}/indexes/ft")["status"] == "available"
    demo.request("POST", f"{items}/rows", {"rowId": "new", "data": {"title": "new Needles"}})
    rows = demo.get(f"{items}/rows", search).body["rows"]
    assert [row["$id"] for row in rows] == ["old", "new"]


def test_deleting_a_database_deletes_what_is_in_it(demo: Any, items: str, database: str) -> None:
    demo.request("POST", f"{items}/rows", {"rowId": "r", "data": {"title": "x"}})
    assert demo.request("DELETE", database).status == 204
    assert demo.get(f"{items}/rows").body["type"] == "database_not_found"
    id_ = database.rsplit("/", 1)[1]
    demo.request("POST", "/tablesdb", {"databaseId": id_, "name": "Again"})
    assert demo.get(f"{database}/tables").body["total"] == 0


def test_what_cannot_be_indexed_or_related_is_refused(demo: Any, make_table: Any) -> None:
    number = {"key": "n", "type": "integer", "required": False}
    path = make_table("t", [number])
    for columns in (["n"], []):
        index = {"key": "i", "type": "fulltext", "columns": columns}
        assert demo.request("POST", f"{path}/indexes", index).body["type"] == "column_index_invalid"
    related = demo.request("PATCH", f"{path}/columns/n/relationship", {"onDelete": "cascade"})
    assert (related.status, related.body["type"]) == (400, "column_type_invalid")
    row = demo.request("POST", f"{path}/rows", {"rowId": "r", "data": {"n": 3}})
    assert row.status == 201


@pytest.mark.parametrize("name", [None, "", "x" * 129, 5])
@pytest.mark.parametrize("path", ["", "/tables"])
def test_a_name_is_a_text_of_some_length(demo: Any, database: str, path: str, name: Any) -> None:
    where = f"{database}{path}" if path else "/tablesdb"
    body = {"databaseId": "nameless", "tableId": "nameless", "name": name}
    reply = demo.request("POST", where, body)
    assert (reply.status, reply.body["type"]) == (400, "general_argument_invalid")


@pytest.mark.parametrize("enabled", ["true", 1, "off"])
def test_what_is_enabled_is_a_truth_value(demo: Any, database: str, enabled: Any) -> None:
    for path in (database, f"{database}/tables"):
        method = "PUT" if path == database else "POST"
        body = {"tableId": "t", "name": "T", "enabled": enabled}
        reply = demo.request(method, path, body)
        assert (reply.status, reply.body["type"]) == (400, "general_argument_invalid")
