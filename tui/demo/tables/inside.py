"""Owns what a table looks like through a transaction that is not committed yet.

The server replays what was staged over what is there: a row that was made inside shows what was
sent and nothing else, a changed one its new values over the old ones. Lists take the page that the
queries find among the committed rows, change it, and add the rows that were made inside, wherever
the order would have them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tui.demo.query.listing import read_queries
from tui.demo.query.model import ListQuery, Query
from tui.demo.store.collection import Document
from tui.demo.tables.rows import Row, Rows
from tui.demo.tables.table import Table
from tui.demo.versions import Version

ReadCommitted = Callable[[str], Row | None]
"""A committed row by its id, with everything that it has."""
_ALWAYS = (
    "$id",
    "$sequence",
    "$createdAt",
    "$updatedAt",
    "$permissions",
    "$databaseId",
    "$tableId",
)


@dataclass
class _Staged:
    """What is to become of one row: `create`, `update`, `upsert` or `delete`, and its values."""

    action: str
    values: Row


class Inside:
    """One table as a transaction (None for none that is open) leaves it."""

    def __init__(
        self, table: Table, transaction: Document | None, version: Version, read: ReadCommitted
    ) -> None:
        self._table = table
        self._version = version
        self._read = read
        self._staged: dict[str, _Staged] = {}
        for operation in (transaction or {}).get("_staged", ()):
            if (operation["databaseId"], operation["tableId"]) == (table.database_id, table.id):
                self._replay(operation)

    def row(self, row_id: str, committed: Row | None, selects: Sequence[str] = ()) -> Row | None:
        """One row, from what is committed of it."""
        staged = self._staged.get(row_id)
        if staged is None or (staged.action == "update" and committed is None):
            return committed
        if staged.action == "delete":
            return None
        if staged.action == "create" or committed is None:
            return _projected(self.announced(row_id, staged.values), selects)
        return _projected({**committed, **_columns_of(staged.values)}, selects)

    def page(self, committed: Rows, wanted: ListQuery, counted: bool) -> Rows:
        """A list, from the committed page of its queries."""
        rows = {row["$id"]: row for row in committed.rows}
        total = committed.total
        for row_id, staged in self._staged.items():
            found = rows.get(row_id)
            total += self._difference(staged, found, wanted.filters)
            if staged.action == "delete":
                rows.pop(row_id, None)
                continue
            shown = self.row(row_id, found, wanted.selects)
            if shown is not None:
                rows[row_id] = shown
        return Rows(max(0, total) if counted else 0, list(rows.values()))

    def announced(self, row_id: str, values: Row) -> Row:
        """A row that is made inside: what was sent, and nothing that only its creation can tell."""
        return {
            "$sequence": 0 if self._version.integer_sequence else "",
            "$createdAt": "",
            "$updatedAt": "",
            "$permissions": [],
            **values,
            "$id": row_id,
            "$databaseId": self._table.database_id,
            "$tableId": self._table.id,
        }

    def _difference(self, staged: _Staged, found: Row | None, filters: Sequence[Query]) -> int:
        """What a staged row adds to the count."""
        if staged.action == "delete":
            return -1 if found is not None else 0
        matches = _matches(staged.values, filters)
        if staged.action == "create":
            return int(matches)
        if found is not None:
            return 0 if matches else -1
        return int(matches and staged.action == "upsert")

    def _replay(self, operation: Document) -> None:
        action, data = operation["action"], operation.get("data") or {}
        row_id = str(operation.get("rowId") or "")
        match action:
            case "create" | "upsert":
                self._staged[row_id] = _Staged(action, _sent(operation))
            case "update":
                self._change(row_id, _sent(operation))
            case "delete":
                self._staged[row_id] = _Staged("delete", {})
            case "increment" | "decrement":
                self._add(row_id, data, 1 if action == "increment" else -1)
            case "bulkCreate":
                for row in data:
                    self._staged[str(row.get("$id"))] = _Staged("create", dict(row))
            case "bulkUpsert":
                for row in data:
                    self._upsert(row)
            case _:
                self._bulk(action, data)

    def _change(self, row_id: str, values: Row) -> None:
        staged = self._staged.get(row_id)
        if staged is None:
            self._staged[row_id] = _Staged("update", values)
        else:
            staged.values |= values

    def _upsert(self, row: Row) -> None:
        row_id = str(row.get("$id") or "")
        if row_id in self._staged:
            self._staged[row_id].values |= row
        elif row_id:
            self._staged[row_id] = _Staged("upsert", dict(row))

    def _add(self, row_id: str, data: Mapping[str, Any], sign: int) -> None:
        """A changed number needs the committed one, unless the row is made inside."""
        staged = self._staged.get(row_id)
        if staged is not None and staged.action == "delete":
            return
        if staged is None or staged.action != "create":
            committed = self._read(row_id)
            if committed is None and (staged is None or staged.action != "upsert"):
                return
            values = {**(committed or {}), **(staged.values if staged else {})}
            staged = _Staged(staged.action if staged else "update", values)
            self._staged[row_id] = staged
        key = str(data.get("column") or data.get("attribute"))
        now = staged.values.get(key) or 0
        if isinstance(now, int | float) and not isinstance(now, bool):
            staged.values[key] = now + sign * (data.get("value") or 1)

    def _bulk(self, action: str, data: Mapping[str, Any]) -> None:
        """What was staged before sees a bulk change or deletion; what is committed does not."""
        wanted = read_queries(data.get("queries") or [], self._table.schema, self._version)
        for staged in self._staged.values():
            if staged.action == "delete" or not _matches(staged.values, wanted.filters):
                continue
            if action == "bulkUpdate":
                staged.values |= data.get("data") or {}
            else:
                staged.action, staged.values = "delete", {}


def _sent(operation: Mapping[str, Any]) -> Row:
    """The values of an operation, with the permissions that came beside them."""
    values = dict(operation.get("data") or {})
    if operation.get("permissions") is not None:
        values["$permissions"] = operation["permissions"]
    return values


def _columns_of(values: Row) -> Row:
    return {key: value for key, value in values.items() if not key.startswith("$")}


def _projected(row: Row, selects: Sequence[str]) -> Row:
    """A row with the plain columns that were selected, all without a selection."""
    plain = [key for key in selects if "." not in key]
    if not plain or "*" in plain:
        return row
    return {key: value for key, value in row.items() if key in plain or key in _ALWAYS}


def _matches(row: Row, filters: Sequence[Query]) -> bool:
    """Whether values as they were sent match the filters that the server looks at here."""
    return all(
        _TESTS[each.method](row.get(each.attribute), each.values)
        for each in filters
        if each.method in _TESTS
    )


def _compared(test: Callable[[Any, Any], bool]) -> Callable[[Any, Sequence[Any]], bool]:
    def run(value: Any, values: Sequence[Any]) -> bool:
        try:
            return test(value if value is not None else _least(values[0]), values[0])
        except TypeError:
            return False

    return run


def _least(like: Any) -> Any:
    """What PHP takes null for beside a value."""
    return "" if isinstance(like, str) else 0


_TESTS: Mapping[str, Callable[[Any, Sequence[Any]], bool]] = {
    "equal": lambda value, values: value in values,
    "notEqual": lambda value, values: value not in values,
    "contains": lambda value, values: (
        isinstance(value, list) and any(each in value for each in values)
    ),
    "startsWith": lambda value, values: isinstance(value, str) and value.startswith(tuple(values)),
    "endsWith": lambda value, values: isinstance(value, str) and value.endswith(tuple(values)),
    "greaterThan": _compared(lambda one, two: one > two),
    "greaterThanEqual": _compared(lambda one, two: one >= two),
    "lessThan": _compared(lambda one, two: one < two),
    "lessThanEqual": _compared(lambda one, two: one <= two),
    "isNull": lambda value, _: value is None,
    "isNotNull": lambda value, _: value is not None,
    "between": lambda value, values: (
        _compared(lambda one, two: one >= two)(value, values[:1])
        and _compared(lambda one, two: one <= two)(value, values[1:])
    ),
}
