"""Owns the endpoints that make, fill and end transactions (`/tablesdb/transactions`)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.model.tables import TRANSACTIONS
from tui.demo.params import Boolean, ListOf, Number, new_id
from tui.demo.routes.transactions import PATH, author, seen_inside
from tui.demo.routing import Routes
from tui.demo.store.clock import now, written
from tui.demo.store.collection import Document, shown
from tui.demo.tables.authors import open_transaction, the_transaction
from tui.demo.tables.operations import Operation, as_staged, require_possible, table_of
from tui.demo.tables.transactions import BULK, commit, end, require_room, stage

routes = Routes()
WRITE = ("documents.write", "rows.write")
_TTL = Number(60, 3600)
_MANY = 10_000
"""Operations that are looked at at all; how many fit is the transaction's matter."""


@routes.post(PATH, *WRITE)
def create_transaction(call: Call) -> Answer:
    moment = now()
    seconds = call.param("ttl", _TTL, 300)
    transaction = {
        "$id": new_id(),
        "$createdAt": moment,
        "$updatedAt": moment,
        "status": "pending",
        "operations": 0,
        "expiresAt": written(datetime.now(UTC) + timedelta(seconds=seconds)),
        "_owner": call.identity.user_id,
        "_staged": [],
    }
    TRANSACTIONS.add(call.store, transaction)
    return answer_json(shown(transaction), 201)


@routes.patch(PATH + "/{transaction_id}", *WRITE)
def update_transaction(call: Call, transaction_id: str) -> Answer:
    """Commit or roll back; a transaction that was rolled back is `failed`."""
    wants_commit = call.param("commit", Boolean(strict=True), False)
    wants_rollback = call.param("rollback", Boolean(strict=True), False)
    if wants_commit == wants_rollback:
        reason = "Either commit or rollback must be true"
        if wants_commit:
            reason = "Cannot commit and rollback at the same time"
        raise ApiError.of("general_bad_request", reason=reason)
    transaction = open_transaction(call.store, transaction_id, author(call))
    if wants_commit:
        return answer_json(shown(commit(call.store, transaction, author(call))))
    return answer_json(shown(end(call.store, transaction, "failed")))


@routes.delete(PATH + "/{transaction_id}", *WRITE)
def delete_transaction(call: Call, transaction_id: str) -> Answer:
    with call.store.write():
        the_transaction(call.store, transaction_id, author(call))
        TRANSACTIONS.remove(call.store, transaction_id)
    return answer_nothing()


@routes.post(PATH + "/{transaction_id}/operations", *WRITE)
def create_operations(call: Call, transaction_id: str) -> Answer:
    operations = call.param("operations", ListOf(Operation(), _MANY), [])
    if not operations:
        raise ApiError.of("general_bad_request", reason="Operations array cannot be empty")
    with call.store.write():
        transaction = the_transaction(call.store, transaction_id, author(call))
        open_transaction(call.store, transaction_id, author(call), blunt=True)
        require_room(transaction, len(operations))
        made: set[tuple[str, str]] = set()
        for operation in operations:
            _check(call, transaction, operation, made)
        changed = stage(call.store, transaction, [as_staged(each) for each in operations])
    return answer_json(shown(changed), 201)


def _check(
    call: Call, transaction: Document, operation: Document, made: set[tuple[str, str]]
) -> None:
    """Refuse an operation that could never be done. `made` are rows of this request's creations."""
    action = operation["action"]
    if action in BULK and not call.identity.is_key:
        raise ApiError.of("user_unauthorized")
    table = table_of(call.store, call.identity, operation)
    row_id = str(operation.get("rowId") or "")
    row = None
    if action == "create":
        made.add((table.key, row_id))
    elif action not in BULK:
        row = seen_inside(call, table, transaction, row_id)
        missing = row is None and action != "upsert"
        if missing and (table.key, row_id) not in made:
            raise ApiError.of("document_not_found", id=row_id)
    require_possible(table, call.identity, operation, row)
