"""Owns how databases, tables, columns, indexes and transactions are kept.

Tables belong to a database id, columns and indexes to `database/table`.
"""

from __future__ import annotations

from tui.demo.store.collection import Collection
from tui.demo.store.schema import Type, attribute

DATABASES = Collection(
    "databases",
    "Database",
    (attribute("name", Type.TEXT), attribute("enabled", Type.BOOLEAN)),
)
TABLES = Collection(
    "tables",
    "Table",
    (
        attribute("name", Type.TEXT),
        attribute("enabled", Type.BOOLEAN),
        attribute("rowSecurity", Type.BOOLEAN),
    ),
)
COLUMNS = Collection(
    "columns",
    "Column",
    (
        attribute("key", Type.TEXT),
        attribute("type", Type.TEXT),
        attribute("status", Type.TEXT),
        attribute("required", Type.BOOLEAN),
        attribute("array", Type.BOOLEAN),
        attribute("size", Type.INTEGER),
        attribute("error", Type.TEXT),
    ),
    searched=("key",),
)
INDEXES = Collection(
    "indexes",
    "Index",
    (
        attribute("key", Type.TEXT),
        attribute("type", Type.TEXT),
        attribute("status", Type.TEXT),
        attribute("columns", Type.TEXT, array=True),
        attribute("error", Type.TEXT),
    ),
    searched=("key",),
)
TRANSACTIONS = Collection(
    "transactions",
    "Transaction",
    (attribute("status", Type.TEXT), attribute("expiresAt", Type.DATETIME)),
    searched=("$id",),
)

COLLECTIONS = (DATABASES, TABLES, COLUMNS, INDEXES, TRANSACTIONS)


def table_key(database_id: str, table_id: str) -> str:
    """The parent of a table's columns and indexes."""
    return f"{database_id}/{table_id}"
