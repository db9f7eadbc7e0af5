"""Owns transactions: operations that are staged, and committed together or not at all."""

from __future__ import annotations

import sqlite3
from typing import Any

from tui.demo.errors import ApiError, declare
from tui.demo.model.tables import TRANSACTIONS
from tui.demo.params import new_id
from tui.demo.query.listing import read_queries
from tui.demo.store.clock import now
from tui.demo.store.collection import Document
from tui.demo.store.database import Store
from tui.demo.tables.authors import Author
from tui.demo.tables.bulk import create_all, delete_matching, update_matching, upsert_all
from tui.demo.tables.table import Table, load_table
from tui.demo.tables.writing import RowWriter

MAX_OPERATIONS = 100
SINGLE = ("create", "update", "upsert", "delete", "increment", "decrement")
BULK = ("bulkCreate", "bulkUpdate", "bulkUpsert", "bulkDelete")

declare(
    {
        "transaction_conflict": (
            409,
            "The transaction has a conflict. Please resolve the conflict and try again.",
        ),
        "transaction_limit_exceeded": (
            400,
            "Transaction already has {existing} operations, adding {more} would exceed the maximum "
            "of {most}",
        ),
    }
)


def require_room(transaction: Document, more: int) -> None:
    """Refuse more operations than a transaction may have."""
    existing = len(transaction["_staged"])
    if existing + more > MAX_OPERATIONS:
        raise ApiError.of(
            "transaction_limit_exceeded", existing=existing, more=more, most=MAX_OPERATIONS
        )


def stage(store: Store, transaction: Document, operations: list[Document]) -> Document:
    """Add operations, each with its time and when its row was changed last, to notice conflicts."""
    require_room(transaction, len(operations))
    staged = [*transaction["_staged"]]
    for operation in operations:
        noted = {"_at": now(), "_seen": _row_of(store, operation)}
        if operation["action"] in SINGLE:
            noted["rowId"] = operation.get("rowId") or new_id()
        staged.append({**operation, **noted})
    changed = {**transaction, "_staged": staged, "operations": len(staged)}
    TRANSACTIONS.put(store, changed)
    return changed


def _row_of(store: Store, operation: Document) -> str | None:
    if operation["action"] not in SINGLE or not operation.get("rowId"):
        return None
    table = load_table(store, operation["databaseId"], operation["tableId"])
    return _updated(table, operation["rowId"])


def _updated(table: Table, row_id: str) -> str | None:
    """When a row was changed last, None when there is none."""
    row = table.store.one(f"SELECT _updated FROM {table.sql} WHERE _id = ?", (row_id,))
    return str(row[0]) if row else None


def commit(store: Store, transaction: Document, author: Author) -> Document:
    """Apply everything; on any failure nothing is, and the transaction is `failed`."""
    try:
        with store.write() as connection:
            committing = _Commit(connection, store, author)
            for operation in transaction["_staged"]:
                committing.apply(operation)
            return end(store, transaction, "committed")
    except ApiError as error:
        end(store, transaction, "failed")
        raise _at_the_end(error) from error


def _at_the_end(error: ApiError) -> ApiError:
    """What a commit answers when an operation fails: it knows documents, not rows."""
    match error.kind:
        case "row_already_exists" | "row_unique_constraint_violation" | "row_update_conflict":
            return ApiError.of("transaction_conflict")
        case "row_not_found" | "column_not_found":
            sentence = error.message.replace("Row", "Document").replace("Column", "Document")
            return ApiError(404, "document_not_found", sentence)
        case "row_invalid_structure" | "row_delete_restricted":
            kind = error.kind.replace("row", "document")
            return ApiError(error.status, kind, error.message)
        case "column_limit_exceeded":
            return ApiError(error.status, "attribute_limit_exceeded", error.message)
        case _:
            return error


def end(store: Store, transaction: Document, status: str) -> Document:
    """Close a transaction; its operations are forgotten, their number is not."""
    changed = {**transaction, "status": status, "$updatedAt": now(), "_staged": []}
    TRANSACTIONS.put(store, changed)
    return changed


class _Commit:
    """The operations of one transaction, applied one after another.

    A row is in conflict when somebody else changed it after the operation was staged. What the
    transaction itself has written before is not looked at.
    """

    def __init__(self, connection: sqlite3.Connection, store: Store, author: Author) -> None:
        self._connection = connection
        self._store = store
        self._author = author
        self._written: set[tuple[str, str]] = set()
        """Tables (their keys) and the rows of them that this commit has written."""

    def apply(self, operation: Document) -> None:
        """Do one operation; raises what its own endpoint would, or `row_update_conflict`."""
        table = load_table(self._store, operation["databaseId"], operation["tableId"])
        writer = RowWriter(self._connection, table, self._author.identity, self._author.version)
        if operation["action"] in BULK:
            self._bulk(writer, operation)
            return
        row_id = operation["rowId"]
        if operation["action"] != "create":
            self._require_untouched(table, row_id, operation)
        self._single(writer, operation)
        self._written.add((table.key, row_id))

    def _has_written(self, table: Table, row_id: str) -> bool:
        return (table.key, row_id) in self._written and _updated(table, row_id) is not None

    def _require_untouched(self, table: Table, row_id: str, operation: Document) -> None:
        if self._has_written(table, row_id):
            return
        updated, at = _updated(table, row_id), operation["_at"]
        # Within one millisecond only what was seen tells which of the two came first.
        tie = updated == at and operation["_seen"] not in (None, updated)
        if updated is not None and (updated > at or tie):
            raise ApiError.of("row_update_conflict")

    def _single(self, writer: RowWriter, operation: Document) -> None:
        row_id, data = operation["rowId"], operation.get("data") or {}
        permissions = operation.get("permissions")
        match operation["action"]:
            case "create":
                writer.create(row_id, data, permissions)
            case "update":
                writer.update(row_id, data, permissions)
            case "upsert" if self._has_written(writer.table, row_id):
                writer.update(row_id, data, permissions)
            case "upsert":
                writer.upsert(row_id, data, permissions)
            case "delete":
                writer.delete(row_id)
            case "increment":
                _add(writer, row_id, data, 1)
            case _:
                _add(writer, row_id, data, -1)

    def _bulk(self, writer: RowWriter, operation: Document) -> None:
        table, action, data = writer.table, operation["action"], operation.get("data") or {}

        def look(row_id: str, done: bool) -> None:
            if done:
                self._written.add((table.key, row_id))
            else:
                self._require_untouched(table, row_id, operation)

        if action in ("bulkCreate", "bulkUpsert"):
            rows = data if isinstance(data, list) else data.get("rows") or []
            if action == "bulkCreate":
                create_all(writer, rows, look)
            else:
                upsert_all(writer, rows, look, lambda id_: self._has_written(table, id_))
            return
        wanted = read_queries(data.get("queries") or [], table.schema, self._author.version)
        if action == "bulkUpdate":
            update_matching(writer, wanted, data.get("data") or {}, look)
        else:
            delete_matching(writer, wanted, look)


def _add(writer: RowWriter, row_id: str, data: Document, sign: int) -> Any:
    key = data.get("column") or data.get("attribute") or ""
    bound = data.get("max") if sign > 0 else data.get("min")
    return writer.add_to(row_id, str(key), sign * (data.get("value") or 1), bound)
