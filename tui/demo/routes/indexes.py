"""Owns the endpoints of indexes (`…/tables/{table}/indexes`)."""

from __future__ import annotations

from tui.demo.answers import Answer, answer_json, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.model.tables import INDEXES, table_key
from tui.demo.routes.tables import the_table
from tui.demo.routing import Routes
from tui.demo.store.collection import Document, shown

routes = Routes()
PATH = "/tablesdb/{database_id}/tables/{table_id}/indexes"
READ = ("tables.read", "collections.read", "indexes.read")


def the_index(call: Call, database_id: str, table_id: str, key: str) -> Document:
    """An index by its key. Its `$id` is longer: `<database>_<table>_<key>` by running numbers."""
    indexes = INDEXES.all(call.store, table_key(database_id, table_id))
    found = next((each for each in indexes if each["key"] == key), None)
    if found is None:
        raise ApiError.of("column_index_not_found", id=key)
    return found


@routes.get(PATH, *READ)
def list_indexes(call: Call, database_id: str, table_id: str) -> Answer:
    table = the_table(call, database_id, table_id)
    page = INDEXES.page(
        call.store,
        call.settings.version,
        call.queries(),
        parent=table.key,
        total=call.wants_total(),
    )
    return answer_page(page.total, "indexes", page.documents)


@routes.get(PATH + "/{key}", *READ)
def get_index(call: Call, database_id: str, table_id: str, key: str) -> Answer:
    the_table(call, database_id, table_id)
    return answer_json(shown(the_index(call, database_id, table_id, key)))
