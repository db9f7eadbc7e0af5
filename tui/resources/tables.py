"""Tables of a database, and who may do what to their rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.core.cell import Cell, Tone
from tui.core.endpoint import Effect, Endpoint
from tui.core.kind import Field, Grants, Kind, Resource, Search, Writes
from tui.core.order import Order
from tui.core.permissions import container_in_words, parse_all, summary
from tui.core.sizes import size
from tui.resources import fields as f

if TYPE_CHECKING:
    from tui.core.filter_field import FilterField

SCOPES = ("tables.read", "collections.read")
WRITE_SCOPES = ("tables.write", "collections.write")
TABLE_PATH = "/tablesdb/{databaseId}/tables/{tableId}"
GET = Endpoint("GET", TABLE_PATH, "tables_db.get_table", SCOPES)
PUT = Endpoint("PUT", TABLE_PATH, "tables_db.update_table", WRITE_SCOPES, Effect.WRITE)


def who(label: str, action: str) -> Field:
    """Who may do something to everything in a table or bucket."""
    return f.made(label, lambda one: Cell(summary(one.get("$permissions"), action)), 14)


def writers(one: Resource) -> Cell:
    """Who may create, update or delete, where that is the same for all three; else by action."""
    told = {
        action: summary(one.get("$permissions"), action)
        for action in ("create", "update", "delete")
    }
    if len(set(told.values())) == 1:
        text = told["create"]
    else:
        text = ", ".join(f"{a[0].upper()}: {t}" for a, t in told.items() if t != "keys only")
    granted = parse_all(one.get("$permissions"), creates=True)
    open_to_all = any(p.action != "read" and p.role in ("any", "guests") for p in granted)
    return Cell(text, Tone.WARN if open_to_all else Tone.PLAIN)


def _permissions(table: Resource, database: Resource | None) -> Sequence[Cell]:
    return container_in_words(table.get("$permissions"), bool(table.get("rowSecurity")), "row")


def _bytes(table: Resource) -> Cell:
    used, most = table.get("bytesUsed"), table.get("bytesMax")
    if not isinstance(used, int) or not isinstance(most, int):
        return Cell("—", Tone.DIM)
    return Cell(f"{size(used)} of {size(most)} a row")


def _count(name: str) -> Field:
    def show(table: Resource) -> Cell:
        found = table.get(name)
        return Cell(str(len(found))) if isinstance(found, list) else Cell("—", Tone.DIM)

    return f.made(name, show, 7, right=True)


def _table_filters(parent: Resource | None) -> tuple[FilterField, ...]:
    from tui.resources import filters as q

    return q.with_own(q.text("name"), q.switch("enabled"), q.switch("rowSecurity"))


def _changes() -> Writes:
    from tui.resources.put_changes import update_by_put

    return Writes(
        update_by_put(
            "table", "tableId", PUT, GET, ("name", "$permissions", "rowSecurity", "enabled")
        )
    )


TABLES = Kind(
    name="table",
    filters=_table_filters,
    search=Search.OWN,
    title="Tables",
    noun="Table",
    id_name="tableId",
    parent="database",
    listing=Endpoint("GET", "/tablesdb/{databaseId}/tables", "tables_db.list_tables", SCOPES),
    get=GET,
    changes=_changes,
    grants=Grants("table", "rowSecurity"),
    items="tables",
    order=Order(descending=False),
    children=("row", "column", "index"),
    permissions=_permissions,
    fields=f.always(
        f.identifier(),
        f.text("name", "name", 24, grow=True),
        f.enabled(),
        who("read", "read"),
        f.made("write", writers, 18),
        f.switch("row security", "rowSecurity", Cell("on", Tone.GOOD), Cell("off", Tone.DIM), 12),
        _count("columns"),
        _count("indexes"),
        f.made("row size", _bytes, in_list=False),
        *f.stamps(updated=True),
    ),
)
