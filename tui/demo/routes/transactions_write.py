"""Owns the endpoints that make, fill and end transactions (`/tablesdb/transactions`)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.model.tables import TRANSACTIONS
from tui.demo.params import Boolean, ListOf, Number, Object, new_id
from tui.demo.routes.transactions import PATH, author
from tui.demo.routing import Routes
from tui.demo.store.clock import now, written
from tui.demo.store.collection import Document, shown
from tui.demo.tables.authors import the_transaction
from tui.demo.tables.table import Table, load_table
from tui.demo.tables.transactions import (
    BULK,
    SINGLE,
    commit,
    end,
    require_room,
    seen_through,
    stage,
)
from tui.demo.tables.writing import RowWriter, is_number

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
    wants_commit = call.param("commit", Boolean(), False)
    wants_rollback = call.param("rollback", Boolean(), False)
    if wants_commit == wants_rollback:
        reason = "Either commit or rollback must be true"
        if wants_commit:
            reason = "Cannot commit and rollback at the same time"
        raise ApiError.of("general_bad_request", reason=reason)
    transaction = the_transaction(call.store, transaction_id, author(call), open_only=True)
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
    operations = call.param("operations", ListOf(Object(), _MANY), [])
    if not operations:
        raise ApiError.of("general_bad_request", reason="Operations array cannot be empty")
    with call.store.write():
        transaction = the_transaction(call.store, transaction_id, author(call))
        if transaction["status"] != "pending":
            reason = "Invalid or non‑pending transaction"
            raise ApiError.of("general_bad_request", reason=reason)
        the_transaction(call.store, transaction_id, author(call), open_only=True)
        require_room(transaction, len(operations))
        made: set[tuple[str, ...]] = set()
        for operation in operations:
            _check(call, transaction, operation, made)
        changed = stage(call.store, transaction, operations)
    return answer_json(shown(changed), 201)


def _check(
    call: Call, transaction: Document, operation: Document, made: set[tuple[str, ...]]
) -> None:
    """Refuse an operation that could never be done. `made` are rows of this request's creations."""
    action = operation.get("action")
    if action not in (*SINGLE, *BULK):
        reason = (
            "Invalid `operations` param: Value must be a valid operation with an action of "
            f"({', '.join((*SINGLE, *BULK))})"
        )
        raise ApiError.of("general_argument_invalid", reason=reason)
    if action in BULK and not call.identity.is_key:
        raise ApiError.of("user_unauthorized")
    ids = (str(operation.get("databaseId")), str(operation.get("tableId")))
    table = load_table(call.store, *ids)
    if action in BULK:
        if table.relationships:
            reason = "Bulk operations are not supported for tableId with relationship attributes"
            raise ApiError.of("general_bad_request", reason=reason)
        return
    row_id = str(operation.get("rowId") or "")
    if action == "create":
        made.add((*ids, row_id))
    elif not row_id:
        reason = f"Document ID is required for {action} operations"
        raise ApiError.of("general_bad_request", reason=reason)
    elif action != "upsert" and (*ids, row_id) not in made:
        _require_row(call, transaction, table, row_id)
    key = (operation.get("data") or {}).get("column") or ""
    if action in ("increment", "decrement") and not is_number(table, str(key)):
        reason = f'Column "{key}" is not a number'
        raise ApiError(400, "attribute_type_invalid", reason)


def _require_row(call: Call, transaction: Document, table: Table, row_id: str) -> None:
    with seen_through(call.store, transaction, author(call)) as connection:
        writer = RowWriter(connection, table, call.identity, call.settings.version)
        if writer.find(row_id) is None:
            sentence = f"Document with the requested ID '{row_id}' could not be found."
            raise ApiError(404, "document_not_found", sentence)
