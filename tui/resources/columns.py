"""Columns and indexes of a table."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from tui.core.cell import NOTHING, Cell, Tone
from tui.core.endpoint import Endpoint
from tui.core.kind import Field, Kind, Resource
from tui.core.text import brief
from tui.core.values import describe, of
from tui.resources import fields as f

STATUS_TONES = {
    "available": Tone.GOOD,
    "processing": Tone.WARN,
    "deleting": Tone.WARN,
    "stuck": Tone.BAD,
    "failed": Tone.BAD,
}
RANGE = ("min", "max")
_MOST = frozenset({2**63, 2**63 - 1, sys.float_info.max})
ALL_AT_ONCE = 5000
"""More columns than a table can have; without a limit the server lists 25."""


def state() -> Field:
    """How far the server is with making or deleting it."""

    def show(one: Resource) -> Cell:
        status = str(one.get("status") or "—")
        return Cell(brief(status), STATUS_TONES.get(status, Tone.DIM))

    return f.made("status", show, 10)


def limits(column: Resource) -> Cell:
    """What its values must be: a range, a choice, on delete."""
    elements = column.get("elements")
    if isinstance(elements, list) and elements:
        return Cell(brief(", ".join(str(one) for one in elements)))
    if column.get("type") == "relationship":
        back = f", seen there as {column.get('twoWayKey')}" if column.get("twoWay") else ""
        return Cell(brief(f"on delete {column.get('onDelete')}{back}"))
    low, high = (None if _is_bound(column.get(name)) else column.get(name) for name in RANGE)
    if low is None and high is None:
        return NOTHING
    if low is None:
        return Cell(brief(f"≤ {high}"))
    return Cell(brief(f"≥ {low}" if high is None else f"{low} to {high}"))


def default(column: Resource) -> Cell:
    """What a row gets that leaves it out: nothing where it must not be left out."""
    value = column.get("default")
    has_none = column.get("required") or column.get("type") == "relationship"
    return NOTHING if value is None and has_none else of(value)


def column_fields(table: Resource | None) -> tuple[Field, ...]:
    """The fields of a column; its table knows its indexes, and more about it than lists say."""
    indexes, known = _kinds_of_indexes(table), _by_key(table)

    def encrypted(column: Resource) -> Cell:
        # Lists of 1.9.6 leave it null for varchar and texts; the table itself says it.
        whole = known.get(str(column.get("key")), column)
        told = column.get("encrypt") if column.get("encrypt") is not None else whole.get("encrypt")
        return Cell("encrypted", Tone.GOOD) if told is True else NOTHING

    def indexed(column: Resource) -> Cell:
        found = indexes.get(str(column.get("key")))
        return Cell(brief(", ".join(found))) if found else NOTHING

    return (
        f.identifier("key"),
        f.made("type", lambda column: Cell(describe(column)), 24),
        f.switch("required", "required", Cell("required"), NOTHING),
        f.made("default", default, 14),
        f.made("limits", limits, 24, grow=True),
        f.made("indexed", indexed, 12),
        f.made("encrypted", encrypted, 9),
        state(),
        f.text("error", "error", 20),
        *f.stamps(created=False),
    )


def _is_bound(value: object) -> bool:
    """Whether a limit is only what 64 bits can hold, which servers say of every number."""
    return isinstance(value, int | float) and abs(value) in _MOST


def _kinds_of_indexes(table: Resource | None) -> dict[str, list[str]]:
    """The kinds of index that each column is in, by its key."""
    found: dict[str, list[str]] = {}
    for index in _each(table, "indexes"):
        columns = index.get("columns")
        for key in columns if isinstance(columns, list) else ():
            found.setdefault(str(key), []).append(str(index.get("type")))
    return {key: list(dict.fromkeys(kinds)) for key, kinds in found.items()}


def _by_key(table: Resource | None) -> dict[str, Resource]:
    return {str(column.get("key")): column for column in _each(table, "columns")}


def _each(table: Resource | None, name: str) -> list[Mapping[str, Any]]:
    listed = table.get(name) if table is not None else None
    return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []


COLUMNS = Kind(
    name="column",
    title="Columns",
    noun="Column",
    id_name="key",
    parent="table",
    listing=Endpoint(
        "GET",
        "/tablesdb/{databaseId}/tables/{tableId}/columns",
        "tables_db.list_columns",
        ("tables.read", "collections.read", "columns.read", "attributes.read"),
    ),
    items="columns",
    pages=False,
    at_once=ALL_AT_ONCE,
    identify=lambda column: str(column.get("key", "")),
    label=lambda column: str(column.get("key", "")),
    fields=column_fields,
)

INDEXES = Kind(
    name="index",
    title="Indexes",
    noun="Index",
    id_name="key",
    parent="table",
    listing=Endpoint(
        "GET",
        "/tablesdb/{databaseId}/tables/{tableId}/indexes",
        "tables_db.list_indexes",
        ("tables.read", "collections.read", "indexes.read"),
    ),
    items="indexes",
    pages=False,
    at_once=ALL_AT_ONCE,
    identify=lambda index: str(index.get("key", "")),
    label=lambda index: str(index.get("key", "")),
    fields=f.always(
        f.identifier("key"),
        f.text("type", "type", 10),
        f.words("columns", "columns", 30, grow=True),
        f.words("orders", "orders", 14),
        f.words("lengths", "lengths", in_list=False),
        state(),
        f.text("error", "error", 20),
        *f.stamps(created=False),
    ),
)
