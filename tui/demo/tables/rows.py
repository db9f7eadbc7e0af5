"""Owns reading rows: which columns are selected, how a row is shown, its related rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from tui.demo.errors import ApiError
from tui.demo.identity import Identity
from tui.demo.query.listing import find
from tui.demo.query.model import MAX_VALUES, ListQuery
from tui.demo.query.where import Where
from tui.demo.tables.access import readable
from tui.demo.tables.column import Column
from tui.demo.tables.table import Table
from tui.demo.versions import Version

Row = dict[str, Any]

_INTERNAL = ("_id", "_seq", "_created", "_updated", "_perms")


@dataclass(frozen=True)
class Selection:
    """What is shown of a row: its columns, and what of the rows that each relationship leads to."""

    columns: tuple[Column, ...]
    related: dict[str, tuple[str, ...]]
    """Relationship key to the selects of the related rows."""
    emptied: tuple[str, ...] = ()
    """Array columns that were not selected and appear empty all the same."""


@dataclass(frozen=True)
class Rows:
    """One page of rows as the server shows them."""

    total: int
    rows: list[Row]


def list_rows(
    table: Table, wanted: ListQuery, identity: Identity, version: Version, count: bool
) -> Rows:
    """A page of the rows that the caller may see."""
    reader = RowReader(table, identity, version)
    selection = select(table, wanted.selects, ids_of_related=True)
    scope = readable(table, identity)
    found = find(table.store, table.schema, wanted, reader.sql(selection), scope, count)
    return Rows(found.total, reader.show(found.rows, selection))


def get_row(
    table: Table, row_id: str, selects: Sequence[str], identity: Identity, version: Version
) -> Row | None:
    """One row, None when there is none that the caller may see. Related ids are left out."""
    reader = RowReader(table, identity, version)
    try:
        scope = readable(table, identity)
    except ApiError:
        # Where nothing can be read, a row is not found instead of refused.
        return None
    rows = reader.read(select(table, selects), Where("_id = ?", (row_id,)) & scope)
    return rows[0] if rows else None


def select(table: Table, selects: Sequence[str], ids_of_related: bool = False) -> Selection:
    """What the select queries of a request (already checked) mean for a table."""
    plain = {key for key in selects if "." not in key}
    everything = not selects or "*" in plain
    related: dict[str, tuple[str, ...]] = {}
    for key in selects:
        top, dot, rest = key.partition(".")
        if dot and top in table.by_key and table.by_key[top].is_relationship:
            related[top] = (*related.get(top, ()), rest)
    columns = tuple(
        column
        for column in table.columns
        if column.kept
        and column.key not in related
        and (everything or column.key in plain)
        and (ids_of_related or not column.is_relationship)
    )
    shown = {column.key for column in columns}
    emptied = tuple(
        column.key
        for column in table.columns
        if related and column.array and column.key not in shown
    )
    return Selection(columns, related, emptied)


def every_column(table: Table) -> tuple[str, ...]:
    """Selects of a row with its related rows, and theirs, as a write answers it."""
    return ("*", *_deep(table))


def _deep(table: Table, back: str = "", depth: int = 3) -> list[str]:
    """Selects of everything that is related, but for the way back (the key `back`)."""
    found = []
    for column in table.relationships:
        if column.key == back:
            continue
        found.append(f"{column.key}.*")
        if depth > 1:
            other = str(column.about["twoWayKey"]) if column.about["twoWay"] else ""
            deeper = _deep(table.related(column), other, depth - 1)
            found += [f"{column.key}.{each}" for each in deeper]
    return found


class RowReader:
    """Reads rows of one table for one caller."""

    def __init__(self, table: Table, identity: Identity, version: Version) -> None:
        self._table = table
        self._identity = identity
        self._version = version

    def sql(self, selection: Selection) -> list[str]:
        """SQL columns of a selection: the internal ones, the selected, then related ids."""
        kept = [
            self._table.by_key[key].raw for key in selection.related if self._table.by_key[key].kept
        ]
        return [*_INTERNAL, *(column.raw for column in selection.columns), *kept]

    def read(self, selection: Selection, where: Where) -> list[Row]:
        """The rows that match, in the order of creation."""
        found = self._table.store.all(
            f"SELECT {', '.join(self.sql(selection))} FROM {self._table.sql} "
            f"WHERE {where.sql} ORDER BY _seq",
            where.values,
        )
        return self.show(found, selection)

    def show(self, found: list[tuple[Any, ...]], selection: Selection) -> list[Row]:
        """SQL rows as JSON, related rows included."""
        rows = [self._row(values, selection) for values in found]
        offset = len(_INTERNAL) + len(selection.columns)
        for key, selects in selection.related.items():
            column = self._table.by_key[key]
            if column.kept:
                self._one_each(rows, [values[offset] for values in found], column, selects)
                offset += 1
            else:
                self._many_each(rows, column, selects)
        for row in rows:
            for key in selection.emptied:
                row[key] = []
            row["$databaseId"] = self._table.database_id
            row["$tableId"] = self._table.id
        return rows

    def _row(self, values: tuple[Any, ...], selection: Selection) -> Row:
        id_, sequence, created, updated, permissions = values[: len(_INTERNAL)]
        scalars = zip(selection.columns, values[len(_INTERNAL) :], strict=False)
        shown = {column.key: column.to_json(value) for column, value in scalars}
        internal = {
            "$id": id_,
            "$sequence": sequence if self._version.integer_sequence else str(sequence),
            "$createdAt": created,
            "$updatedAt": updated,
            "$permissions": json.loads(permissions),
        }
        ids = {
            column.key: shown.pop(column.key)
            for column in selection.columns
            if column.is_relationship
        }
        return {**shown, **internal, **ids}

    def _one_each(
        self, rows: list[Row], ids: list[str | None], column: Column, selects: tuple[str, ...]
    ) -> None:
        """Put the related row into each row: null without one, a stand-in for one that is gone."""
        wanted = sorted({each for each in ids if each is not None})
        related = {row["$id"].lower(): row for row in self._related(column, selects, wanted)}
        for row, id_ in zip(rows, ids, strict=True):
            gone = copy(self._version.gone_link)
            row[column.key] = None if id_ is None else related.get(id_.lower(), gone)

    def _many_each(self, rows: list[Row], column: Column, selects: tuple[str, ...]) -> None:
        """Put the list of related rows into each row."""
        pairs = self._pairs(column, [row["$id"] for row in rows])
        wanted = sorted({theirs for _, theirs in pairs})
        related = {row["$id"].lower(): row for row in self._related(column, selects, wanted)}
        for row in rows:
            row[column.key] = [
                related[theirs.lower()]
                for ours, theirs in pairs
                if ours.lower() == row["$id"].lower() and theirs.lower() in related
            ]

    def _pairs(self, column: Column, ids: list[str]) -> list[tuple[str, str]]:
        """Which of these rows are related to which of the other table."""
        if column.many_to_many:
            name, ours, theirs = self._table.junction(column)
        else:
            name = self._table.related(column).sql
            ours, theirs = f'"c:{column.about["twoWayKey"]}"', "_id"
        marks = ",".join("?" * len(ids))
        found = self._table.store.all(
            f"SELECT {ours}, {theirs} FROM {name} WHERE {ours} IN ({marks})", ids
        )
        return [(str(mine), str(other)) for mine, other in found]

    def _related(self, column: Column, selects: tuple[str, ...], ids: list[str]) -> list[Row]:
        if len(ids) > MAX_VALUES:
            reason = f"Invalid query: Query on attribute has greater than {MAX_VALUES} values: $id"
            raise ApiError.of("general_query_invalid", reason=reason)
        table = self._table.related(column)
        try:
            scope = readable(table, self._identity)
        except ApiError:
            # Related rows that may not be read are left out, the row itself is not refused.
            return []
        marks = ",".join("?" * len(ids))
        where = Where(f"_id IN ({marks})", tuple(ids)) & scope
        reader = RowReader(table, self._identity, self._version)
        return reader.read(select(table, selects), where)
