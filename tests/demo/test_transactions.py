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
    assert end(demo, transaction, "commit").body["type"] == "row_invalid_structure"
    assert demo.get(row).body["qty"] == 1


def test_a_rolled_back_transaction_is_failed(
    demo: Any, items: str, row: str, transaction: str
) -> None:
    stage(demo, transaction, operation(items, "delete", "a"))
    rolled = end(demo, transaction, "rollback").body
    assert (rolled["status"], rolled["operations"]) == ("failed", 1)
    assert demo.get(row).status == 200


def test_what_cannot_be_staged_is_refused(demo: Any, items: str, transaction: str) -> None:
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
