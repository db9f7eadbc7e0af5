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
