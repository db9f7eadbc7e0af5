"""Owns the endpoints that read transactions (`/tablesdb/transactions`)."""

from __future__ import annotations

from tui.demo.answers import Answer, answer_json, answer_page
from tui.demo.call import Call
from tui.demo.model.tables import TRANSACTIONS
from tui.demo.routing import Routes
from tui.demo.store.collection import shown
from tui.demo.tables.authors import Author, the_transaction, visible_to

routes = Routes()
PATH = "/tablesdb/transactions"
READ = ("documents.read", "rows.read")


def author(call: Call) -> Author:
    """Who asks in this request."""
    return Author(call.identity, call.settings.version)


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
