"""Owns the endpoints that make, change and delete tables."""

from __future__ import annotations

import sqlite3

from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.model.tables import TABLES
from tui.demo.params import Boolean, CustomId, ListOf, Object, Text
from tui.demo.permissions import CONTAINER_ACTIONS, PermissionList
from tui.demo.routes.databases import the_database
from tui.demo.routes.tables import shown_table, the_table
from tui.demo.routing import Routes
from tui.demo.store.clock import now
from tui.demo.tables.changes import delete_table
from tui.demo.tables.inline import add_columns, add_indexes
from tui.demo.tables.storage import create_rows_table
from tui.demo.tables.table import load_table

routes = Routes()
PATH = "/tablesdb/{database_id}/tables"
WRITE = ("tables.write", "collections.write")
_MOST = 100


@routes.post(PATH, *WRITE)
def create_table(call: Call, database_id: str) -> Answer:
    """Columns and indexes given here are available at once."""
    moment = now()
    about = {
        "$id": call.param("tableId", CustomId()),
        "$createdAt": moment,
        "$updatedAt": moment,
        "$permissions": call.param("permissions", PermissionList(CONTAINER_ACTIONS), []),
        "databaseId": database_id,
        "name": call.param("name", Text(128)),
        "enabled": call.param("enabled", Boolean(strict=True), True),
        "rowSecurity": call.param("rowSecurity", Boolean(), False),
    }
    columns = call.param("columns", ListOf(Object(), _MOST), [])
    indexes = call.param("indexes", ListOf(Object(), _MOST), [])
    with call.store.write() as connection:
        the_database(call, database_id)
        try:
            TABLES.add(call.store, about, database_id)
        except sqlite3.IntegrityError as error:
            raise ApiError.of("table_already_exists", id=about["$id"]) from error
        create_rows_table(connection, database_id, about["$id"])
        table = load_table(call.store, database_id, about["$id"])
        add_columns(call.store, table, columns)
        add_indexes(call.store, table, indexes)
    return answer_json(shown_table(call, database_id, about), 201)


@routes.put(PATH + "/{table_id}", *WRITE)
def update_table(call: Call, database_id: str, table_id: str) -> Answer:
    """Permissions stay when left out; `rowSecurity` and `enabled` go back to their defaults."""
    with call.store.write():
        about = dict(the_table(call, database_id, table_id).about)
        validator = PermissionList(CONTAINER_ACTIONS)
        about |= {
            "name": call.param("name", Text(128), about["name"]),
            "$permissions": call.param("permissions", validator, about["$permissions"]),
            "rowSecurity": call.param("rowSecurity", Boolean(), False),
            "enabled": call.param("enabled", Boolean(strict=True), True),
            "$updatedAt": now(),
        }
        TABLES.put(call.store, about, database_id)
    return answer_json(shown_table(call, database_id, about))


@routes.delete(PATH + "/{table_id}", *WRITE)
def remove_table(call: Call, database_id: str, table_id: str) -> Answer:
    with call.store.write():
        delete_table(call.store, the_table(call, database_id, table_id))
    return answer_nothing()
