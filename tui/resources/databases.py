"""Databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.endpoint import Endpoint
from tui.core.kind import Kind, Resource, Search
from tui.core.order import Order
from tui.resources import fields as f

if TYPE_CHECKING:
    from tui.core.filter_field import FilterField


def _database_filters(parent: Resource | None) -> tuple[FilterField, ...]:
    from tui.resources import filters as q

    return q.with_own(q.text("name"))


DATABASES = Kind(
    name="database",
    filters=_database_filters,
    search=Search.OWN,
    title="Databases",
    noun="Database",
    id_name="databaseId",
    listing=Endpoint("GET", "/tablesdb", "tables_db.list", ("databases.read",)),
    get=Endpoint("GET", "/tablesdb/{databaseId}", "tables_db.get", ("databases.read",)),
    items="databases",
    order=Order(descending=False),
    children=("table",),
    fields=f.always(
        f.identifier(),
        f.text("name", "name", 32, grow=True),
        f.enabled(),
        f.text("type", "type", 10),
        *f.stamps(updated=True),
    ),
)
