"""What a column may be, and how it may be changed: refused before anything is made."""

from __future__ import annotations

from typing import Any

import pytest

FREE = {"required": False, "default": None}


@pytest.mark.parametrize(
    "key", ["$x", "a b", "_a", "-a", ".a", "", "ä", "a" * 37, "a/b", "$id", 7, None, ["a"]]
)
def test_a_key_of_other_signs_is_refused(demo: Any, make_table: Any, key: Any) -> None:
    path = make_table("t", [])
    body = {"key": key, "required": False}
    reply = demo.request("POST", f"{path}/columns/boolean", body)
    assert (reply.status, reply.body["type"]) == (400, "general_argument_invalid")


@pytest.mark.parametrize("key", ["a" * 36, "A-b.c_9", "9"])
def test_a_key_of_allowed_signs_is_used(demo: Any, make_table: Any, settled: Any, key: str) -> None:
    path = make_table("t", [])
    demo.request("POST", f"{path}/columns/integer", {"key": key, "required": False})
    assert settled(f"{path}/columns/{key}")["status"] == "available"
    made = demo.request("POST", f"{path}/rows", {"rowId": "r", "data": {key: 4}})
    assert made.body[key] == 4


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("integer", {"key": "c"}, "general_argument_invalid"),
        ("integer", {"required": "false"}, "general_argument_invalid"),
        ("integer", {"min": 5, "max": 4}, "column_value_invalid"),
        ("integer", {"min": "5"}, "general_argument_invalid"),
        ("integer", {"min": 5, "default": 4}, "column_value_invalid"),
        ("integer", {"default": "4"}, "general_argument_invalid"),
        ("integer", {"array": True, "default": 4}, "column_default_unsupported"),
        ("integer", {"required": True, "default": 4}, "column_default_unsupported"),
        ("bigint", {"default": 2**63}, "general_argument_invalid"),
        ("float", {"max": 1.5, "default": 1.6}, "column_value_invalid"),
        ("float", {"default": "1"}, "general_argument_invalid"),
        ("varchar", {}, "general_argument_invalid"),
        ("varchar", {"size": 0}, "general_argument_invalid"),
        ("varchar", {"size": 16_382}, "general_argument_invalid"),
        ("varchar", {"size": 3, "default": "four"}, "column_value_invalid"),
        ("varchar", {"size": 149, "encrypt": True}, "general_bad_request"),
        ("string", {"size": 149, "encrypt": True}, "general_bad_request"),
        ("string", {"size": 1_073_741_825}, "general_argument_invalid"),
        ("text", {"default": 5}, "general_argument_invalid"),
        ("email", {"default": "nobody"}, "general_argument_invalid"),
        ("url", {"default": "nowhere"}, "general_argument_invalid"),
        ("ip", {"default": "1.2.3"}, "general_argument_invalid"),
        ("datetime", {"default": "some day"}, "general_argument_invalid"),
        ("boolean", {"default": 1}, "general_argument_invalid"),
        ("enum", {"elements": ["a"], "default": "b"}, "column_value_invalid"),
        ("enum", {"elements": ["a"] * 101}, "general_argument_invalid"),
        ("enum", {"elements": ["a" * 256]}, "general_argument_invalid"),
        ("enum", {"elements": "a"}, "general_argument_invalid"),
        ("point", {"default": [200, 0]}, "general_argument_invalid"),
        ("line", {"default": [[0, 0]]}, "general_argument_invalid"),
        ("polygon", {"default": [[[0, 0], [1, 1]]]}, "general_argument_invalid"),
    ],
)
def test_parameters_that_do_not_fit_are_refused(
    demo: Any, make_table: Any, kind: str, body: Any, expected: str
) -> None:
    path = make_table("t", [])
    required = {} if "key" in body else {"required": False}
    reply = demo.request("POST", f"{path}/columns/{kind}", {"key": "c", **required, **body})
    assert (reply.status, reply.body["type"]) == (400, expected)
    assert demo.get(f"{path}/columns").body["total"] == 0


def test_wrong_parameters_come_before_a_wrong_place(demo: Any, database: str) -> None:
    nowhere = f"{database}/tables/nowhere/columns/integer"
    wrong = demo.request("POST", nowhere, {"key": "$", "required": False})
    assert wrong.body["type"] == "general_argument_invalid"
    right = demo.request("POST", nowhere, {"key": "a", "required": False})
    assert (right.status, right.body["type"]) == (404, "table_not_found")


OTHER_KINDS = [
    ("qty", "float"),
    ("qty", "bigint"),
    ("price", "integer"),
    ("title", "text"),
    ("contact", "url"),
    ("contact", "string"),
    ("state", "email"),
    ("active", "integer"),
    ("place", "line"),
]


@pytest.mark.parametrize(("key", "kind"), OTHER_KINDS)
def test_a_column_is_not_changed_by_another_kinds_endpoint(
    demo: Any, items: str, key: str, kind: str
) -> None:
    body = {**FREE, "elements": ["new"]}
    before = demo.get(f"{items}/columns/{key}").body
    reply = demo.request("PATCH", f"{items}/columns/{kind}/{key}", body)
    assert (reply.status, reply.body["type"]) == (400, "column_type_invalid")
    assert demo.get(f"{items}/columns/{key}").body == before


@pytest.mark.parametrize(
    ("path", "body", "status", "expected"),
    [
        ("integer/qty", {"required": False}, 400, "general_argument_invalid"),
        ("integer/qty", {"default": None}, 400, "general_argument_invalid"),
        ("integer/ghost", FREE, 404, "column_not_found"),
        ("integer/qty", {**FREE, "min": 2000}, 400, "column_value_invalid"),
        ("integer/qty", {"required": False, "default": 1001}, 400, "column_value_invalid"),
        ("integer/qty", {"required": True, "default": 1}, 400, "column_default_unsupported"),
        ("varchar/tags", {"required": False, "default": "x"}, 400, "column_default_unsupported"),
        ("enum/state", {**FREE, "elements": []}, 400, "column_value_invalid"),
        ("enum/state", FREE, 400, "general_argument_invalid"),
        ("varchar/title", {**FREE, "newKey": "qty"}, 409, "column_already_exists"),
        ("varchar/title", {**FREE, "newKey": "$x"}, 400, "general_argument_invalid"),
        ("varchar/secret", {**FREE, "size": 100}, 400, "general_bad_request"),
        ("varchar/title", {**FREE, "size": 16_000}, 400, "column_limit_exceeded"),
    ],
)
def test_a_change_that_does_not_fit_is_refused(
    demo: Any, items: str, path: str, body: Any, status: int, expected: str
) -> None:
    before = demo.get(f"{items}/columns").body
    reply = demo.request("PATCH", f"{items}/columns/{path}", body)
    assert (reply.status, reply.body["type"]) == (status, expected)
    assert demo.get(f"{items}/columns").body == before


def test_a_column_does_not_shrink_below_its_values(demo: Any, items: str) -> None:
    demo.request("POST", f"{items}/rows", {"rowId": "r", "data": {"title": "x" * 40}})
    path = f"{items}/columns/varchar/title"
    small = demo.request("PATCH", path, {**FREE, "size": 39})
    assert (small.status, small.body["type"]) == (400, "column_invalid_resize")
    assert demo.request("PATCH", path, {**FREE, "size": 40}).body["size"] == 40


def test_an_integer_keeps_the_bytes_it_was_made_with(demo: Any, make_table: Any) -> None:
    path = make_table("t", [{"key": "n", "type": "integer", "max": 9}])
    used = demo.get(path).body["bytesUsed"]
    body = {**FREE, "max": 2**40}
    assert demo.request("PATCH", f"{path}/columns/integer/n", body).body["max"] == 2**40
    assert demo.get(path).body["bytesUsed"] == used
    reply = demo.request("POST", f"{path}/rows", {"rowId": "r", "data": {"n": 2**31}})
    assert "signed 32-bit integer" in reply.body["message"]


def test_a_row_has_an_end(demo: Any, make_table: Any, settled: Any) -> None:
    texts = [{"key": f"c{each}", "type": "varchar", "size": 1024} for each in range(15)]
    path = make_table("wide", texts)
    one_more = {"key": "more", "size": 1024, "required": False}
    reply = demo.request("POST", f"{path}/columns/varchar", one_more)
    assert (reply.status, reply.body["type"]) == (400, "column_limit_exceeded")
    # Long texts are kept elsewhere, and so are lists.
    assert demo.request("POST", f"{path}/columns/text", one_more).status == 202
    listed = {**one_more, "key": "list", "array": True}
    assert demo.request("POST", f"{path}/columns/varchar", listed).status == 202
    assert settled(f"{path}/columns/list")["status"] == "available"
    table = demo.get(path).body
    assert table["bytesUsed"] == 1067 + 15 * (4 * 1024 + 2) + 2 * 20
    too_wide = {"tableId": "t", "name": "t", "columns": [*texts, {**texts[0], "key": "c15"}]}
    whole = demo.request("POST", path.rsplit("/", 1)[0], too_wide)
    assert (whole.status, whole.body["type"]) == (400, "table_limit_exceeded")


def test_a_shape_cannot_become_required_where_rows_are(demo: Any, make_table: Any) -> None:
    path = make_table("t", [{"key": "n", "type": "integer"}])
    required = {"key": "where", "required": True}
    demo.request("POST", f"{path}/rows", {"rowId": "r", "data": {"n": 1}})
    reply = demo.request("POST", f"{path}/columns/point", required)
    assert (reply.status, reply.body["type"]) == (400, "row_invalid_structure")
    demo.request("DELETE", f"{path}/rows/r")
    assert demo.request("POST", f"{path}/columns/point", required).status == 202


def test_what_is_not_available_is_not_changed(demo: Any, make_table: Any, settled: Any) -> None:
    path = make_table("t", [])
    body = {"relatedTableId": "t", "type": "oneToOne", "key": "twin", "twoWayKey": "other"}
    demo.request("POST", f"{path}/columns/relationship", body)
    assert settled(f"{path}/columns/twin")["status"] == "failed"
    change = demo.request("PATCH", f"{path}/columns/twin/relationship", {"onDelete": "cascade"})
    assert (change.status, change.body["type"]) == (400, "column_not_available")
    index = {"key": "i", "type": "key", "columns": ["twin"]}
    assert demo.request("POST", f"{path}/indexes", index).body["type"] == "column_type_invalid"


@pytest.mark.parametrize(
    "column",
    [
        {"type": "integer"},
        {"key": "a"},
        {"key": "$a", "type": "integer"},
        {"key": "a", "type": "relationship"},
        {"key": "a", "type": "varchar"},
        {"key": "a", "type": "integer", "required": True, "default": 1},
        {"key": "a", "type": "integer", "min": 3, "max": 2},
        {"key": "a", "type": "enum"},
        {"key": "n", "type": "boolean"},
    ],
)
def test_a_table_is_made_with_sound_columns_or_not_at_all(
    demo: Any, database: str, column: Any
) -> None:
    columns = [{"key": "n", "type": "integer"}, column]
    body = {"tableId": "t", "name": "t", "columns": columns}
    reply = demo.request("POST", f"{database}/tables", body)
    assert (reply.status, reply.body["type"]) == (400, "general_argument_invalid")
    assert demo.get(f"{database}/tables").body["total"] == 0
