"""Writing rows: checks, changes, conflicts, operators, many at once."""

from __future__ import annotations

import json
from typing import Any

import pytest


def create(demo: Any, table: str, row_id: str = "a", **data: Any) -> Any:
    body = {"rowId": row_id, "data": {"title": "Thing", **data}}
    return demo.request("POST", f"{table}/rows", body)


def patch(demo: Any, table: str, data: dict[str, Any], **options: Any) -> Any:
    return demo.request("PATCH", f"{table}/rows/a", {"data": data}, **options)


def test_a_row_is_created_with_defaults_and_read_back(demo: Any, items: str) -> None:
    made = create(demo, items, price=2, due="2026-01-02T03:04:05.678+02:00", place=[13.4, 52.5])
    assert made.status == 201
    read = demo.get(f"{items}/rows/a").body
    assert read == made.body
    assert (read["qty"], read["active"], read["state"], read["tags"]) == (1, True, "new", [])
    assert read["due"] == "2026-01-02T01:04:05.678+00:00"
    assert read["$permissions"] == []


REFUSED = [
    ({"title": None}, 'Missing required attribute "title"'),
    ({"ghost": 1}, 'Unknown attribute: "ghost"'),
    (
        {"title": "x" * 81},
        'Attribute "title" has invalid type. Value must be a valid string and no longer than 80 '
        "chars",
    ),
    (
        {"qty": 1001},
        'Attribute "qty" has invalid format. Value must be a valid range between 0 and 1,000',
    ),
    (
        {"qty": "7"},
        'Attribute "qty" has invalid format. Value must be a valid signed 32-bit integer between '
        "-2,147,483,648 and 2,147,483,647",
    ),
    ({"active": "yes"}, 'Attribute "active" has invalid type. Value must be a valid boolean'),
    (
        {"due": "tomorrow-ish"},
        'Attribute "due" has invalid type. Value must be valid date between 1000-01-01 00:00:00 '
        "and 9999-12-31 23:59:59.",
    ),
    (
        {"contact": "x"},
        'Attribute "contact" has invalid format. Value must be a valid email address',
    ),
    ({"site": "x"}, 'Attribute "site" has invalid format. Value must be a valid URL'),
    (
        {"host": "999.1.1.1"},
        'Attribute "host" has invalid format. Value must be a valid IP address',
    ),
    ({"state": "lost"}, 'Attribute "state" has invalid format. Value must be one of (new, paid)'),
    ({"tags": "a"}, 'Attribute "tags" must be an array'),
    (
        {"tags": ["x" * 21]},
        "Attribute \"tags['0']\" has invalid type. Value must be a valid string and no longer "
        "than 20 chars",
    ),
    (
        {"place": [200, 100]},
        'Attribute "place" has invalid type. Value must be a valid point: Longitude (x) must be '
        "between -180 and 180, got 200",
    ),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED, ids=lambda value: str(value)[:40])
def test_a_value_is_refused_in_the_servers_words(
    demo: Any, items: str, data: dict[str, Any], reason: str
) -> None:
    reply = create(demo, items, **data)
    assert (reply.status, reply.body["type"]) == (400, "row_invalid_structure")
    assert reply.body["message"] == f"Invalid document structure: {reason}"
    assert demo.get(f"{items}/rows/a").status == 404


@pytest.mark.parametrize("column", ["path", "area"])
def test_shapes_must_be_whole(demo: Any, items: str, column: str) -> None:
    for wrong in ([], [[0, 0]], "x", [[[0, 0], [1, 1], [0, 0]]], 7):
        assert create(demo, items, **{column: wrong}).status == 400


def test_an_id_is_taken_once(demo: Any, items: str) -> None:
    assert create(demo, items).status == 201
    again = create(demo, items)
    assert (again.status, again.body["type"]) == (409, "row_already_exists")
    assert create(demo, items, row_id="A").status == 409
    assert create(demo, items, row_id="bad id!").body["message"].startswith("Invalid `rowId` param")


def test_unique_values_are_held_apart(demo: Any, items: str, settled: Any) -> None:
    demo.request("POST", f"{items}/indexes", {"key": "u", "type": "unique", "columns": ["contact"]})
    assert settled(f"{items}/indexes/u")["status"] == "available"
    assert create(demo, items, contact="a@b.test").status == 201
    assert create(demo, items, row_id="b", contact="A@b.test").status == 409
    assert create(demo, items, row_id="c").status == 201
    assert create(demo, items, row_id="d").status == 201


def test_only_changes_move_the_time(demo: Any, items: str) -> None:
    made = create(demo, items).body
    same = patch(demo, items, {"title": "Thing"}).body
    assert same["$updatedAt"] == made["$updatedAt"]
    other = patch(demo, items, {"title": "Other"}).body
    assert other["$updatedAt"] > made["$updatedAt"]
    permitted = demo.request("PATCH", f"{items}/rows/a", {"permissions": ['read("any")']}).body
    assert permitted["$updatedAt"] >= other["$updatedAt"]
    assert permitted["$permissions"] == ['read("any")']


def test_an_empty_change_is_refused(demo: Any, items: str) -> None:
    create(demo, items)
    assert patch(demo, items, {}).body["type"] == "row_missing_payload"
    assert demo.request("POST", f"{items}/rows", {"rowId": "b"}).body["type"] == "row_missing_data"
    assert patch(demo, items, {"title": None}).status == 400


def test_a_stale_change_is_refused_by_its_timestamp(demo: Any, items: str) -> None:
    old = {"x-appwrite-timestamp": create(demo, items).body["$updatedAt"]}
    assert patch(demo, items, {"qty": 2}, headers=old).status == 200
    stale = patch(demo, items, {"qty": 3}, headers=old)
    assert (stale.status, stale.body["type"]) == (409, "row_update_conflict")
    deleted = demo.request("DELETE", f"{items}/rows/a", headers=old)
    assert deleted.status == 409
    assert demo.get(f"{items}/rows/a").body["qty"] == 2
    fresh = {"x-appwrite-timestamp": demo.get(f"{items}/rows/a").body["$updatedAt"]}
    assert patch(demo, items, {"qty": 3}, headers=fresh).status == 200
    nonsense = patch(demo, items, {"qty": 4}, headers={"x-appwrite-timestamp": "nonsense"})
    assert nonsense.body["message"] == "Invalid X-Appwrite-Timestamp header value"
    upserted = demo.request(
        "PUT", f"{items}/rows/a", {"data": {"title": "A", "qty": 5}}, headers=old
    )
    assert upserted.body["qty"] == 5


def test_a_deleted_row_comes_back_with_its_times(demo: Any, items: str) -> None:
    before = create(demo, items).body
    demo.request("DELETE", f"{items}/rows/a")
    times = dict.fromkeys(("$createdAt", "$updatedAt"), "2020-01-02T03:04:05.678+00:00")
    after = create(demo, items, **times).body
    assert {key: after[key] for key in times} == times
    assert int(after["$sequence"]) > int(before["$sequence"])


def test_numbers_are_counted_up_and_down_within_bounds(demo: Any, items: str) -> None:
    create(demo, items, qty=5)
    path = f"{items}/rows/a/qty"
    assert demo.request("PATCH", f"{path}/increment", {"value": 3}).body["qty"] == 8
    assert demo.request("PATCH", f"{path}/decrement", {}).body["qty"] == 7
    over = demo.request("PATCH", f"{path}/increment", {"value": 9, "max": 10})
    assert over.body["message"] == 'tablesDB "qty" has reached the maximum value of 10'
    under = demo.request("PATCH", f"{path}/decrement", {"value": 9, "min": 0})
    assert under.body["message"] == 'tablesDB "qty" has reached the minimum value of 0'
    text = demo.request("PATCH", f"{items}/rows/a/title/increment", {})
    assert text.body["message"] == 'tablesDB "title" is not a number'


OPERATORS = [
    ("qty", "multiply", [3], 15),
    ("qty", "divide", [2], 3),
    ("qty", "modulo", [3], 2),
    ("qty", "power", [2], 25),
    ("qty", "increment", [500, 100], 100),
    ("title", "stringConcat", ["!"], "Thing!"),
    ("title", "stringReplace", ["i", "o"], "Thong"),
    ("tags", "arrayPrepend", ["z"], ["z", "x", "y", "x"]),
    ("tags", "arrayInsert", [1, "n"], ["x", "n", "y", "x"]),
    ("tags", "arrayRemove", ["x"], ["y"]),
    ("tags", "arrayUnique", [], ["x", "y"]),
    ("tags", "arrayIntersect", ["y"], ["y"]),
    ("tags", "arrayDiff", ["y"], ["x", "x"]),
    ("tags", "arrayFilter", ["equal", "x"], ["x", "x"]),
    ("active", "toggle", [], False),
    ("due", "dateAddDays", [2], "2026-01-03T00:00:00.000+00:00"),
    ("due", "dateSubDays", [1], "2025-12-31T00:00:00.000+00:00"),
]


@pytest.mark.parametrize(("column", "method", "values", "after"), OPERATORS)
@pytest.mark.parametrize("as_text", [True, False])
def test_an_operator_is_executed(
    demo: Any, items: str, column: str, method: str, values: list[Any], after: Any, as_text: bool
) -> None:
    create(demo, items, qty=5, tags=["x", "y", "x"], due="2026-01-01")
    operator: Any = {"method": method, "values": values}
    if as_text:
        operator = f'{{"method":"{method}","values":{str(values).replace(chr(39), chr(34))}}}'
    assert patch(demo, items, {column: operator}).body[column] == after


def test_create_stores_what_changes_execute(demo: Any, items: str) -> None:
    text = '{"method":"stringConcat","values":["!"]}'
    assert create(demo, items, title=text).body["title"] == text
    assert patch(demo, items, {"title": text}).body["title"] == text + "!"
    unknown = '{"method":"nope","values":[]}'
    assert patch(demo, items, {"title": unknown}).body["title"] == unknown
    malformed = patch(demo, items, {"title": '{"method":"stringConcat"}'})
    assert malformed.body["message"] == (
        "Invalid document structure: Cannot apply stringConcat operator: requires a string value"
    )


def test_an_operator_on_an_encrypted_column_is_applied_and_fails(demo: Any, items: str) -> None:
    create(demo, items, secret="whisper")
    reply = patch(demo, items, {"secret": '{"method":"stringConcat","values":["!"]}'})
    assert reply.status == 500
    assert demo.get(f"{items}/rows/a").body["secret"] == "whisper!"


def test_upsert_creates_and_then_merges(demo: Any, items: str) -> None:
    path = f"{items}/rows/new"
    first = demo.request("PUT", path, {"data": {"title": "One", "qty": 2}})
    assert (first.status, first.body["state"]) == (200, "new")
    second = demo.request("PUT", path, {"data": {"title": "Two"}}).body
    assert (second["title"], second["qty"]) == ("Two", 2)
    assert demo.request("PUT", f"{items}/rows/x", {"data": {"qty": 1}}).status == 400


def bulk(demo: Any, method: str, table: str, **body: Any) -> Any:
    return demo.request(method, f"{table}/rows", body)


def query(method: str, attribute: str, *values: Any) -> str:
    return json.dumps({"method": method, "attribute": attribute, "values": values})


def test_many_rows_are_written_at_once(demo: Any, items: str) -> None:
    rows = [{"$id": f"b{each}", "title": f"Bulk {each}", "qty": each} for each in range(60)]
    made = bulk(demo, "POST", items, rows=rows)
    assert (made.status, made.body["total"], len(made.body["rows"])) == (201, 60, 60)
    few = [query("lessThan", "qty", 3)]
    changed = bulk(demo, "PATCH", items, data={"state": "paid"}, queries=few).body
    assert [row["$id"] for row in changed["rows"]] == ["b0", "b1", "b2"]
    mixed = [{"$id": "b0", "title": "Again"}, {"$id": "b900", "title": "New"}]
    assert bulk(demo, "PUT", items, rows=mixed).body["total"] == 2
    assert demo.get(f"{items}/rows/b0").body["state"] == "paid"
    gone = bulk(demo, "DELETE", items, queries=[query("equal", "$id", "b900", "b1")]).body
    assert gone["total"] == 2
    assert demo.get(f"{items}/rows").body["total"] == 59
    assert bulk(demo, "PATCH", items, data={"qty": 9}).body["total"] == 59
    assert bulk(demo, "DELETE", items).body["total"] == 59
    assert demo.get(f"{items}/rows").body["total"] == 0


def test_bulk_is_all_or_nothing(demo: Any, items: str) -> None:
    rows = [{"$id": "ok", "title": "fine"}, {"$id": "bad"}]
    assert bulk(demo, "POST", items, rows=rows).status == 400
    assert demo.get(f"{items}/rows").body["total"] == 0
    many = [{"title": "x"}] * 101
    assert bulk(demo, "POST", items, rows=many).body["message"] == (
        "Invalid `rows` param: Value must a valid array no longer than 100 items and Value must be "
        "a valid JSON string"
    )


def test_a_bulk_change_can_skip_rows_that_moved(demo: Any, items: str) -> None:
    create(demo, items, row_id="a")
    seen = create(demo, items, row_id="b").body["$updatedAt"]
    while patch(demo, items, {"qty": 20}).body["$updatedAt"] <= seen:
        patch(demo, items, {"qty": 19})
    guard = [query("lessThanEqual", "$updatedAt", seen)]
    changed = bulk(demo, "PATCH", items, data={"qty": 0}, queries=guard).body
    assert [row["$id"] for row in changed["rows"]] == ["b"]
    assert demo.get(f"{items}/rows/a").body["qty"] == 20


def test_keys_without_the_scope_and_guests_do_not_write(demo: Any, items: str) -> None:
    body = {"rowId": "z", "data": {"title": "z"}}
    refused = demo.request("POST", f"{items}/rows", body, key="readonly")
    assert refused.body["message"].endswith('missing scopes (["rows.write","documents.write"])')
    guest = demo.request("POST", f"{items}/rows", body, key=None)
    assert guest.body["message"] == "No permissions provided for action 'create'"
    create(demo, items)
    change = patch(demo, items, {"qty": 2}, key=None)
    assert (change.status, change.body["type"]) == (401, "user_unauthorized")


def test_permissions_are_checked_and_written_out(demo: Any, items: str) -> None:
    def with_permissions(*permissions: str) -> Any:
        body = {"rowId": "p", "data": {"title": "p"}, "permissions": list(permissions)}
        return demo.request("POST", f"{items}/rows", body)

    assert with_permissions('create("any")').body["message"] == (
        'Invalid `permissions` param: Permission "create("any")" is not allowed. Must be one of: '
        "read, update, delete, write. or null"
    )
    assert with_permissions('read("nope")').body["message"] == (
        'Invalid `permissions` param: Role "nope" is not allowed. Must be one of: any, guests, '
        "users, user, team, member, label. or null"
    )
    for wrong in ("*", "read(any)", 'read("user:")', 'read("any/verified")', 'read("user:a/odd")'):
        assert with_permissions(wrong).status == 400
    made = with_permissions('write("user:alice")', 'read("team:t/owner")').body
    assert made["$permissions"] == [
        'update("user:alice")',
        'delete("user:alice")',
        'read("team:t/owner")',
    ]


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        ({"rows": []}, "row_missing_data", "row data is missing"),
        ({"data": {"title": "x"}}, "row_missing_data", "Row ID is required"),
        ({"rowId": "a"}, "row_missing_data", "row data is missing"),
        (
            {"rowId": "a", "data": {"title": "x"}, "rows": [{"title": "y"}]},
            "general_bad_request",
            "only send one of",
        ),
        ({"rowId": "a", "rows": [{"title": "y"}]}, "general_bad_request", '"rowId" is not allowed'),
        (
            {"rows": [{"title": "y"}], "permissions": ['read("any")']},
            "general_bad_request",
            '"permissions" is disallowed',
        ),
        ({"rows": [{"$id": "bad id", "title": "y"}]}, "general_bad_request", "at most 36 chars"),
    ],
)
def test_one_row_and_many_are_not_mixed(
    demo: Any, items: str, body: dict[str, Any], kind: str, said: str
) -> None:
    refused = demo.request("POST", f"{items}/rows", body)
    assert (refused.status, refused.body["type"]) == (400, kind)
    assert said in refused.body["message"]


def test_many_rows_are_for_keys_only(demo: Any, items: str, user: Any, as_user: Any) -> None:
    refused = demo.request("POST", f"{items}/rows", {"rows": [{"title": "y"}]}, **as_user(user()))
    assert (refused.status, refused.body["type"]) == (401, "general_unauthorized_scope")


def test_amounts_are_positive_numbers_or_texts_of_one(demo: Any, items: str) -> None:
    row = f"{items}/rows/a"
    demo.request("POST", f"{items}/rows", {"rowId": "a", "data": {"title": "A", "qty": 1}})
    assert demo.request("PATCH", f"{row}/qty/increment", {"value": "4"}).body["qty"] == 5
    for value in (0, -1, "-0.5"):
        refused = demo.request("PATCH", f"{row}/qty/increment", {"value": value})
        assert refused.body["message"] == "Value must be numeric and greater than 0"
    assert demo.request("PATCH", f"{row}/qty/increment", {"value": "many"}).status == 400
    missing = demo.request("PATCH", f"{items}/rows/none/qty/increment", {})
    assert (missing.status, missing.body["type"]) == (404, "column_not_found")
