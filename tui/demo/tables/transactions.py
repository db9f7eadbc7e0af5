"""Owns transactions: operations that are staged, seen by whoever asks with the transaction's id,
and committed together or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
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
from tui.demo.versions import Version

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
    """Add operations, each with what its row looks like now, for noticing conflicts at the end."""
    require_room(transaction, len(operations))
    staged = [*transaction["_staged"]]
    for operation in operations:
        seen = _moved(store, operation)
        staged.append({**operation, "rowId": operation.get("rowId") or new_id(), "_seen": seen})
    changed = {**transaction, "_staged": staged, "operations": len(staged)}
    TRANSACTIONS.put(store, changed)
    return changed


@contextmanager
def seen_through(
    store: Store, transaction: Document, author: Author
) -> Iterator[sqlite3.Connection]:
    """The data as if the transaction were committed, without what cannot be done."""
    with store.write() as connection:
        connection.execute("SAVEPOINT seen_through")
        try:
            for operation in transaction["_staged"]:
                connection.execute("SAVEPOINT operation")
                try:
                    apply_operation(connection, store, operation, author)
                except ApiError:
                    connection.execute("ROLLBACK TO operation")
                connection.execute("RELEASE operation")
            yield connection
        finally:
            connection.execute("ROLLBACK TO seen_through")


def commit(store: Store, transaction: Document, author: Author) -> Document:
    """Apply everything; on any failure nothing is, and the transaction is `failed`."""
    try:
        with store.write() as connection:
            for operation in transaction["_staged"]:
                if _moved(store, operation) != operation["_seen"]:
                    raise ApiError.of("transaction_conflict")
            for operation in transaction["_staged"]:
                apply_operation(connection, store, operation, author)
            return end(store, transaction, "committed")
    except ApiError as error:
        end(store, transaction, "failed")
        raise _at_the_end(error) from error


def _at_the_end(error: ApiError) -> ApiError:
    """What a commit answers when an operation fails: it knows documents, not rows."""
    match error.kind:
        case "row_already_exists" | "row_update_conflict":
            return ApiError.of("transaction_conflict")
        case "row_not_found" | "row_invalid_structure":
            kind = error.kind.replace("row", "document")
            return ApiError(error.status, kind, error.message.replace("Row", "Document"))
        case "column_limit_exceeded":
            return ApiError(error.status, "attribute_limit_exceeded", error.message)
        case _:
            return error


def end(store: Store, transaction: Document, status: str) -> Document:
    """Close a transaction; its operations are forgotten, their number is not."""
    changed = {**transaction, "status": status, "$updatedAt": now(), "_staged": []}
    TRANSACTIONS.put(store, changed)
    return changed


def apply_operation(
    connection: sqlite3.Connection, store: Store, operation: Document, author: Author
) -> Any:
    """Do one operation; gives the row or rows it answers, None for a deletion."""
    table = load_table(store, operation["databaseId"], operation["tableId"])
    writer = RowWriter(connection, table, author.identity, author.version)
    action, data = operation["action"], operation.get("data") or {}
    row_id, permissions = operation["rowId"], operation.get("permissions")
    match action:
        case "create":
            return writer.create(row_id, data, permissions)
        case "update":
            return writer.update(row_id, data, permissions)
        case "upsert":
            return writer.upsert(row_id, data, permissions)
        case "delete":
            return writer.delete(row_id)
        case "increment" | "decrement":
            return _add(writer, row_id, data, 1 if action == "increment" else -1)
        case _:
            return _bulk(writer, table, action, data, author.version)


def _add(writer: RowWriter, row_id: str, data: Document, sign: int) -> Any:
    key = data.get("column") or data.get("attribute") or ""
    bound = data.get("max") if sign > 0 else data.get("min")
    return writer.add_to(row_id, str(key), sign * (data.get("value") or 1), bound)


def _bulk(writer: RowWriter, table: Table, action: str, data: Any, version: Version) -> Any:
    if action in ("bulkCreate", "bulkUpsert"):
        rows = data if isinstance(data, list) else data.get("rows") or []
        return (create_all if action == "bulkCreate" else upsert_all)(writer, rows)
    wanted = read_queries(data.get("queries") or [], table.schema, version)
    if action == "bulkUpdate":
        return update_matching(writer, wanted, data.get("data") or {})
    return delete_matching(writer, wanted)


def _moved(store: Store, operation: Document) -> str | None:
    """When the row of an operation was changed last, None when there is none."""
    if operation["action"] not in SINGLE or not operation.get("rowId"):
        return None
    table = load_table(store, operation["databaseId"], operation["tableId"])
    row = store.one(f"SELECT _updated FROM {table.sql} WHERE _id = ?", (operation["rowId"],))
    return str(row[0]) if row else None
