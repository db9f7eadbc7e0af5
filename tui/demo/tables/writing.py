"""Owns writing single rows: who may, what is checked, what changes, what is answered."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from tui.demo.errors import ApiError, declare
from tui.demo.identity import Identity
from tui.demo.params import new_id
from tui.demo.permissions import (
    CONTENT_ACTIONS,
    PermissionList,
    granted_to_creator,
    require_action,
    require_grantable,
)
from tui.demo.query.where import Where
from tui.demo.store.clock import now
from tui.demo.store.schema import Type, quoted
from tui.demo.tables.access import SERVER, allows
from tui.demo.tables.checks import check_moment, check_row
from tui.demo.tables.links import Links
from tui.demo.tables.operators import Operator, apply, operator_in, rounded
from tui.demo.tables.rows import Row, RowReader, every_column, select
from tui.demo.tables.size import bits_of
from tui.demo.tables.storage import NewRow, insert_rows
from tui.demo.tables.table import Table
from tui.demo.versions import Version

declare(
    {
        "row_already_exists": (
            409,
            "Row with the requested ID '{id}' already exists. Try again with a different ID or use "
            "ID.unique() to generate a unique ID.",
        ),
        "row_unique_constraint_violation": (
            409,
            "A row with the same value of a unique column exists already.",
        ),
        "row_update_conflict": (409, "Remote row is newer than local."),
        "attribute_type_invalid": (400, 'tablesDB "{key}" is not a number'),
        "column_limit_exceeded": (400, 'tablesDB "{key}" has reached the {bound} value of {value}'),
    }
)

_STRIPPED = ("$id", "$sequence", "$databaseId", "$tableId", "$permissions")
_TIMES = ("$createdAt", "$updatedAt")


class RowWriter:
    """Writes rows of one table for one caller, within a transaction of the store."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        table: Table,
        identity: Identity,
        version: Version,
    ) -> None:
        self._connection = connection
        self.table = table
        self._identity = identity
        self._version = version
        self._reader = RowReader(table, SERVER, version)
        self._links = Links(connection, table)
        self._moment = now()
        """All that one request writes bears the same time, a hundred rows too."""

    def create(
        self, row_id: str, data: Mapping[str, Any], permissions: list[str] | None, said_id: str = ""
    ) -> Row:
        """A new row. `said_id` is what the caller wrote (`unique()`), for the error."""
        if permissions is not None:
            require_grantable(permissions, self._identity)
        require_action(self.table.permissions, "create", self._identity)
        values, times = self._given(data)
        checked = check_row(self.table.columns, values)
        for column in self.table.columns:
            default = column.about.get("default")
            if checked.get(column.key) is None and default is not None:
                checked[column.key] = default
        moment = self._moment
        granted = granted_to_creator(self._identity) if permissions is None else permissions
        row = NewRow(
            row_id,
            times.get("$createdAt", moment),
            times.get("$updatedAt", moment),
            {key: value for key, value in checked.items() if not self._is_link(key)},
            granted,
        )
        try:
            insert_rows(self._connection, self.table, [row])
        except sqlite3.IntegrityError as error:
            raise self._taken(error, said_id or row_id) from error
        self._keep_links(row_id, checked)
        return self.answer(row_id, checked)

    def update(
        self,
        row_id: str,
        data: Mapping[str, Any],
        permissions: list[str] | None,
        seen: str | None = None,
    ) -> Row:
        """A changed row. `seen` is the `$updatedAt` that the caller has read, if it said so.

        Whoever changes nothing needs to be able to read the row, and nothing else. The whole row is
        checked, also what it had before.
        """
        current = self.current(row_id)
        if permissions is not None:
            require_grantable(permissions, self._identity)
        self._require("update" if self._differs(current, data, permissions) else "read", current)
        _require_fresh(current, seen)
        self._change(current, data, permissions, self._kept(current, required=True))
        return self.answer(row_id, data)

    def update_among_others(
        self, row_id: str, data: Mapping[str, Any], permissions: list[str] | None
    ) -> Row:
        """One of many rows that one request changes; its time moves whatever it had before."""
        current = self.current(row_id)
        self._require("update", current)
        self._change(current, data, permissions, {}, moved=True)
        return self.answer(row_id, data)

    def check_update(self, data: Mapping[str, Any]) -> None:
        """Refuse what no row of the table could be changed to."""
        values, _ = self._given(data)
        operators, plain = self._apart(values)
        check_row(self.table.columns, plain, partial=True)
        for key, operator in operators.items():
            apply(self.table.by_key[key], operator, None)

    def upsert(self, row_id: str, data: Mapping[str, Any], permissions: list[str] | None) -> Row:
        """A row that is created, or changed when it exists: what is required must be given."""
        current = self.find(row_id)
        if current is None:
            return self.create(row_id, self._computed(data), permissions)
        if permissions is not None:
            require_grantable(permissions, self._identity)
        if self.changes(current, data, permissions):
            self._require("update", current)
            self._change(current, data, permissions, self._kept(current, required=False))
        return self.answer(row_id, data)

    def changes(self, current: Row, data: Mapping[str, Any], permissions: list[str] | None) -> bool:
        """Whether an upsert does anything to a row: it does unless all of the row is given."""
        values, _ = self._given(data)
        whole = all(column.key in values for column in self.table.columns if column.kept)
        return not whole or self._differs(current, data, permissions)

    def delete(self, row_id: str, seen: str | None = None) -> None:
        """Delete a row and what its relationships take along."""
        current = self.current(row_id)
        self._require("delete", current)
        _require_fresh(current, seen)
        self._remove(current["$id"], seen)

    def add_to(self, row_id: str, key: str, amount: float, bound: float | None) -> Row:
        """Increment (or decrement) a number. The answer still shows the old `$updatedAt`."""
        column = self.table.by_key.get(key)
        if column is None:
            raise ApiError.of("column_not_found", id=key)
        if not is_number(self.table, key):
            raise ApiError.of("attribute_type_invalid", key=key)
        current = self.find(row_id)
        if current is None:
            # The real server takes whatever is not found here for the column.
            raise ApiError.of("column_not_found", id=key)
        self._require("update", current)
        value = (current[key] or 0) + amount
        if bound is not None and (value > bound if amount > 0 else value < bound):
            name = "maximum" if amount > 0 else "minimum"
            raise ApiError.of("column_limit_exceeded", key=key, bound=name, value=bound)
        kept = value
        if column.type is Type.INTEGER:
            kept = rounded(value)
            if abs(kept) >= 2 ** (bits_of(column.about) - 1):
                raise ApiError.of("column_limit_exceeded", key=key, bound="maximum", value=bound)
        self._save(current["$id"], {key: kept}, {"_updated": now()})
        return {**self.answer(row_id, {}), key: value, "$updatedAt": current["$updatedAt"]}

    def find(self, row_id: str) -> Row | None:
        """A row with the ids of related ones, None when it does not exist."""
        selection = select(self.table, (), ids_of_related=True)
        rows = self._reader.read(selection, Where("_id = ?", (row_id,)))
        return rows[0] if rows else None

    def current(self, row_id: str) -> Row:
        """A row that must exist."""
        row = self.find(row_id)
        if row is None:
            raise ApiError.of("row_not_found", id=row_id)
        return row

    def answer(self, row_id: str, given: Mapping[str, Any]) -> Row:
        """A row as a write answers it: with its related rows, whole, and theirs."""
        links = [column.key for column in self.table.relationships]
        selection = select(self.table, every_column(self.table))
        row = self._reader.read(selection, Where("_id = ?", (row_id,)))[0]
        for key in links:
            if isinstance(given.get(key), str) and row.get(key) == self._version.gone_link:
                related = self.table.by_key[key].related
                empty = {"$databaseId": self.table.database_id, "$tableId": related}
                row[key] = {**empty, **self._version.missing_link}
        return row

    def _require(self, action: str, current: Row) -> None:
        granted = list(self.table.permissions)
        if self.table.row_security:
            granted += current["$permissions"]
        if not allows(granted, action, self._identity):
            raise ApiError.of("user_unauthorized")

    def _given(self, data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """The columns of a write, and the times that an API key may set."""
        values = {k: v for k, v in data.items() if k not in _STRIPPED and k not in _TIMES}
        times = {}
        for key in _TIMES:
            if self._identity.is_key and data.get(key) is not None:
                times[key] = check_moment(key, data[key])
        return values, times

    def _is_link(self, key: str) -> bool:
        return self.table.by_key[key].is_relationship

    def _apart(self, values: Mapping[str, Any]) -> tuple[dict[str, Operator], dict[str, Any]]:
        """The operators of a change, and its other values."""
        operators = {
            key: operator
            for key, value in values.items()
            if key in self.table.by_key
            and not self._is_link(key)
            and (operator := operator_in(value))
        }
        return operators, {key: value for key, value in values.items() if key not in operators}

    def _computed(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """A new row with its operators applied to the defaults of their columns."""
        operators, plain = self._apart(data)
        columns = self.table.by_key
        return plain | {
            key: apply(columns[key], operator, columns[key].about.get("default"))
            for key, operator in operators.items()
        }

    def _differs(
        self, current: Row, data: Mapping[str, Any], permissions: list[str] | None
    ) -> bool:
        """Whether a change says anything that is not so already."""
        values, times = self._given(data)
        if times or (permissions is not None and permissions != current["$permissions"]):
            return True
        for key, value in values.items():
            column = self.table.by_key.get(key)
            if column is not None and column.is_relationship:
                if _ids_in(value) != self._links.ids(current["$id"], column):
                    return True
            elif operator_in(value) or current.get(key) != value:
                return True
        return False

    def _kept(self, current: Row, required: bool) -> Row:
        """What a row has; without `required` only what it need not have."""
        return {
            column.key: current[column.key]
            for column in self.table.columns
            if column.key in current
            and not column.is_relationship
            and (required or not column.about["required"])
        }

    def _change(
        self,
        current: Row,
        data: Mapping[str, Any],
        permissions: list[str] | None,
        kept: Row,
        moved: bool = False,
    ) -> None:
        """Save what differs; `kept` is checked along with it.

        `$updatedAt` moves only when something does, or with `moved`.
        """
        values, times = self._given(data)
        operators, plain = self._apart(values)
        beside = {key: value for key, value in kept.items() if key not in operators}
        known = [each for each in self.table.columns if each.key not in operators]
        checked = check_row(known, {**beside, **plain}, partial=not kept)
        checked = {key: checked[key] for key in plain}
        for key, operator in operators.items():
            checked[key] = apply(self.table.by_key[key], operator, current.get(key))
        scalars = {
            key: value
            for key, value in checked.items()
            if not self._is_link(key) and current.get(key) != value
        }
        linked = any(self._is_link(key) for key in checked)
        internal: dict[str, Any] = {}
        if permissions is not None and permissions != current["$permissions"]:
            internal["_perms"] = json.dumps(permissions)
        if "$createdAt" in times:
            internal["_created"] = times["$createdAt"]
        if scalars or internal or linked or moved or "$updatedAt" in times:
            internal["_updated"] = times.get("$updatedAt", self._moment)
        self._save(current["$id"], scalars, internal)
        self._keep_links(current["$id"], checked)

    def _save(self, row_id: str, scalars: Mapping[str, Any], internal: Mapping[str, Any]) -> None:
        sets, bound = [f"{name} = ?" for name in internal], list(internal.values())
        for key, value in scalars.items():
            column = self.table.by_key[key]
            sets += [f"{quoted(name)} = ?" for name, _ in column.sql_columns()]
            bound += column.to_sql(value)
        if not sets:
            return
        try:
            self._connection.execute(
                f"UPDATE {self.table.sql} SET {', '.join(sets)} WHERE _id = ?", (*bound, row_id)
            )
        except sqlite3.IntegrityError as error:
            raise self._taken(error, row_id) from error

    def _taken(self, error: sqlite3.IntegrityError, row_id: str) -> ApiError:
        """Either the id is taken, or a value that has to be unique."""
        kind = "row_already_exists"
        if not str(error).endswith("._id"):
            kind = self._version.unique_value_refused
        return ApiError.of(kind, id=row_id)

    def _keep_links(self, row_id: str, values: Mapping[str, Any]) -> None:
        for column in self.table.relationships:
            if column.key in values:
                self._links.keep(row_id, column, values[column.key], self._save_related)

    def _save_related(self, related: Table, row: dict[str, Any]) -> str:
        """Create or change a row that came nested in another one; returns its id."""
        id_ = str(row.get("$id") or new_id())
        permissions = row.get("$permissions")
        cleaned = PermissionList(CONTENT_ACTIONS).clean(permissions) if permissions else None
        RowWriter(self._connection, related, self._identity, self._version).upsert(
            id_, row, cleaned
        )
        return id_

    def _remove(self, row_id: str, seen: str | None) -> None:
        """Related rows that go along are deleted as by the same caller, seen at the same time."""

        def remove_related(related: Table, id_: str) -> None:
            writer = RowWriter(self._connection, related, self._identity, self._version)
            if writer.find(id_) is not None:
                writer.delete(id_, seen)

        self._links.release(row_id, remove_related, seen)
        self._connection.execute(f"DELETE FROM {self.table.sql} WHERE _id = ?", (row_id,))


def _require_fresh(current: Row, seen: str | None) -> None:
    if seen is not None and current["$updatedAt"] > seen:
        raise ApiError.of("row_update_conflict")


def _ids_in(value: Any) -> list[str]:
    """The ids of related rows that a value names."""
    listed = value if isinstance(value, list) else [] if value is None else [value]
    return [str(each.get("$id")) if isinstance(each, dict) else str(each) for each in listed]


def is_number(table: Table, key: str) -> bool:
    """Whether a column can be incremented."""
    column = table.by_key.get(key)
    numbers = (Type.INTEGER, Type.FLOAT)
    return column is not None and column.type in numbers and not column.array
