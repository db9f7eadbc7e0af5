"""Columns and indexes of a table."""

from __future__ import annotations

from tui.core.cell import NOTHING, Cell, Tone
from tui.core.endpoint import Endpoint
from tui.core.kind import Field, Kind, Resource
from tui.core.text import safe
from tui.core.values import describe, of
from tui.resources import fields as f

STATUS_TONES = {
    "available": Tone.GOOD,
    "processing": Tone.WARN,
    "deleting": Tone.WARN,
    "stuck": Tone.BAD,
    "failed": Tone.BAD,
}


def state() -> Field:
    """How far the server is with making or deleting it."""

    def show(one: Resource) -> Cell:
        status = str(one.get("status") or "—")
        return Cell(safe(status), STATUS_TONES.get(status, Tone.DIM))

    return f.made("status", show, 10)


def limits(column: Resource) -> Cell:
    """What its values must be: a range, a choice, on delete."""
    if column.get("elements"):
        return Cell(safe(", ".join(str(one) for one in column["elements"])))
    if column.get("type") == "relationship":
        return Cell(safe(f"on delete {column.get('onDelete')}, as {column.get('twoWayKey')}"))
    low, high = column.get("min"), column.get("max")
    if low is None and high is None:
        return NOTHING
    return Cell(f"{'…' if low is None else low} to {'…' if high is None else high}")


def _flag(label: str, source: str, yes: str) -> Field:
    return f.switch(label, source, Cell(yes), Cell("—", Tone.DIM), 9)


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
    identify=lambda column: str(column.get("key", "")),
    label=lambda column: str(column.get("key", "")),
    fields=f.always(
        f.identifier("key"),
        f.made("type", lambda column: Cell(describe(column)), 24),
        _flag("required", "required", "required"),
        f.made("default", lambda column: of(column.get("default")), 14),
        f.made("limits", limits, 24, grow=True),
        _flag("encrypted", "encrypt", "encrypted"),
        state(),
        f.text("error", "error", 20),
        *f.stamps(created=False),
    ),
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
