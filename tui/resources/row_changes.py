"""Changes of rows: what is sent to create, change, delete one, and to take that back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.core.change import (
    PERMISSIONS,
    Change,
    Guard,
    Level,
    Look,
    Verb,
    Write,
    changed_fields,
)
from tui.core.endpoint import Effect, Endpoint
from tui.core.kind import Resource
from tui.core.text import safe
from tui.resources.row_reading import GET, ROW_PATH, ROWS_PATH, columns_of, whole_row

KIND = "row"
WRITE_SCOPES = ("rows.write", "documents.write")
CREATE = Endpoint("POST", ROWS_PATH, "tables_db.create_row", WRITE_SCOPES, Effect.WRITE)
UPDATE = Endpoint("PATCH", ROW_PATH, "tables_db.update_row", WRITE_SCOPES, Effect.WRITE)
DELETE = Endpoint("DELETE", ROW_PATH, "tables_db.delete_row", WRITE_SCOPES, Effect.DESTROY)
_GIVEN = frozenset({"$id", "$sequence", "$databaseId", "$tableId", "$collectionId", PERMISSIONS})
"""What a row carries that is no column of its table and cannot be sent as data."""


def update_row(
    ids: Mapping[str, str], table: Resource | None, base: Resource, values: Mapping[str, Any]
) -> Change | None:
    """The values of `values` that differ from `base` as a change; None where none does.

    `base` is the row as it was read, `values` its columns and `$permissions`.
    """
    exact = {one.get("key") for one in columns_of(table) if one.get("type") != "datetime"}
    changed = changed_fields(base, values, exact)
    after = {name: _sent(value) for name, value in changed.items()}
    if not after:
        return None
    data = {name: value for name, value in after.items() if name != PERMISSIONS}
    body: dict[str, Any] = {"data": data} if data else {}
    if PERMISSIONS in after:
        body["permissions"] = after[PERMISSIONS]
    return Change(
        Verb.UPDATE,
        KIND,
        ids,
        name_of(ids),
        Write(UPDATE, ids, body, runs_operators=True),
        look(table),
        {name: _sent(base.get(name)) for name in after},
        after,
        str(base.get("$updatedAt") or ""),
        Guard.SERVER,
        Level.ASK if PERMISSIONS in after else Level.NONE,
    )


def create_row(
    ids: Mapping[str, str],
    table: Resource | None,
    values: Mapping[str, Any],
    looked: Look | None = None,
) -> Change:
    """A new row. `values` are its columns, `$permissions`, and its stamps where it comes back.

    `looked` is how rows of this table are read, for those who make many.
    """
    permissions = values.get(PERMISSIONS)
    data = {name: _sent(value) for name, value in values.items() if name not in _GIVEN}
    body: dict[str, Any] = {"rowId": ids["rowId"], "data": data}
    if permissions is not None:
        body["permissions"] = permissions
    after = data if permissions is None else {**data, PERMISSIONS: permissions}
    return Change(
        Verb.CREATE,
        KIND,
        ids,
        name_of(ids),
        Write(CREATE, ids, body),
        looked or look(table),
        after=after,
    )


def delete_row(
    ids: Mapping[str, str],
    table: Resource | None,
    base: Resource,
    notes: tuple[str, ...] = (),
) -> Change:
    """The end of a row. `base` is the whole of it, relationships included.

    Of related rows only the ids are kept: with all that they are related to in turn, a few rows
    would fill a journal.
    """
    return Change(
        Verb.DELETE,
        KIND,
        ids,
        name_of(ids),
        Write(DELETE, ids),
        look(table),
        before={name: _sent(value) for name, value in base.items()},
        seen=str(base.get("$updatedAt") or ""),
        guard=Guard.SERVER,
        level=Level.ASK,
        notes=notes,
    )


def restore_row(ids: Mapping[str, str], table: Resource | None, base: Resource) -> Change:
    """A deleted row as it was: its id, data, permissions and times. `$sequence` will be new."""
    return create_row(ids, table, base)


def look(table: Resource | None) -> Look:
    """How a row is read whole."""
    return Look(GET, whole_row(table))


def name_of(ids: Mapping[str, str]) -> str:
    """What a row is called in sentences: `row 66f0… of shop/orders`."""
    return safe(f"row {ids['rowId']} of {ids['databaseId']}/{ids['tableId']}")


def reaches_others(table: Resource | None) -> bool:
    """Whether rows of other tables notice when rows of a table are deleted."""
    return any(column.get("type") == "relationship" for column in columns_of(table))


def cascades(table: Resource | None, rows: Sequence[Resource]) -> tuple[str, ...]:
    """What goes with rows when they are deleted, as far as it was read with them, in words."""
    told = []
    it = "it" if len(rows) == 1 else "them"
    for column in columns_of(table):
        name = str(column.get("key"))
        related = _related(rows, name) if column.get("type") == "relationship" else []
        if not related:
            continue
        count = len(set(related))
        others = f"{count:,} row{'s' if count > 1 else ''} of {column.get('relatedTable')} ({name})"
        if column.get("onDelete") == "cascade":
            told.append(safe(f"! {others} will be deleted with {it} and do not come back."))
        elif column.get("onDelete") == "restrict":
            told.append(safe(f"! {others} may keep {it} from being deleted."))
        else:
            told.append(safe(f"{others} will no longer be related to {it}."))
    return tuple(told)


def _related(rows: Sequence[Resource], name: str) -> list[str]:
    """The ids of the rows that these are related to by a column."""
    values = [row.get(name) for row in rows]
    each = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return [str(one.get("$id") if isinstance(one, Mapping) else one) for one in each if one]


def _sent(value: Any) -> Any:
    """A value as it is sent: related rows by their ids."""
    if isinstance(value, dict):
        return value.get("$id", value)
    return [_sent(one) for one in value] if isinstance(value, list) else value
