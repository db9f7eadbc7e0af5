"""Owns the links between rows: keeping what a write says about related rows, and what a deletion
does to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from tui.demo.errors import ApiError, declare
from tui.demo.params import CustomId, is_id
from tui.demo.store.clock import now
from tui.demo.store.schema import quoted
from tui.demo.tables.column import Column
from tui.demo.tables.table import Table

declare(
    {
        "relationship_value_invalid": (
            400,
            "Invalid relationship value. Must be either {expected}, {given} given.",
        ),
        "row_delete_restricted": (
            403,
            "Cannot delete row because it is referenced by another row.",
        ),
    }
)

SaveRelated = Callable[[Table, dict[str, Any]], str]
"""Creates or changes a related row that was given whole; returns its id."""
DeleteRelated = Callable[[Table, str], None]


class Links:
    """The relationships of one table, written within a transaction."""

    def __init__(self, connection: sqlite3.Connection, table: Table) -> None:
        self._connection = connection
        self._table = table

    def keep(self, row_id: str, column: Column, value: Any, save: SaveRelated) -> None:
        """Relate a row as a write says: an id, a whole row, a list of either, or null."""
        related = self._table.related(column)
        if column.to_many:
            if not isinstance(value, list):
                raise _invalid("an array of documents or document IDs", value)
            ids = [_saved(each, related, save) for each in value]
            self._set_many(row_id, column, ids)
        else:
            id_ = None if value is None else _saved(value, related, save)
            self._set_one(row_id, column, id_)

    def _set_one(self, row_id: str, column: Column, id_: str | None) -> None:
        if column.about["relationType"] == "oneToOne":
            self._unlink_partners(row_id, column, id_)
        self._connection.execute(
            f"UPDATE {self._table.sql} SET {column.raw} = ? WHERE _id = ?", (id_, row_id)
        )

    def _unlink_partners(self, row_id: str, column: Column, id_: str | None) -> None:
        """A row has one partner: whoever was linked to either of the two is linked no more."""
        self._connection.execute(
            f"UPDATE {self._table.sql} SET {column.raw} = NULL WHERE {column.raw} = ?", (id_,)
        )
        if column.about["twoWay"]:
            related = self._table.related(column).sql
            other = quoted(f"c:{column.about['twoWayKey']}")
            self._connection.execute(
                f"UPDATE {related} SET {other} = NULL WHERE {other} = ?", (row_id,)
            )
            self._connection.execute(
                f"UPDATE {related} SET {other} = ? WHERE _id = ?", (row_id, id_)
            )

    def _set_many(self, row_id: str, column: Column, ids: list[str]) -> None:
        if column.many_to_many:
            name, ours, theirs = self._table.junction(column)
            self._connection.execute(f"DELETE FROM {name} WHERE {ours} = ?", (row_id,))
            self._connection.executemany(
                f"INSERT OR IGNORE INTO {name} ({ours}, {theirs}) VALUES (?, ?)",
                [(row_id, id_) for id_ in ids],
            )
            return
        related = self._table.related(column).sql
        other = quoted(f"c:{column.about['twoWayKey']}")
        marks = ",".join("?" * len(ids))
        self._connection.execute(
            f"UPDATE {related} SET {other} = NULL WHERE {other} = ? AND _id NOT IN ({marks})",
            (row_id, *ids),
        )
        self._connection.execute(
            f"UPDATE {related} SET {other} = ? WHERE _id IN ({marks})", (row_id, *ids)
        )

    def release(self, row_id: str, delete: DeleteRelated, seen: str | None = None) -> None:
        """What a deletion does to related rows: `restrict` refuses, `cascade` deletes them too.

        Related rows that are changed must not have been changed after `seen`.
        """
        for column in (*self._table.relationships, *self._table.one_way_into()):
            related = self._table.related(column)
            ids = self.ids(row_id, column)
            rule = column.about["onDelete"]
            if rule == "restrict" and ids and _restricts(column):
                raise ApiError.of("row_delete_restricted")
            taken = rule == "cascade" and _owns(column)
            if rule != "restrict" or _lets_go(column):
                self._detach(row_id, column, related, None if taken else now(), seen)
            if taken:
                for id_ in ids:
                    delete(related, id_)

    def ids(self, row_id: str, column: Column) -> list[str]:
        """The ids of the rows that a row is related to by a column."""
        if column.many_to_many:
            name, ours, theirs = self._table.junction(column)
            sql = f"SELECT {theirs} FROM {name} WHERE {ours} = ?"
        elif column.kept and column.known:
            sql = (
                f"SELECT {column.raw} FROM {self._table.sql} "
                f"WHERE _id = ? AND {column.raw} IS NOT NULL"
            )
        else:
            other = quoted(f"c:{column.about['twoWayKey']}")
            sql = f"SELECT _id FROM {self._table.related(column).sql} WHERE {other} = ?"
        return [str(row[0]) for row in self._connection.execute(sql, (row_id,))]

    def _detach(
        self, row_id: str, column: Column, related: Table, moment: str | None, seen: str | None
    ) -> None:
        """No other row points to the one that goes; their time moves unless they go, too."""
        if column.many_to_many:
            name, ours, _ = self._table.junction(column)
            self._connection.execute(f"DELETE FROM {name} WHERE {ours} = ?", (row_id,))
            return
        one_to_one = column.about["relationType"] == "oneToOne"
        if not (
            column.to_many or (one_to_one and (column.about["twoWay"] or not column.is_parent))
        ):
            return
        other = quoted(f"c:{column.about['twoWayKey']}")
        newer = f"SELECT 1 FROM {related.sql} WHERE {other} = ? AND _updated > ?"
        if moment and seen and self._connection.execute(newer, (row_id, seen)).fetchone():
            raise ApiError.of("row_update_conflict")
        self._connection.execute(
            f"UPDATE {related.sql} SET {other} = NULL, _updated = coalesce(?, _updated) "
            f"WHERE {other} = ?",
            (moment, row_id),
        )


def _owns(column: Column) -> bool:
    """Whether related rows go with a row of this side under `cascade`."""
    if column.about["relationType"] == "oneToOne":
        return column.known
    return column.to_many and (column.is_parent or not column.many_to_many)


def _restricts(column: Column) -> bool:
    """Whether related rows hold a row of this side under `restrict`."""
    if column.about["relationType"] == "oneToOne":
        return column.is_parent
    return _owns(column)


def _lets_go(column: Column) -> bool:
    """Whether others forget a row of this side though `restrict` would hold the other one."""
    return column.about["relationType"] == "oneToOne" and not column.known


def _saved(value: Any, related: Table, save: SaveRelated) -> str:
    """The id of a related row, saved first when it was given whole."""
    if isinstance(value, str):
        if value != "unique()" and not is_id(value):
            reason = CustomId().problem(value)
            raise ApiError(400, "relationship_value_invalid", reason)
        return value
    if isinstance(value, dict):
        return save(related, value)
    raise _invalid("a document, document ID or null", value)


def _invalid(expected: str, value: Any) -> ApiError:
    names = {list: "array", dict: "object", bool: "boolean", int: "integer", float: "double"}
    given = "NULL" if value is None else names.get(type(value), "string")
    return ApiError.of("relationship_value_invalid", expected=expected, given=given)
