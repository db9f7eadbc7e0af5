"""Owns the endpoints that read transactions (`/tablesdb/transactions`)."""

from __future__ import annotations

from tui.demo.answers import Answer, answer_json, answer_page
from tui.demo.call import Call
from tui.demo.model.tables import TRANSACTIONS
from tui.demo.routing import Routes
from tui.demo.store.collection import Document, shown
from tui.demo.tables.access import SERVER
from tui.demo.tables.authors import Author, find_transaction, the_transaction, visible_to
from tui.demo.tables.inside import Inside
from tui.demo.tables.rows import Row, every_column, get_row
from tui.demo.tables.table import Table

routes = Routes()
PATH = "/tablesdb/transactions"
READ = ("documents.read", "rows.read")


def author(call: Call) -> Author:
    """Who asks in this request."""
    return Author(call.identity, call.settings.version)


def inside(call: Call, table: Table, transaction: Document | None) -> Inside:
    """A table as a transaction leaves it; one that is over leaves it as it is."""
    version = call.settings.version
    pending = transaction if transaction and transaction["status"] == "pending" else None

    def read(row_id: str) -> Row | None:
        return get_row(table, row_id, every_column(table), SERVER, version)

    return Inside(table, pending, version, read)


def named_transaction(call: Call) -> Document | None:
    """The transaction that a request names, None for none that its caller may see."""
    return find_transaction(call.store, str(call.params["transactionId"]), author(call))


def seen_inside(call: Call, table: Table, transaction: Document | None, row_id: str) -> Row | None:
    """A row as a transaction leaves it, whoever may read it."""
    view = inside(call, table, transaction)
    committed = get_row(table, row_id, every_column(table), SERVER, call.settings.version)
    return view.row(row_id, committed)


@routes.get(PATH, *READ)
def list_transactions(call: Call) -> Answer:
    page = TRANSACTIONS.page(
        call.store,
        call.settings.version,
        call.queries(),
        scope=visible_to(call.identity),
        total=call.wants_total(),
    )
    return answer_page(page.total, "transactions", page.documents)


@routes.get(PATH + "/{transaction_id}", *READ)
def get_transaction(call: Call, transaction_id: str) -> Answer:
    return answer_json(shown(the_transaction(call.store, transaction_id, author(call))))
