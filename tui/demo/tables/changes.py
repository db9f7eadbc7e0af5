"""Owns changing what a table is made of: its columns and indexes come and go in the background."""

from __future__ import annotations

import sqlite3
from functools import partial

from tui.demo.errors import ApiError, declare
from tui.demo.later import Later
from tui.demo.model.tables import COLUMNS, DATABASES, INDEXES, TABLES, table_key
from tui.demo.store.clock import now
from tui.demo.store.collection import Document
from tui.demo.store.database import Store
from tui.demo.tables.column import Column
from tui.demo.tables.index_rules import INTERNAL
from tui.demo.tables.resizing import require_room
from tui.demo.tables.storage import (
    add_column,
    add_index,
    drop_column,
    drop_index,
    drop_rows_table,
)
from tui.demo.tables.table import Table, load_table

declare(
    {
        "column_already_exists": (
            409,
            "Column with the requested key '{id}' already exists. Column keys must be unique, try "
            "again with a different key.",
        ),
        "column_index_already_exists": (
            409,
            "Index with the requested key '{id}' already exists. Try again with a different key.",
        ),
    }
)

_DUPLICATES = {"status": "failed", "error": "Failed to create index: duplicate values exist"}


def start_column(store: Store, later: Later, table: Table, about: Document) -> None:
    """Announce a column as `processing`; raises 409 when its key is taken, 400 without room."""
    _require_no_rows(store, table, about)
    require_room(store, table, about)
    try:
        COLUMNS.add(store, {**about, "_pending": True}, table.key)
    except sqlite3.IntegrityError as error:
        raise ApiError.of("column_already_exists", id=about["key"]) from error
    later.do(partial(finish_column, store, table.database_id, table.id, about["key"]))


def _require_no_rows(store: Store, table: Table, about: Document) -> None:
    """Rows that exist have no shape where one is required."""
    required = about["required"] and about["type"] in ("point", "linestring", "polygon")
    if required and store.one(f"SELECT 1 FROM {table.sql} LIMIT 1"):
        reason = (
            "Failed to add required spatial column: existing rows present. Make the column "
            "optional."
        )
        raise ApiError(400, "row_invalid_structure", reason)


def finish_column(store: Store, database_id: str, table_id: str, key: str) -> None:
    """Make room for the values of an announced column, unless it is gone again."""
    with store.write() as connection:
        about = COLUMNS.get(store, key, table_key(database_id, table_id))
        if about is None or about["status"] != "processing":
            return
        table = load_table(store, database_id, table_id)
        if "_failure" in about:
            _fail(store, about, table.key)
            return
        add_column(connection, table, Column(about))
        about = {k: v for k, v in about.items() if k != "_pending"}
        COLUMNS.put(store, {**about, "status": "available", "$updatedAt": now()}, table.key)


def _fail(store: Store, about: Document, parent: str) -> None:
    """A column that cannot be made (`_failure` says why) is kept as failed."""
    kept = {key: value for key, value in about.items() if key not in ("_pending", "_failure")}
    failed = {"status": "failed", "error": about["_failure"], "$updatedAt": now()}
    COLUMNS.put(store, {**kept, **failed}, parent)


def start_index(store: Store, later: Later, table: Table, about: Document) -> None:
    """Announce an index as `processing`; raises 409 when its key is taken."""
    try:
        INDEXES.add(store, {**about, "_pending": True}, table.key)
    except sqlite3.IntegrityError as error:
        raise ApiError.of("column_index_already_exists", id=about["key"]) from error
    later.do(partial(finish_index, store, table.database_id, table.id, about["$id"]))


def finish_index(store: Store, database_id: str, table_id: str, id_: str) -> None:
    """Build an announced index; duplicates make a unique one `failed`."""
    parent = table_key(database_id, table_id)
    about = INDEXES.get(store, id_, parent)
    if about is None or about["status"] != "processing":
        return
    about = {k: v for k, v in about.items() if k != "_pending"}
    table = load_table(store, database_id, table_id)
    gone = [key for key in about["columns"] if key not in (*table.by_key, *INTERNAL)]
    if gone:
        error = f'Invalid index attribute "{gone[0]}" not found'
        INDEXES.put(store, {**about, "status": "failed", "error": error}, parent)
        return
    try:
        with store.write() as connection:
            add_index(connection, table, about)
            INDEXES.put(store, {**about, "status": "available", "$updatedAt": now()}, parent)
    except sqlite3.IntegrityError:
        INDEXES.put(store, {**about, **_DUPLICATES, "$updatedAt": now()}, parent)


def delete_index(store: Store, table: Table, about: Document) -> None:
    """Drop an index."""
    with store.write() as connection:
        if about["status"] == "available":
            drop_index(connection, table, about)
        INDEXES.remove(store, about["$id"], table.key)


def delete_column(store: Store, database_id: str, table_id: str, key: str) -> None:
    """Drop a column, the indexes on it, and the other side of a relationship."""
    with store.write() as connection:
        table = load_table(store, database_id, table_id)
        about = COLUMNS.get(store, key, table.key)
        if about is None:
            return
        _narrow_indexes(store, table, key)
        column = Column(about)
        if about["status"] == "available" or about.get("_stored"):
            drop_column(connection, load_table(store, database_id, table_id), column)
        COLUMNS.remove(store, key, table.key)
        if column.is_relationship and about["twoWay"]:
            delete_column(store, database_id, column.related, about["twoWayKey"])


def _narrow_indexes(store: Store, table: Table, key: str) -> None:
    """Take a column out of every index; one that had no other goes, or has now a twin."""
    indexes = INDEXES.all(store, table.key)
    for index in indexes:
        if key not in index["columns"]:
            continue
        left = _without(index, index["columns"].index(key))
        twins = [
            each
            for each in indexes
            if each["key"] != index["key"]
            and (each["columns"], each["orders"]) == (left["columns"], left["orders"])
        ]
        if not left["columns"] or twins:
            delete_index(store, table, index)
        else:
            _rebuild(store, table, index, left)


def _rebuild(store: Store, table: Table, index: Document, left: Document) -> None:
    """Put a narrower index in the place of a wider one; duplicates make a unique one `failed`."""
    built = index["status"] == "available"
    try:
        with store.write() as connection:
            if built:
                drop_index(connection, table, index)
                add_index(connection, load_table(store, table.database_id, table.id), left)
            INDEXES.put(store, {**left, "$updatedAt": now()}, table.key)
    except sqlite3.IntegrityError:
        INDEXES.put(store, {**left, **_DUPLICATES, "$updatedAt": now()}, table.key)


def _without(index: Document, position: int) -> Document:
    """An index without one of its columns. Lengths and orders equal to its own go with it."""
    left = {**index}
    for part in ("columns", "lengths", "orders"):
        gone = index[part][position : position + 1]
        left[part] = [each for each in index[part] if each not in gone]
    return left


def delete_table(store: Store, table: Table) -> None:
    """Drop a table with its rows, and what other tables know of it."""
    with store.write() as connection:
        for other in TABLES.all(store, table.database_id):
            for about in COLUMNS.all(store, table_key(table.database_id, other["$id"])):
                if about.get("relatedTable") == table.id and other["$id"] != table.id:
                    delete_column(store, table.database_id, other["$id"], about["key"])
        drop_rows_table(connection, load_table(store, table.database_id, table.id))
        for collection in (COLUMNS, INDEXES):
            collection.remove_all(store, table.key)
        TABLES.remove(store, table.id, table.database_id)


def delete_database(store: Store, database_id: str) -> None:
    """Drop a database with its tables."""
    with store.write():
        for about in TABLES.all(store, database_id):
            delete_table(store, load_table(store, database_id, about["$id"]))
        DATABASES.remove(store, database_id)
