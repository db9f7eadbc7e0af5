"""Owns the endpoints of tables (`/tablesdb/{database}/tables`)."""

from __future__ import annotations

from typing import Any

from tui.demo.answers import Answer, answer_json, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.model.tables import COLUMNS, INDEXES, TABLES, table_key
from tui.demo.routes.databases import the_database
from tui.demo.routing import Routes
from tui.demo.store.collection import Document, shown
from tui.demo.tables.size import MAX_BYTES, bytes_used
from tui.demo.tables.table import Table, load_table

routes = Routes()


def the_table(call: Call, database_id: str, table_id: str) -> Table:
    """A table that the caller may see; disabled ones exist for API keys only."""
    the_database(call, database_id)
    table = load_table(call.store, database_id, table_id)
    if not (table.about["enabled"] or call.identity.is_key):
        raise ApiError.of("table_not_found", id=table_id)
    return table


def shown_column(column: Document) -> Document:
    """A column as the server shows it: known by its key, without an id."""
    return {key: value for key, value in shown(column).items() if key != "$id"}


def shown_table(call: Call, database_id: str, table: Document) -> Document:
    """A table with its columns and indexes."""
    key = table_key(database_id, table["$id"])
    columns = COLUMNS.all(call.store, key)
    whole: dict[str, Any] = {
        **shown(table),
        "columns": [shown_column(each) for each in columns],
        "indexes": [shown(each) for each in INDEXES.all(call.store, key)],
    }
    if not call.settings.version.string_columns_only:
        whole |= {"bytesMax": MAX_BYTES, "bytesUsed": bytes_used(columns)}
    return whole


@routes.get("/tablesdb/{database_id}/tables", "tables.read", "collections.read")
def list_tables(call: Call, database_id: str) -> Answer:
    the_database(call, database_id)
    page = TABLES.page(
        call.store,
        call.settings.version,
        call.queries(),
        parent=database_id,
        search=call.search(),
        total=call.wants_total(),
    )
    tables = [shown_table(call, database_id, each) for each in page.documents]
    return answer_page(page.total, "tables", tables)


@routes.get("/tablesdb/{database_id}/tables/{table_id}", "tables.read", "collections.read")
def get_table(call: Call, database_id: str, table_id: str) -> Answer:
    table = the_table(call, database_id, table_id)
    return answer_json(shown_table(call, database_id, dict(table.about)))
