"""Owns the endpoints that list what happened to tables and rows (`…/logs`)."""

from __future__ import annotations

from tui.demo.answers import Answer
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.routes.rows import READ
from tui.demo.routes.tables import the_table
from tui.demo.routing import Routes
from tui.demo.tables.rows import get_row

routes = Routes()
TABLE = "/tablesdb/{database_id}/tables/{table_id}"


@routes.get(f"{TABLE}/logs", "tables.read", "collections.read")
def of_table(call: Call, database_id: str, table_id: str) -> Answer:
    from tui.demo.accounts.logs import logs_on

    table = the_table(call, database_id, table_id)
    return logs_on(call, f"database/{database_id}/table/{table.id}")


@routes.get(f"{TABLE}/rows/{{row_id}}/logs", *READ)
def of_row(call: Call, database_id: str, table_id: str, row_id: str) -> Answer:
    from tui.demo.accounts.logs import logs_on

    table = the_table(call, database_id, table_id)
    if get_row(table, row_id, (), call.identity, call.settings.version) is None:
        raise ApiError.of("row_not_found", id=row_id)
    return logs_on(call, f"database/{database_id}/table/{table.id}/row/{row_id}")
