"""What changing a row looks at: all of the row, who may, what operators may be used on."""

from __future__ import annotations

from typing import Any

import pytest

STRUCTURE = (400, "row_invalid_structure")


def make(demo: Any, items: str, row_id: str = "a", **data: Any) -> Any:
    body = {"rowId": row_id, "data": {"title": "One", **data}}
    reply = demo.request("POST", f"{items}/rows", body)
    assert reply.status == 201, reply.body
    return reply


def patch(demo: Any, items: str, **data: Any) -> Any:
    return demo.request("PATCH", f"{items}/rows/a", {"data": data})


def put(demo: Any, items: str, row_id: str, **data: Any) -> Any:
    return demo.request("PUT", f"{items}/rows/{row_id}", {"data": data})


def outcome(reply: Any) -> tuple[int, str]:
    return reply.status, reply.body.get("type", "")


def test_a_change_is_refused_for_what_the_row_had_before(demo: Any, items: str) -> None:
    make(demo, items, qty=900)
    kept = {"required": False, "default": None}
    demo.request("PATCH", f"{items}/columns/integer/qty", {**kept, "max": 100})
    assert outcome(patch(demo, items, title="Two")) == STRUCTURE
    assert outcome(put(demo, items, "a", title="Two")) == STRUCTURE
    assert patch(demo, items, qty=50).status == 200
    assert patch(demo, items, title="Two").status == 200


def test_a_column_that_became_required_has_to_be_given(demo: Any, items: str) -> None:
    make(demo, items)
    body = {"required": True, "default": None}
    assert demo.request("PATCH", f"{items}/columns/float/price", body).status == 200
    assert outcome(patch(demo, items, qty=2)) == STRUCTURE
    assert patch(demo, items, price=2.5).status == 200
    assert patch(demo, items, qty=2).status == 200


def test_an_upsert_brings_what_is_required(demo: Any, items: str) -> None:
    make(demo, items, qty=2)
    assert outcome(put(demo, items, "a", qty=3)) == STRUCTURE
    merged = put(demo, items, "a", title="Two")
    assert (merged.body["title"], merged.body["qty"]) == ("Two", 2)
    many = demo.request("PUT", f"{items}/rows", {"rows": [{"$id": "a", "qty": 3}]})
    assert outcome(many) == STRUCTURE


def test_an_upsert_of_one_id_twice_is_refused(demo: Any, items: str) -> None:
    rows = [{"$id": "x", "title": "X"}, {"$id": "x", "title": "Y"}]
    twice = demo.request("PUT", f"{items}/rows", {"rows": rows})
    assert outcome(twice) == (409, "row_already_exists")
    assert demo.get(f"{items}/rows").body["total"] == 0


def test_an_upsert_leaves_out_what_is_so_already(demo: Any, make_table: Any) -> None:
    table = make_table("t", [{"key": "n", "type": "integer"}])
    rows = [{"$id": "a", "n": 1}, {"$id": "b", "n": 2}]
    demo.request("PUT", f"{table}/rows", {"rows": rows})
    before = demo.get(f"{table}/rows/a").body
    again = demo.request("PUT", f"{table}/rows", {"rows": [rows[0], {"$id": "b", "n": 3}]})
    assert [row["$id"] for row in again.body["rows"]] == ["b"]
    assert demo.request("PUT", f"{table}/rows/a", {"data": {"n": 1}}).body == before


def test_a_bulk_change_is_checked_though_it_finds_nothing(demo: Any, items: str) -> None:
    nothing = ['{"method":"equal","attribute":"$id","values":["ghost"]}']

    def change(**data: Any) -> Any:
        return demo.request("PATCH", f"{items}/rows", {"data": data, "queries": nothing})

    for data in ({"ghost": 1}, {"qty": "x"}, {"title": None}, {"qty": '{"method":"toggle"}'}):
        assert outcome(change(**data)) == STRUCTURE
    assert change(qty=3).body == {"total": 0, "rows": []}


def test_times_of_a_row_have_to_be_times(demo: Any, items: str) -> None:
    body = {"rowId": "a", "data": {"title": "x", "$createdAt": "nonsense"}}
    assert outcome(demo.request("POST", f"{items}/rows", body)) == STRUCTURE
    make(demo, items)
    assert outcome(patch(demo, items, **{"$updatedAt": 5})) == STRUCTURE
    assert outcome(patch(demo, items, **{"$collectionId": "x"})) == STRUCTURE
    headers = {"x-appwrite-timestamp": "nonsense"}
    upsert = demo.request("PUT", f"{items}/rows/a", {"data": {"title": "x"}}, headers=headers)
    assert outcome(upsert) == (400, "general_argument_invalid")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("contact", ".a@b.test"),
        ("contact", "a..b@b.test"),
        ("contact", "a@b"),
        ("contact", "a@-b.test"),
        ("contact", f"{'a' * 65}@b.test"),
        ("contact", f"a@{'b' * 64}.test"),
        ("site", "http://ä.test"),
        ("site", f"http://a.test/{'x' * 2000}"),
        ("secret", "x" * 61),
        ("title", "x" * 81),
        ("qty", 5.0),
        ("qty", True),
        ("due", "2026-13-01"),
        ("tags", {"a": "b"}),
        ("tags", [5]),
        ("place", [1, 2, 3]),
        ("path", [[0, 0], [181, 0]]),
        ("area", [[[0, 0], [1, 0], [1, 1], [0, 1]]]),
    ],
)
def test_a_value_that_its_column_refuses(demo: Any, items: str, column: str, value: Any) -> None:
    body = {"rowId": "a", "data": {"title": "t", column: value}}
    assert outcome(demo.request("POST", f"{items}/rows", body)) == STRUCTURE


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("contact", "o'neil+x_y@sub.b-c.test"),
        ("secret", "x" * 60),
        ("title", "ä" * 80),
        ("tags", ["a", None, ""]),
        ("price", 5),
        ("place", [-180, 90]),
    ],
)
def test_a_value_that_its_column_takes(demo: Any, items: str, column: str, value: Any) -> None:
    assert make(demo, items, **{column: value}).body[column] == value


REFUSED_OPERATORS = [
    ("qty", "increment", []),
    ("qty", "increment", ["x"]),
    ("qty", "increment", [1, "x"]),
    ("qty", "increment", [2**31]),
    ("qty", "multiply", [2**30]),
    ("qty", "divide", [0]),
    ("qty", "modulo", [0]),
    ("qty", "arrayAppend", ["x"]),
    ("qty", "stringConcat", ["x"]),
    ("title", "increment", [1]),
    ("title", "stringConcat", [5]),
    ("title", "stringConcat", ["x" * 80]),
    ("title", "stringReplace", ["x"]),
    ("title", "toggle", []),
    ("tags", "stringConcat", ["x"]),
    ("tags", "arrayInsert", [9, "x"]),
    ("tags", "arrayInsert", [-1, "x"]),
    ("tags", "arrayInsert", [0]),
    ("tags", "arrayRemove", []),
    ("tags", "arrayIntersect", []),
    ("tags", "arrayFilter", []),
    ("tags", "arrayFilter", ["like", "x"]),
    ("due", "dateAddDays", ["1"]),
    ("due", "dateAddDays", []),
    ("active", "dateSetNow", []),
]


@pytest.mark.parametrize(("column", "method", "values"), REFUSED_OPERATORS)
def test_an_operator_that_does_not_fit_is_refused(
    demo: Any, items: str, column: str, method: str, values: list[Any]
) -> None:
    made = make(demo, items, qty=5, tags=["x", "y"], due="2026-01-01").body
    assert (
        outcome(patch(demo, items, **{column: {"method": method, "values": values}})) == STRUCTURE
    )
    assert demo.get(f"{items}/rows/a").body == made


@pytest.mark.parametrize(
    ("column", "method", "values", "after"),
    [
        ("qty", "increment", [2000], 2005),
        ("qty", "increment", ["2"], 7),
        ("qty", "increment", [2**31, 900], 900),
        ("qty", "decrement", [9, 1], 1),
        ("qty", "divide", [-2], -3),
        ("qty", "modulo", [-3], 2),
        ("price", "multiply", [0.5], 0.25),
        ("contact", "stringConcat", [" not an address"], "a@b.test not an address"),
        ("host", "stringReplace", ["a", "b"], None),
        ("host", "stringConcat", ["::1"], "::1"),
        ("tags", "arrayInsert", [2, "z"], ["x", "y", "z"]),
        ("tags", "arrayFilter", ["isNotNull"], ["x", "y"]),
        ("due", "dateSubDays", [1], "2025-12-31T00:00:00.000+00:00"),
    ],
)
def test_what_an_operator_makes_is_not_checked_again(
    demo: Any, items: str, column: str, method: str, values: list[Any], after: Any
) -> None:
    values_now = {"qty": 5, "price": 0.5, "contact": "a@b.test", "tags": ["x", "y"]}
    make(demo, items, due="2026-01-01", **values_now)
    changed = patch(demo, items, **{column: {"method": method, "values": values}})
    assert changed.body.get(column) == after, changed.body


def test_an_upsert_of_a_new_row_applies_operators_to_defaults(demo: Any, items: str) -> None:
    made = put(
        demo,
        items,
        "new",
        title='{"method":"stringConcat","values":["Fresh"]}',
        qty={"method": "increment", "values": [4]},
        active={"method": "toggle"},
    ).body
    assert (made["title"], made["qty"], made["active"]) == ("Fresh", 5, False)


@pytest.fixture
def notes(demo: Any, make_table: Any) -> str:
    """A table whose rows say themselves who may do what."""
    columns = [{"key": "title", "type": "varchar", "size": 20}]
    path: str = make_table("notes", columns, rowSecurity=True)
    return path


def test_whoever_changes_nothing_needs_to_read(
    demo: Any, notes: str, user: Any, as_user: Any
) -> None:
    ann = user()
    for row_id, action in (("r", "read"), ("u", "update")):
        body = {
            "rowId": row_id,
            "data": {"title": "x"},
            "permissions": [f'{action}("user:{ann}")'],
        }
        demo.request("POST", f"{notes}/rows", body)

    def change(row_id: str, title: str) -> int:
        body = {"data": {"title": title}}
        status: int = demo.request("PATCH", f"{notes}/rows/{row_id}", body, **as_user(ann)).status
        return status

    assert [change("r", "x"), change("r", "y")] == [200, 401]
    assert [change("u", "x"), change("u", "y")] == [401, 200]


def test_rows_in_numbers_are_for_keys(demo: Any, make_table: Any, user: Any, as_user: Any) -> None:
    everything = [f'{action}("any")' for action in ("create", "read", "update", "delete")]
    columns = [{"key": "n", "type": "integer"}]
    table = make_table("open", columns, permissions=everything)
    ann = as_user(user())
    made = demo.request("POST", f"{table}/rows", {"rows": [{"n": 1}]}, **ann)
    assert outcome(made) == (401, "general_unauthorized_scope")
    for method, body in (
        ("PUT", {"rows": [{"n": 1}]}),
        ("PATCH", {"data": {"n": 1}}),
        ("DELETE", {}),
    ):
        assert outcome(demo.request(method, f"{table}/rows", body, **ann)) == (
            404,
            "database_not_found",
        )
    assert (
        demo.request("POST", f"{table}/rows", {"rowId": "a", "data": {"n": 1}}, **ann).status == 201
    )


@pytest.mark.parametrize("count", [0, 1, 100, 101])
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_hundred_rows_come_at_once(demo: Any, make_table: Any, method: str, count: int) -> None:
    table = make_table("t", [{"key": "n", "type": "integer"}])
    rows = [{"$id": f"r{number}", "n": number} for number in range(count)]
    reply = demo.request(method, f"{table}/rows", {"rows": rows})
    if count == 101:
        assert outcome(reply) == (400, "general_argument_invalid")
        assert demo.get(f"{table}/rows").body["total"] == 0
    elif count == 0 and method == "POST":
        assert outcome(reply) == (400, "row_missing_data")
    else:
        assert [row["$id"] for row in reply.body["rows"]] == [row["$id"] for row in rows]


@pytest.mark.parametrize(
    "bad",
    [
        {"$id": "r1", "n": 1},
        {"$id": "not an id!"},
        {"$id": "x", "n": "text"},
        {"$id": "x", "ghost": 1},
        {"$id": "x", "$permissions": ["all"]},
    ],
)
def test_one_bad_row_keeps_all_of_them_out(demo: Any, make_table: Any, bad: Any) -> None:
    table = make_table("t", [{"key": "n", "type": "integer"}])
    rows = [{"$id": "r1", "n": 1}, {"$id": "r2", "n": 2}, bad]
    reply = demo.request("POST", f"{table}/rows", {"rows": rows})
    assert reply.status in (400, 409)
    assert demo.get(f"{table}/rows").body["total"] == 0


@pytest.mark.parametrize("params", [{"queries": "text"}, {"total": "perhaps"}])
def test_parameters_of_a_list_have_their_types(demo: Any, items: str, params: Any) -> None:
    reply = demo.get(f"{items}/rows", params=params)
    assert outcome(reply) == (400, "general_argument_invalid")


def test_an_upsert_grants_anew_what_it_leaves(
    demo: Any, notes: str, user: Any, as_user: Any
) -> None:
    ann = user()
    mine, others = f'update("user:{ann}")', 'read("user:somebody")'
    for row_id, permissions in (("mine", [mine]), ("shared", [mine, others])):
        body = {"rowId": row_id, "data": {"title": "x"}, "permissions": permissions}
        demo.request("POST", f"{notes}/rows", body)

    def change(method: str, row_id: str) -> tuple[int, str]:
        body = {"data": {"title": f"by {method}"}}
        return outcome(demo.request(method, f"{notes}/rows/{row_id}", body, **as_user(ann)))

    assert change("PUT", "mine") == (200, "")
    assert change("PUT", "shared") == (401, "user_unauthorized")
    assert change("PATCH", "shared") == (200, "")


@pytest.mark.parametrize("identity", ["key", "jwt", "session", "guest"])
def test_who_may_do_what_to_a_row(
    demo: Any, make_table: Any, user: Any, as_user: Any, identity: str
) -> None:
    columns = [{"key": "title", "type": "varchar", "size": 20}]
    table = make_table("t", columns, permissions=['create("users")'], rowSecurity=True)
    ann = user()
    who: dict[str, Any] = {}
    if identity == "jwt":
        who = as_user(ann)
    elif identity == "session":
        secret = demo.request("POST", f"/users/{ann}/sessions", {}).body["secret"]
        who = {"key": None, "headers": {"x-appwrite-session": secret}}
    elif identity == "guest":
        who = {"key": None}
    for row_id, action in (("readable", "read"), ("writable", "write"), ("closed", "")):
        permissions = [f'{action}("user:{ann}")'] if action else []
        body = {"rowId": row_id, "data": {"title": row_id}, "permissions": permissions}
        demo.request("POST", f"{table}/rows", body)

    def statuses(method: str, body: Any = None) -> list[int]:
        rows = ("readable", "writable", "closed")
        return [demo.request(method, f"{table}/rows/{row}", body, **who).status for row in rows]

    signed_in = identity in ("jwt", "session")
    everything = identity == "key"
    listed = demo.get(f"{table}/rows", **who).body["total"]
    assert listed == (3 if everything else 1 if signed_in else 0)
    assert statuses("GET") == ([200] * 3 if everything else [200 if signed_in else 404, 404, 404])
    assert statuses("PATCH", {"data": {"title": "new"}}) == (
        [200] * 3 if everything else [401, 200 if signed_in else 401, 401]
    )
    made = demo.request("POST", f"{table}/rows", {"rowId": "n", "data": {"title": "n"}}, **who)
    assert made.status == (401 if identity == "guest" else 201)
    if signed_in:
        own = [f'{action}("user:{ann}")' for action in ("read", "update", "delete")]
        assert made.body["$permissions"] == own
    elif everything:
        assert made.body["$permissions"] == []
    assert statuses("DELETE") == (
        [204] * 3 if everything else [401, 204 if signed_in else 401, 401]
    )


def test_a_number_ends_where_its_column_does(demo: Any, make_table: Any) -> None:
    small = {"key": "small", "type": "integer", "max": 9}
    table = make_table("t", [small, {"key": "wide", "type": "integer"}])
    demo.request("POST", f"{table}/rows", {"rowId": "a", "data": {"small": 1, "wide": 1}})

    def add(key: str, value: float) -> Any:
        return demo.request("PATCH", f"{table}/rows/a/{key}/increment", {"value": value})

    assert add("small", 100).body["small"] == 101
    assert outcome(add("small", 2**31)) == (400, "column_limit_exceeded")
    assert add("wide", 2**31).body["wide"] == 2**31 + 1
    assert outcome(add("wide", 10**30)) == (400, "column_limit_exceeded")
    assert add("small", 1.5).body["small"] == 102.5
    assert demo.get(f"{table}/rows/a").body["small"] == 103
