"""Owns the SQL tables behind user tables: making, changing and dropping them and their indexes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tui.demo.model.tables import INDEXES
from tui.demo.store.schema import quoted
from tui.demo.tables.column import Column
from tui.demo.tables.table import Table, junction_name, rows_name

_BASE = (
    "_seq INTEGER PRIMARY KEY AUTOINCREMENT, _id TEXT NOT NULL UNIQUE COLLATE NOCASE, "
    "_created TEXT NOT NULL, _updated TEXT NOT NULL, _perms TEXT NOT NULL DEFAULT '[]'"
)

_ID = "TEXT COLLATE NOCASE"
"""The SQL type of a related row's id."""


@dataclass(frozen=True)
class NewRow:
    """A checked row on its way into the store. `values` by column key; what is missing is null."""

    id: str
    created: str
    updated: str
    values: Mapping[str, Any]
    permissions: Sequence[str] = field(default=())


def create_rows_table(connection: sqlite3.Connection, database_id: str, table_id: str) -> None:
    """The SQL table of a new user table, without columns yet."""
    connection.execute(f"CREATE TABLE {quoted(rows_name(database_id, table_id))} ({_BASE})")
    index_times(connection, database_id, table_id)


def index_times(connection: sqlite3.Connection, database_id: str, table_id: str) -> None:
    """Orders by creation and update are served by indexes from the start, in both directions."""
    name = rows_name(database_id, table_id)
    for column in ("_created", "_updated"):
        _index_both_ways(connection, f"{name}:{column}", name, [column], [False])


def drop_rows_table(connection: sqlite3.Connection, table: Table) -> None:
    """Forget all rows of a table, and its many-to-many pairs."""
    for column in table.relationships:
        if column.many_to_many and column.is_parent:
            connection.execute(f"DROP TABLE IF EXISTS {table.junction(column)[0]}")
    connection.execute(f"DROP TABLE IF EXISTS {table.sql}")


def add_column(connection: sqlite3.Connection, table: Table, column: Column) -> None:
    """Make room for the values of a column; rows that exist get null."""
    for name, affinity in column.sql_columns():
        connection.execute(f"ALTER TABLE {table.sql} ADD COLUMN {quoted(name)} {affinity}")
    if column.is_relationship and column.many_to_many and column.is_parent:
        name = junction_name(table.database_id, table.id, column.key)
        connection.execute(
            f"CREATE TABLE {quoted(name)} (parent TEXT NOT NULL COLLATE NOCASE, "
            f"child TEXT NOT NULL COLLATE NOCASE, PRIMARY KEY (parent, child)) WITHOUT ROWID"
        )
        _index_children(connection, name)
    elif column.is_relationship and column.kept:
        name = rows_name(table.database_id, table.id)
        _index_both_ways(connection, f"{name}:~{column.key}", name, [f"c:{column.key}"], [False])
    elif column.hidden_side:
        related = rows_name(table.database_id, column.related)
        other = f"c:{column.about['twoWayKey']}"
        connection.execute(f"ALTER TABLE {quoted(related)} ADD COLUMN {quoted(other)} {_ID}")


def add_index(connection: sqlite3.Connection, table: Table, index: Mapping[str, Any]) -> None:
    """What makes an index of the user work; raises `sqlite3.IntegrityError` for duplicates."""
    name = rows_name(table.database_id, table.id)
    index_name = f"{name}:{index['key']}"
    columns = [_compared(table, key) for key in index["columns"]]
    if index["type"] == "fulltext":
        _add_words(connection, table, index)
    elif index["type"] == "unique":
        listed = ", ".join(quoted(each) for each in columns)
        connection.execute(f"CREATE UNIQUE INDEX {quoted(index_name)} ON {table.sql} ({listed})")
    elif index["type"] == "key":
        orders = [*index["orders"], *[""] * len(columns)][: len(columns)]
        down = [str(order).lower() == "desc" for order in orders]
        _index_both_ways(connection, index_name, name, columns, down)
        if len(columns) > 1:
            # Of orders by the first column alone the ties are broken by `_seq`.
            _index_both_ways(connection, f"{index_name}:first", name, columns[:1], [False])


def drop_index(connection: sqlite3.Connection, table: Table, index: Mapping[str, Any]) -> None:
    """Undo `add_index`."""
    name = f"{rows_name(table.database_id, table.id)}:{index['key']}"
    for suffix in ("", ":back", ":first", ":first:back"):
        connection.execute(f"DROP INDEX IF EXISTS {quoted(name + suffix)}")
    if index["type"] == "fulltext" and len(index["columns"]) == 1 and not _has_twin(table, index):
        column = quoted(f"w:{index['columns'][0]}")
        connection.execute(f"ALTER TABLE {table.sql} DROP COLUMN {column}")


def _has_twin(table: Table, index: Mapping[str, Any]) -> bool:
    """Whether another index serves the same searches."""
    return any(
        (each["type"], each["status"], each["columns"])
        == ("fulltext", "available", index["columns"])
        and each["key"] != index["key"]
        for each in INDEXES.all(table.store, table.key)
    )


def drop_column(connection: sqlite3.Connection, table: Table, column: Column) -> None:
    """Forget the values of a column; its indexes must be gone already."""
    name = rows_name(table.database_id, table.id)
    if column.is_relationship and column.many_to_many and column.is_parent:
        connection.execute(f"DROP TABLE {table.junction(column)[0]}")
    if column.hidden_side:
        related = quoted(rows_name(table.database_id, column.related))
        other = quoted(f"c:{column.about['twoWayKey']}")
        connection.execute(f"ALTER TABLE {related} DROP COLUMN {other}")
    _drop_links_index(connection, name, column.key)
    for sql_name, _ in column.sql_columns():
        connection.execute(f"ALTER TABLE {table.sql} DROP COLUMN {quoted(sql_name)}")


def rename_column(
    connection: sqlite3.Connection, table: Table, column: Column, new_key: str
) -> None:
    """Give the values of a column another key."""
    name = rows_name(table.database_id, table.id)
    if column.is_relationship:
        _drop_links_index(connection, name, column.key)
    for sql_name, _ in column.sql_columns():
        new_name = f"{sql_name[:2]}{new_key}"
        connection.execute(
            f"ALTER TABLE {table.sql} RENAME COLUMN {quoted(sql_name)} TO {quoted(new_name)}"
        )
    if column.is_relationship and column.kept:
        _index_both_ways(connection, f"{name}:~{new_key}", name, [f"c:{new_key}"], [False])
    if column.is_relationship and column.many_to_many and column.is_parent:
        old = junction_name(table.database_id, table.id, column.key)
        new = junction_name(table.database_id, table.id, new_key)
        connection.execute(f"ALTER TABLE {quoted(old)} RENAME TO {quoted(new)}")
        connection.execute(f"DROP INDEX {quoted(old + ':child')}")
        _index_children(connection, new)


def insert_rows(connection: sqlite3.Connection, table: Table, rows: Iterable[NewRow]) -> None:
    """Put checked rows in; raises `sqlite3.IntegrityError` when an id or unique value is taken."""
    kept = [column for column in table.columns if column.kept]
    names = ["_id", "_created", "_updated", "_perms"]
    names += [quoted(name) for column in kept for name, _ in column.sql_columns()]
    marks = ", ".join("?" * len(names))
    connection.executemany(
        f"INSERT INTO {table.sql} ({', '.join(names)}) VALUES ({marks})",
        (_as_tuple(row, kept) for row in rows),
    )


def _index_children(connection: sqlite3.Connection, junction: str) -> None:
    connection.execute(
        f"CREATE INDEX {quoted(junction + ':child')} ON {quoted(junction)} (child, parent)"
    )


def _drop_links_index(connection: sqlite3.Connection, name: str, key: str) -> None:
    for suffix in ("", ":back"):
        connection.execute(f"DROP INDEX IF EXISTS {quoted(f'{name}:~{key}{suffix}')}")


def _as_tuple(row: NewRow, kept: Sequence[Column]) -> list[Any]:
    values: list[Any] = [row.id, row.created, row.updated, json.dumps(list(row.permissions))]
    for column in kept:
        values += column.to_sql(row.values.get(column.key))
    return values


def _compared(table: Table, key: str) -> str:
    """The (unquoted) SQL column that an index on a key covers."""
    internal = {"$id": "_id", "$createdAt": "_created", "$updatedAt": "_updated"}
    if key in internal:
        return internal[key]
    column = table.by_key[key]
    return f"f:{key}" if column.folded else f"c:{key}"


def _index_both_ways(
    connection: sqlite3.Connection, index: str, name: str, columns: list[str], down: list[bool]
) -> None:
    """Ties are broken by ascending `_seq` in either direction, so each direction has its index."""
    for suffix, flip in (("", False), (":back", True)):
        terms = ", ".join(
            f"{quoted(column)}{' DESC' if each != flip else ''}"
            for column, each in zip(columns, down, strict=True)
        )
        connection.execute(f"CREATE INDEX {quoted(index + suffix)} ON {quoted(name)} ({terms})")


def _add_words(connection: sqlite3.Connection, table: Table, index: Mapping[str, Any]) -> None:
    """The words of a column for full text searches, filled from the rows that exist.

    An index over several columns makes none of them searchable, as on the real server.
    """
    if len(index["columns"]) != 1 or _has_twin(table, index):
        return
    column = table.by_key[index["columns"][0]]
    words = quoted(f"w:{column.key}")
    connection.execute(f"ALTER TABLE {table.sql} ADD COLUMN {words} TEXT")
    connection.execute(f"UPDATE {table.sql} SET {words} = text_words({column.raw})")
