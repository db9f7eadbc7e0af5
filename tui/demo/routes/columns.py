"""Owns the endpoints of columns (`…/tables/{table}/columns`)."""

from __future__ import annotations

from tui.demo.answers import Answer, answer_json, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.model.tables import COLUMNS
from tui.demo.routes.tables import shown_column, the_table
from tui.demo.routing import Routes
from tui.demo.store.collection import Document

routes = Routes()
PATH = "/tablesdb/{database_id}/tables/{table_id}/columns"
NEWER_TEXTS = ("varchar", "text", "mediumtext", "longtext")
READ = ("tables.read", "collections.read", "columns.read", "attributes.read")


def the_column(call: Call, parent: str, key: str) -> Document:
    """A column by its key; `parent` is the table's key."""
    column = COLUMNS.get(call.store, key, parent)
    if column is None:
        raise ApiError.of("column_not_found", id=key)
    return column


def forgetful(column: Document) -> Document:
    """A column as lists and changes show it: of the newer texts they do not say `encrypt`."""
    about = shown_column(column)
    return {**about, "encrypt": None} if about["type"] in NEWER_TEXTS else about


@routes.get(PATH, *READ)
def list_columns(call: Call, database_id: str, table_id: str) -> Answer:
    table = the_table(call, database_id, table_id)
    page = COLUMNS.page(
        call.store,
        call.settings.version,
        call.queries(),
        parent=table.key,
        total=call.wants_total(),
    )
    return answer_page(page.total, "columns", [forgetful(each) for each in page.documents])


@routes.get(PATH + "/{key}", *READ)
def get_column(call: Call, database_id: str, table_id: str, key: str) -> Answer:
    table = the_table(call, database_id, table_id)
    return answer_json(shown_column(the_column(call, table.key, key)))
