"""Owns the endpoints that make and delete indexes."""

from __future__ import annotations

from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.model.tables import INDEXES
from tui.demo.routes.indexes import PATH, the_index
from tui.demo.routes.tables import the_table
from tui.demo.routing import Routes
from tui.demo.store.collection import shown
from tui.demo.tables.changes import delete_index, start_index
from tui.demo.tables.index_params import planned_index, read_index
from tui.demo.tables.index_rules import MAX_INDEXES

routes = Routes()
WRITE = ("tables.write", "collections.write", "indexes.write")


@routes.post(PATH, *WRITE)
def create_index(call: Call, database_id: str, table_id: str) -> Answer:
    read = read_index(call.params)
    with call.store.write():
        table = the_table(call, database_id, table_id)
        if len(INDEXES.all(call.store, table.key)) >= MAX_INDEXES:
            raise ApiError.of("column_index_limit_exceeded", id=table.id)
        about = planned_index(call.store, table, read)
        start_index(call.store, call.later, table, about)
    return answer_json(shown(about), 202)


@routes.delete(PATH + "/{key}", *WRITE)
def remove_index(call: Call, database_id: str, table_id: str, key: str) -> Answer:
    with call.store.write():
        table = the_table(call, database_id, table_id)
        delete_index(call.store, table, the_index(call, database_id, table_id, key))
    return answer_nothing()
