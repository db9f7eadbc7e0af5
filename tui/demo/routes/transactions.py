"""Owns the endpoints of transactions (`/tablesdb/transactions`)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tui.demo.answers import Answer, answer_json, answer_nothing, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.model.tables import TRANSACTIONS
from tui.demo.params import Boolean, ListOf, Number, Object, new_id
from tui.demo.routing import Routes
from tui.demo.store.clock import now, written
from tui.demo.store.collection import Document, shown
from tui.demo.tables.table import load_table
from tui.demo.tables.transactions import (
    BULK,
    MAX_OPERATIONS,
    SINGLE,
    Author,
    commit,
    end,
    stage,
    the_transaction,
)

routes = Routes()
PATH = "/tablesdb/transactions"
READ = ("documents.read", "rows.read")
WRITE = ("documents.write", "rows.write")
_TTL = Number(60, 3600)


def author(call: Call) -> Author:
    """Who writes in this request."""
    return Author(call.identity, call.settings.version)


@routes.get(PATH, *READ)
def list_transactions(call: Call) -> Answer:
    page = TRANSACTIONS.page(call.store, call.settings.version, call.queries())
    return answer_page(page.total, "transactions", page.documents)


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


@routes.get(PATH + "/{transaction_id}", *READ)
def get_transaction(call: Call, transaction_id: str) -> Answer:
    return answer_json(shown(the_transaction(call.store, transaction_id, author(call))))


@routes.patch(PATH + "/{transaction_id}", *WRITE)
def update_transaction(call: Call, transaction_id: str) -> Answer:
    """Commit or roll back; a transaction that was rolled back is `failed`."""
    wants_commit = call.param("commit", Boolean(), False)
    if wants_commit == call.param("rollback", Boolean(), False):
        reason = "Either commit or rollback must be true"
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
    operations = call.param("operations", ListOf(Object(), MAX_OPERATIONS))
    with call.store.write():
        transaction = the_transaction(call.store, transaction_id, author(call), open_only=True)
        for operation in operations:
            _check(call, operation)
        changed = stage(call.store, transaction, operations)
    return answer_json(shown(changed), 201)


def _check(call: Call, operation: Document) -> None:
    """Refuse an operation that could never be done."""
    action = operation.get("action")
    if action not in (*SINGLE, *BULK):
        reason = (
            "Invalid `operations` param: Value must be a valid operation with an action of "
            f"({', '.join((*SINGLE, *BULK))})"
        )
        raise ApiError.of("general_argument_invalid", reason=reason)
    load_table(call.store, str(operation.get("databaseId")), str(operation.get("tableId")))
