"""Rows: their fields are the columns of their table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tui.core.cell import NOTHING, Cell, Tone
from tui.core.kind import Field, Grants, Kind, Resource, Search, Writes
from tui.core.order import Order
from tui.core.permissions import in_words, summary_within
from tui.core.text import safe
from tui.core.values import NUMBERS, long, short
from tui.resources import fields as f
from tui.resources.row_reading import GET, LIST, columns_of, whole_row

if TYPE_CHECKING:
    from tui.core.filter_field import FilterField
    from tui.core.spec import Spec

WIDE = frozenset({"string", "varchar", "text", "mediumtext", "longtext"})


def row_fields(table: Resource | None) -> tuple[Field, ...]:
    """`$id`, the table's columns in their order, then what Appwrite adds."""
    return (
        f.identifier(),
        *(_field(column) for column in columns_of(table)),
        f.moment("$createdAt", "$createdAt"),
        f.moment("$updatedAt", "$updatedAt"),
        f.made("readable by", lambda row: _readers(row, table), 14),
        # A number from 1.8 servers, a text from later ones.
        f.text("$sequence", "$sequence", 10, right=True),
    )


def _field(column: Mapping[str, Any]) -> Field:
    kind = str(column.get("type"))
    return Field(
        str(column.get("key", "")),
        lambda row: short(row, column),
        str(column.get("key", "")),
        width=24 if kind in WIDE and not column.get("format") else 16,
        grow=kind in WIDE,
        right=kind in NUMBERS and not column.get("array"),
        detail=lambda row: long(row, column),
    )


def row_form(table: Resource | None, new: bool) -> tuple[Spec, ...]:
    """The columns, those locked that cannot be written (yet); a new row begins with its id."""
    from tui.core.spec import Shape, Spec, spec_of

    specs = tuple(replace(spec_of(one), locked=_locked(one)) for one in columns_of(table))
    row_id = Spec("$id", Shape.ID, "id", longest=36)
    return (row_id, *specs) if new else specs


def _locked(column: Mapping[str, Any]) -> str:
    """Why a column cannot be written; empty where it can."""
    status = column.get("status")
    return "" if status == "available" else f"the column is {safe(str(status))}"


def _permissions(row: Resource, table: Resource | None) -> Sequence[Cell]:
    if table is None:
        return [Cell("The table is not known yet.", Tone.DIM)]
    own, above = row.get("$permissions"), table.get("$permissions")
    return in_words(own, above, bool(table.get("rowSecurity")), "row", "table")


def _readers(row: Resource, table: Resource | None) -> Cell:
    if table is None:
        return NOTHING
    return Cell(summary_within(row.get("$permissions"), table, "rowSecurity", "read"))


def _row_filters(table: Resource | None) -> tuple[FilterField, ...]:
    from tui.resources import filters as q

    return q.of_columns(table)


def _changes() -> Writes:
    from tui.resources.row_changes import create_row, delete_row, restore_row, update_row

    return Writes(update_row, create_row, delete_row, restore_row)


ROWS = Kind(
    name="row",
    filters=_row_filters,
    search=Search.COLUMNS,
    own_columns=True,
    title="Rows",
    noun="Row",
    id_name="rowId",
    parent="table",
    listing=LIST,
    get=GET,
    items="rows",
    order=Order(),
    label=lambda row: "",
    permissions=_permissions,
    detail=whole_row,
    fields=row_fields,
    form=row_form,
    grants=Grants("row", "rowSecurity", inherits=True),
    changes=_changes,
)
