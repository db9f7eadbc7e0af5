"""Transactions: staged, seen through, committed, rolled back, in conflict."""

from __future__ import annotations

from typing import Any

import pytest

TRANSACTIONS = "/tablesdb/transactions"


@pytest.fixture
def transaction(demo: Any) -> str:
    return str(demo.request("POST", TRANSACTIONS, {"ttl": 60}).body["$id"])


def operation(items: str, action: str, row_id: str, **data: Any) -> dict[str, Any]:
    _, _, database, _, table = items.split("/")
    ids = {"databaseId": database, "tableId": table, "rowId": row_id}
    return {"action": action, **ids, "data": data}


def stage(demo: Any, transaction: str, *operations: dict[str, Any]) -> Any:
    path = f"{TRANSACTIONS}/{transaction}/operations"
    return demo.request("POST", path, {"operations": list(operations)})


def end(demo: Any, transaction: str, how: str) -> Any:
    return demo.request("PATCH", f"{TRANSACTIONS}/{transaction}", {how: True})


@pytest.fixture
def row(demo: Any, items: str) -> str:
    demo.request("POST", f"{items}/rows", {"rowId": "a", "data": {"title": "One", "qty": 1}})
    return f"{items}/rows/a"


def test_staged_changes_are_seen_inside_only_until_committed(
    demo: Any, items: str, row: str, transaction: str
) -> None:
    staged = stage(
        demo,
        transaction,
        operation(items, "update", "a", qty=9),
        operation(items, "create", "b", title="New"),
    )
    assert (staged.status, staged.body["operations"]) == (201, 2)
    assert demo.get(row).body["qty"] == 1
    inside = {"transactionId": transaction}
    assert demo.get(row, params=inside).body["qty"] == 9
    assert demo.get(f"{items}/rows", params=inside).body["total"] == 2
    assert demo.get(f"{items}/rows").body["total"] == 1
    assert end(demo, transaction, "commit").body["status"] == "committed"
    assert demo.get(row).body["qty"] == 9
    assert demo.get(f"{items}/rows/b").body["title"] == "New"
    assert end(demo, transaction, "commit").body["type"] == "transaction_not_ready"


def test_writes_that_name_a_transaction_are_staged(
    demo: Any, items: str, row: str, transaction: str
) -> None:
    body = {"data": {"qty": 5}, "transactionId": transaction}
    assert demo.request("PATCH", row, body).body["qty"] == 5
    demo.request("PATCH", f"{row}/qty/increment", {"value": 2, "transactionId": transaction})
    assert demo.get(row).body["qty"] == 1
    assert demo.get(f"{TRANSACTIONS}/{transaction}").body["operations"] == 2
    end(demo, transaction, "commit")
    assert demo.get(row).body["qty"] == 7


def test_a_row_that_moved_meanwhile_is_a_conflict(
    demo: Any, items: str, row: str, transaction: str
) -> None:
    stage(demo, transaction, operation(items, "update", "a", qty=5))
    before = demo.get(row).body["$updatedAt"]
    qty = 2
    while demo.request("PATCH", row, {"data": {"qty": qty}}).body["$updatedAt"] == before:
        qty += 1
    conflict = end(demo, transaction, "commit")
    assert (conflict.status, conflict.body["type"]) == (409, "transaction_conflict")
    assert demo.get(f"{TRANSACTIONS}/{transaction}").body["status"] == "failed"
    assert demo.get(row).body["qty"] == qty


def test_nothing_of_a_failing_transaction_stays(
    demo: Any, items: str, row: str, transaction: str
) -> None:
    stage(
        demo,
        transaction,
        operation(items, "update", "a", qty=5),
        operation(items, "create", "b", qty=5),
    )
    failed = end(demo, transaction, "commit")
    assert (failed.status, failed.body["type"]) == (400, "document_invalid_structure")
    assert demo.get(row).body["qty"] == 1


def test_a_rolled_back_transaction_is_failed(
    demo: Any, items: str, row: str, transaction: str
) -> None:
    stage(demo, transaction, operation(items, "delete", "a"))
    rolled = end(demo, transaction, "rollback").body
    assert (rolled["status"], rolled["operations"]) == ("failed", 1)
    assert demo.get(row).status == 200


def test_what_cannot_be_staged_is_refused(
    demo: Any, items: str, row: str, transaction: str
) -> None:
    unknown = stage(demo, transaction, operation(items, "explode", "a"))
    assert (unknown.status, unknown.body["type"]) == (400, "general_argument_invalid")
    many = [operation(items, "delete", "a")] * 60
    assert stage(demo, transaction, *many).status == 201
    assert stage(demo, transaction, *many).body["type"] == "transaction_limit_exceeded"
    both = demo.request(
        "PATCH", f"{TRANSACTIONS}/{transaction}", {"commit": True, "rollback": True}
    )
    assert both.status == 400
    assert demo.request("POST", TRANSACTIONS, {"ttl": 1}).status == 400
    assert demo.get(f"{TRANSACTIONS}/nope").body["type"] == "transaction_not_found"
    assert demo.request("DELETE", f"{TRANSACTIONS}/{transaction}").status == 204


def test_a_staged_row_is_answered_as_it_was_sent(
    demo: Any, items: str, row: str, transaction: str
) -> None:
    inside = {"transactionId": transaction}
    made = demo.request("POST", f"{items}/rows", {"rowId": "b", "data": {"qty": "no"}, **inside})
    assert (made.status, made.body["qty"], made.body["$id"]) == (201, "no", "b")
    assert "price" not in made.body
    put = demo.request("PUT", f"{items}/rows/c", {"data": {"title": "C"}, **inside})
    assert (put.status, put.body["title"]) == (201, "C")
    changed = demo.request("PATCH", row, {"data": {"qty": 3}, **inside})
    assert (changed.status, changed.body["qty"], changed.body["title"]) == (200, 3, "One")
    assert demo.request("PATCH", f"{items}/rows/none", {"data": {"qty": 3}, **inside}).status == 404
    many = demo.request("POST", f"{items}/rows", {"rows": [{"title": "x"}] * 3, **inside})
    assert many.body == {"total": 3, "rows": []}
    every = demo.request("PATCH", f"{items}/rows", {"data": {"qty": 3}, **inside})
    assert every.body == {"total": 0, "rows": []}
    assert end(demo, transaction, "commit").body["type"] == "document_invalid_structure"
    assert demo.get(f"{items}/rows").body["total"] == 1


def test_a_row_that_is_made_in_the_same_request_can_be_changed(
    demo: Any, items: str, transaction: str
) -> None:
    staged = stage(
        demo,
        transaction,
        operation(items, "create", "n", title="New", qty=1),
        operation(items, "increment", "n", column="qty", value=4),
    )
    assert staged.status == 201
    missing = stage(demo, transaction, operation(items, "update", "other", qty=1))
    assert (missing.status, missing.body["type"]) == (404, "document_not_found")
    words = stage(demo, transaction, operation(items, "increment", "n", column="title"))
    assert words.body["type"] == "attribute_type_invalid"
    assert end(demo, transaction, "commit").status == 200
    assert demo.get(f"{items}/rows/n").body["qty"] == 5


def test_a_row_deleted_meanwhile_is_not_found(
    demo: Any, items: str, row: str, transaction: str
) -> None:
    stage(demo, transaction, operation(items, "delete", "a"))
    stage(demo, transaction, operation(items, "create", "b", title="B"))
    assert stage(demo, transaction).body["message"] == "Operations array cannot be empty"
    assert demo.request("DELETE", row).status == 204
    assert end(demo, transaction, "commit").status in (404, 409)
    assert demo.get(f"{items}/rows/b").status == 404
    late = stage(demo, transaction, operation(items, "create", "c", title="C"))
    assert (late.status, late.body["type"]) == (400, "general_bad_request")


def test_users_see_their_own_transactions_and_keys_all(
    demo: Any, user: Any, as_user: Any, transaction: str
) -> None:
    mine = as_user(user())
    own = demo.request("POST", TRANSACTIONS, {}, **mine).body["$id"]
    listed = demo.get(TRANSACTIONS, **mine).body
    assert [each["$id"] for each in listed["transactions"]] == [own]
    assert demo.get(f"{TRANSACTIONS}/{transaction}", **mine).status == 404
    assert demo.get(f"{TRANSACTIONS}/{own}").status == 200


def test_a_row_made_inside_shows_what_was_sent(
    demo: Any, items: str, row: str, transaction: str
) -> None:
    inside = {"transactionId": transaction}
    stage(
        demo,
        transaction,
        operation(items, "create", "b", title="B", qty=3),
        operation(items, "update", "b", qty=4),
        operation(items, "upsert", "c", title="C"),
        operation(items, "upsert", "a", title="Two"),
        operation(items, "increment", "b", column="qty", value=2),
        operation(items, "increment", "a", column="qty"),
    )
    made = demo.get(f"{items}/rows/b", params=inside).body
    assert (made["title"], made["qty"], made["$sequence"], made["$createdAt"]) == ("B", 6, "", "")
    assert "price" not in made
    changed = demo.get(f"{items}/rows/a", params=inside).body
    assert (changed["title"], changed["qty"], changed["price"]) == ("Two", 2, None)
    newest_first = {"method": "orderDesc", "attribute": "title"}
    listed = demo.get(f"{items}/rows", newest_first, params=inside).body
    assert [each["$id"] for each in listed["rows"]] == ["a", "b", "c"]
    assert listed["total"] == 3
    only = {"method": "select", "values": ["qty"]}
    assert "title" not in demo.get(f"{items}/rows/b", only, params=inside).body
    stage(demo, transaction, operation(items, "delete", "b"), operation(items, "delete", "a"))
    assert demo.get(f"{items}/rows/b", params=inside).status == 404
    left = demo.get(f"{items}/rows", params=inside).body
    assert ([each["$id"] for each in left["rows"]], left["total"]) == (["c"], 1)


def test_a_transaction_that_is_none_shows_what_is_there(
    demo: Any, items: str, row: str, transaction: str
) -> None:
    stage(demo, transaction, operation(items, "update", "a", qty=9))
    for id_ in ("ghost", transaction):
        end(demo, transaction, "rollback")
        assert demo.get(row, params={"transactionId": id_}).body["qty"] == 1
        assert demo.get(f"{items}/rows", params={"transactionId": id_}).body["total"] == 1


def bulk(items: str, action: str, data: Any) -> dict[str, Any]:
    found = operation(items, action, "")
    del found["rowId"]
    return {**found, "data": data}


def test_bulk_operations_see_what_the_transaction_wrote(
    demo: Any, items: str, row: str, transaction: str
) -> None:
    high = ['{"method":"greaterThan","attribute":"qty","values":[4]}']
    staged = stage(
        demo,
        transaction,
        bulk(items, "bulkCreate", [{"$id": f"n{qty}", "title": "N", "qty": qty} for qty in (3, 6)]),
        bulk(
            items,
            "bulkUpsert",
            [
                {"$id": "a", "title": "One", "qty": 8},
                {"$id": "n3", "qty": 2},
                {"$id": "u", "title": "U", "qty": 9},
            ],
        ),
        bulk(items, "bulkUpdate", {"queries": high, "data": {"title": "High"}}),
        bulk(items, "bulkDelete", {"queries": [high[0].replace("4", "8")]}),
    )
    assert (staged.status, staged.body["operations"]) == (201, 4)
    committed = end(demo, transaction, "commit")
    assert committed.status == 200, committed.body
    rows = demo.get(f"{items}/rows").body["rows"]
    assert {each["$id"]: (each["title"], each["qty"]) for each in rows} == {
        "a": ("High", 8),
        "n3": ("N", 2),
        "n6": ("High", 6),
    }


@pytest.mark.parametrize("action", ["bulkUpdate", "bulkUpsert", "bulkDelete"])
def test_bulk_operations_conflict_with_rows_that_moved(
    demo: Any, items: str, row: str, transaction: str, action: str
) -> None:
    data = {
        "bulkUpdate": {"queries": [], "data": {"title": "Mine"}},
        "bulkUpsert": [{"$id": "a", "title": "Mine"}],
        "bulkDelete": {"queries": []},
    }[action]
    stage(demo, transaction, bulk(items, action, data))
    created = demo.get(f"{TRANSACTIONS}/{transaction}").body["$createdAt"]
    qty = 2
    while demo.request("PATCH", row, {"data": {"qty": qty}}).body["$updatedAt"] <= created:
        qty += 1
    conflict = end(demo, transaction, "commit")
    assert (conflict.status, conflict.body["type"]) == (409, "transaction_conflict")
    assert demo.get(row).body["title"] == "One"


def test_only_what_changed_after_staging_is_a_conflict(
    demo: Any, items: str, row: str, transaction: str
) -> None:
    stage(demo, transaction, operation(items, "update", "a", title="Mine"))
    long_ago = {"qty": 2, "$updatedAt": "2020-01-01T00:00:00.000+00:00"}
    demo.request("PATCH", row, {"data": long_ago})
    assert end(demo, transaction, "commit").status == 200
    assert (demo.get(row).body["title"], demo.get(row).body["qty"]) == ("Mine", 2)


@pytest.mark.parametrize(
    ("operations", "status", "expected"),
    [
        (("create", "a", {"title": "again"}), 409, "transaction_conflict"),
        (("upsert", "n", {"qty": 1}), 400, "document_invalid_structure"),
        (("update", "a", {"ghost": 1}), 400, "document_invalid_structure"),
        (
            ("increment", "a", {"column": "qty", "value": 9, "max": 5}),
            400,
            "attribute_limit_exceeded",
        ),
    ],
)
def test_a_commit_speaks_of_documents(
    demo: Any, items: str, row: str, transaction: str, operations: Any, status: int, expected: str
) -> None:
    action, row_id, data = operations
    stage(demo, transaction, operation(items, action, row_id, **data))
    before = demo.get(f"{items}/rows").body
    failed = end(demo, transaction, "commit")
    assert (failed.status, failed.body["type"]) == (status, expected)
    assert demo.get(f"{TRANSACTIONS}/{transaction}").body["status"] == "failed"
    assert demo.get(f"{items}/rows").body == before


@pytest.mark.parametrize(
    ("change", "status", "expected"),
    [
        ({"databaseId": ""}, 400, "general_argument_invalid"),
        ({"tableId": None}, 400, "general_argument_invalid"),
        ({"rowId": " "}, 400, "general_argument_invalid"),
        ({"data": "text"}, 400, "general_argument_invalid"),
        ({"action": "bulkUpdate", "data": {"data": {}}}, 400, "general_argument_invalid"),
        ({"action": "bulkDelete", "data": {}}, 400, "general_argument_invalid"),
        ({"action": "increment", "data": {}}, 400, "general_argument_invalid"),
        (
            {"action": "increment", "data": {"column": "qty", "value": "some"}},
            400,
            "general_argument_invalid",
        ),
        ({"databaseId": "ghost"}, 404, "database_not_found"),
        ({"tableId": "ghost"}, 404, "collection_not_found"),
        ({"rowId": "ghost"}, 404, "document_not_found"),
        ({"data": {"$permissions": ["all"]}}, 400, "general_bad_request"),
    ],
)
def test_an_operation_has_the_parts_of_its_action(
    demo: Any, items: str, row: str, transaction: str, change: Any, status: int, expected: str
) -> None:
    sound = operation(items, "update", "a", qty=2)
    reply = stage(demo, transaction, sound, {**sound, **change})
    assert (reply.status, reply.body["type"]) == (status, expected), reply.body
    assert demo.get(f"{TRANSACTIONS}/{transaction}").body["operations"] == 0


def test_staging_ends_with_a_hundred_operations(
    demo: Any, items: str, row: str, transaction: str
) -> None:
    many = [operation(items, "update", "a", qty=each) for each in range(99)]
    assert stage(demo, transaction, *many).body["operations"] == 99
    body = {"data": {"qty": 100}, "transactionId": transaction}
    assert demo.request("PATCH", row, body).status == 200
    for method, path, data in (
        ("PATCH", row, body),
        ("PUT", row, body),
        ("POST", f"{items}/rows", {**body, "rowId": "x"}),
        ("PATCH", f"{row}/qty/increment", {"transactionId": transaction}),
        ("PATCH", f"{items}/rows", body),
        ("DELETE", f"{items}/rows", {"transactionId": transaction}),
    ):
        reply = demo.request(method, path, data)
        assert (reply.status, reply.body["type"]) == (400, "transaction_limit_exceeded")
    assert end(demo, transaction, "commit").body["operations"] == 100
    assert demo.get(row).body["qty"] == 100


def test_what_is_over_takes_no_more(demo: Any, items: str, row: str, transaction: str) -> None:
    body = {"data": {"qty": 5}, "transactionId": transaction}
    end(demo, transaction, "rollback")
    assert demo.request("PATCH", row, body).body["type"] == "transaction_not_ready"
    assert demo.request("PATCH", f"{items}/rows", body).body["type"] == "general_bad_request"
    added = demo.request("PATCH", f"{row}/qty/increment", {"transactionId": "ghost"})
    assert (added.status, added.body["type"]) == (400, "general_bad_request")
    gone = demo.request("PATCH", row, {**body, "transactionId": "ghost"})
    assert (gone.status, gone.body["type"]) == (404, "transaction_not_found")


def test_users_stage_only_what_they_may_do(
    demo: Any, make_table: Any, user: Any, as_user: Any
) -> None:
    columns = [{"key": "title", "type": "varchar", "size": 20}]
    table = make_table("notes", columns, permissions=['create("users")'], rowSecurity=True)
    ann = user()
    theirs = [f'update("user:{ann}")']
    for row_id, permissions in (("mine", theirs), ("other", [])):
        body = {"rowId": row_id, "data": {"title": "x"}, "permissions": permissions}
        demo.request("POST", f"{table}/rows", body)
    as_ann = as_user(ann)
    id_ = demo.request("POST", TRANSACTIONS, {}, **as_ann).body["$id"]
    path = f"{TRANSACTIONS}/{id_}/operations"

    def staged(*operations: dict[str, Any]) -> Any:
        return demo.request("POST", path, {"operations": list(operations)}, **as_ann)

    assert staged(operation(table, "create", "new", title="N")).status == 201
    assert staged(operation(table, "update", "mine", title="M")).status == 201
    for refused in (
        operation(table, "update", "other", title="O"),
        operation(table, "delete", "mine"),
        operation(table, "increment", "other", column="title"),
        bulk(table, "bulkDelete", {"queries": []}),
        operation(table, "create", "more", **{"$permissions": ['read("user:somebody")']}),
    ):
        reply = staged(refused)
        assert (reply.status, reply.body["type"]) == (401, "user_unauthorized")
    done = demo.request("PATCH", f"{TRANSACTIONS}/{id_}", {"commit": True}, **as_ann)
    assert done.status == 200, done.body
    assert demo.get(f"{table}/rows/mine").body["title"] == "M"
    # Rows that come as operations get the permissions that they name, and no others.
    assert demo.get(f"{table}/rows/new").body["$permissions"] == []
