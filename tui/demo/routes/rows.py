"""Owns the endpoints that read rows (`…/tables/{table}/rows`)."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from tui.demo.answers import Answer, answer_json, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.query.listing import read_queries
from tui.demo.routes.tables import the_table
from tui.demo.routing import Routes
from tui.demo.tables.rows import get_row, list_rows

routes = Routes()
PATH = "/tablesdb/{database_id}/tables/{table_id}/rows"
READ = ("rows.read", "documents.read")


@routes.get(PATH, *READ)
def list_(call: Call, database_id: str, table_id: str) -> Answer:
    table = the_table(call, database_id, table_id)
    version = call.settings.version
    wanted = read_queries(call.queries(), table.schema, version)
    with _within(call):
        page = list_rows(table, wanted, call.identity, version, call.wants_total())
    return answer_page(page.total, "rows", page.rows)


@routes.get(PATH + "/{row_id}", *READ)
def get(call: Call, database_id: str, table_id: str, row_id: str) -> Answer:
    table = the_table(call, database_id, table_id)
    version = call.settings.version
    wanted = read_queries(call.queries(), table.schema, version)
    with _within(call):
        row = get_row(table, row_id, wanted.selects, call.identity, version)
    if row is None:
        raise ApiError.of("row_not_found", id=row_id)
    return answer_json(row)


def _within(call: Call) -> AbstractContextManager[Any]:
    """The data as the transaction that the request names would leave it."""
    transaction_id = call.params.get("transactionId")
    if not transaction_id:
        return nullcontext()
    # Few reads name a transaction, and only those need to know how to write.
    from tui.demo.tables.authors import Author, the_transaction
    from tui.demo.tables.transactions import seen_through

    author = Author(call.identity, call.settings.version)
    transaction = the_transaction(call.store, str(transaction_id), author)
    return seen_through(call.store, transaction, author)
