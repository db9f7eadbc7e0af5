"""Owns making tables of the seed: one call describes a table, another fills it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tui.demo.model.tables import COLUMNS, DATABASES, INDEXES, TABLES, table_key
from tui.demo.seed.moments import ago
from tui.demo.store.collection import Document
from tui.demo.store.database import Store
from tui.demo.tables.column import Column
from tui.demo.tables.describe import (
    FLOAT_RANGE,
    INTEGER_RANGE,
    column_json,
    index_json,
    relationship_json,
)
from tui.demo.tables.storage import NewRow, add_column, add_index, create_rows_table, insert_rows
from tui.demo.tables.table import Table, load_table, other_side

MADE = ago(380)
"""When the tables of the shop were made."""


@dataclass(frozen=True)
class TablePlan:
    """A table of the seed. Columns and indexes as the functions below make them."""

    id: str
    name: str
    columns: Sequence[Document] = ()
    indexes: Sequence[Mapping[str, Any]] = ()
    permissions: Sequence[str] = ()
    row_security: bool = False
    enabled: bool = True


def column(kind: str, key: str, **details: Any) -> Document:
    """An available column; numbers get the widest range, varchar and string 255 characters."""
    if kind in ("integer", "bigint"):
        details = {"min": INTEGER_RANGE[0], "max": INTEGER_RANGE[1], **details}
    elif kind == "float":
        details = {"min": FLOAT_RANGE[0], "max": FLOAT_RANGE[1], **details}
    elif kind in ("varchar", "string"):
        details = {"size": 255, **details}
    return column_json(kind, key, MADE, status="available", **details)


def related(key: str, table: str, kind: str, other_key: str, on_delete: str) -> Document:
    """The parent side of a two-way relationship."""
    return relationship_json(
        key,
        MADE,
        related=table,
        kind=kind,
        two_way=True,
        other_key=other_key,
        on_delete=on_delete,
        status="available",
    )


def index(key: str, kind: str, columns: Sequence[str], *orders: str) -> Mapping[str, Any]:
    """An index; `orders` are `ASC` or `DESC` for each column."""
    return {"key": key, "kind": kind, "columns": columns, "orders": orders}


def make_table(store: Store, database_id: str, plan: TablePlan) -> Table:
    """Make a table with its columns. Indexes come with `finish`, after the rows."""
    about = {
        "$id": plan.id,
        "$createdAt": MADE,
        "$updatedAt": MADE,
        "$permissions": list(plan.permissions),
        "databaseId": database_id,
        "name": plan.name,
        "enabled": plan.enabled,
        "rowSecurity": plan.row_security,
    }
    with store.write() as connection:
        TABLES.add(store, about, database_id)
        create_rows_table(connection, database_id, plan.id)
        for each in plan.columns:
            add(store, database_id, plan.id, each)
    return load_table(store, database_id, plan.id)


def add(store: Store, database_id: str, table_id: str, about: Document) -> None:
    """Add a column to a table that exists; a relationship also to the other table."""
    with store.write() as connection:
        COLUMNS.add(store, about, table_key(database_id, table_id))
        if about["status"] != "available":
            return
        add_column(connection, load_table(store, database_id, table_id), Column(about))
        if about["type"] == "relationship" and about["side"] == "parent":
            other = other_side(about, table_id)
            add(store, database_id, about["relatedTable"], other)


def fill(store: Store, table: Table, rows: Iterable[NewRow]) -> None:
    """Put rows into a table."""
    with store.write() as connection:
        insert_rows(connection, load_table(store, table.database_id, table.id), rows)


def finish(store: Store, database_id: str, plan: TablePlan) -> None:
    """Make the indexes of a table that has its rows."""
    table = load_table(store, database_id, plan.id)
    numbers = (
        f"{DATABASES.sequence(store, database_id)}_{TABLES.sequence(store, plan.id, database_id)}"
    )
    with store.write() as connection:
        for each in plan.indexes:
            about = index_json(
                f"{numbers}_{each['key']}",
                each["key"],
                each["kind"],
                MADE,
                each["columns"],
                each["orders"],
                status="available",
            )
            INDEXES.add(store, about, table.key)
            add_index(connection, table, about)
