"""Owns the endpoints that read rows (`…/tables/{table}/rows`)."""

from __future__ import annotations

from dataclasses import replace

from tui.demo.answers import Answer, answer_json, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.query.listing import read_queries
from tui.demo.query.model import ListQuery
from tui.demo.query.parse import parse
from tui.demo.routes.tables import the_table
from tui.demo.routing import Routes
from tui.demo.tables.rows import Row, Rows, every_column, get_row, list_rows
from tui.demo.tables.table import Table

routes = Routes()
PATH = "/tablesdb/{database_id}/tables/{table_id}/rows"
READ = ("rows.read", "documents.read")


@routes.get(PATH, *READ)
def list_(call: Call, database_id: str, table_id: str) -> Answer:
    table = the_table(call, database_id, table_id)
    wanted = read_queries(call.queries(), table.schema, call.settings.version)
    page = _page(call, table, wanted)
    return answer_page(page.total, "rows", page.rows)


def _page(call: Call, table: Table, wanted: ListQuery) -> Rows:
    version, counted = call.settings.version, call.wants_total()
    if not call.params.get("transactionId"):
        return list_rows(table, wanted, call.identity, version, counted)
    # Few reads name a transaction, and only those need to know of them.
    from tui.demo.routes.transactions import inside, named_transaction

    whole = replace(wanted, selects=wanted.selects or every_column(table))
    page = list_rows(table, whole, call.identity, version, counted)
    return inside(call, table, named_transaction(call)).page(page, wanted, counted)


@routes.get(PATH + "/{row_id}", *READ)
def get(call: Call, database_id: str, table_id: str, row_id: str) -> Answer:
    table = the_table(call, database_id, table_id)
    queries = call.queries()
    wanted = read_queries(queries, table.schema, call.settings.version)
    for text in queries:
        method = parse(text, call.settings.version).method
        if method != "select":
            reason = f"Invalid query: Invalid query method: {method}"
            raise ApiError.of("general_query_invalid", reason=reason)
    row = _row(call, table, row_id, wanted.selects)
    if row is None:
        raise ApiError.of("row_not_found", id=row_id)
    return answer_json(row)


def _row(call: Call, table: Table, row_id: str, selects: tuple[str, ...]) -> Row | None:
    version = call.settings.version
    if not call.params.get("transactionId"):
        return get_row(table, row_id, selects, call.identity, version)
    from tui.demo.routes.transactions import inside, named_transaction

    whole = selects or every_column(table)
    committed = get_row(table, row_id, whole, call.identity, version)
    return inside(call, table, named_transaction(call)).row(row_id, committed, selects)
