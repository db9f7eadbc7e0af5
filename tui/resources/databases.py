"""Databases."""

from __future__ import annotations

from tui.core.endpoint import Endpoint
from tui.core.filter_field import Search
from tui.core.kind import Kind
from tui.core.order import Order
from tui.resources import fields as f
from tui.resources import filters as q

DATABASES = Kind(
    name="database",
    filters=q.always(q.text("name")),
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
