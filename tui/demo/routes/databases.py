"""Owns the endpoints of databases (`/tablesdb`)."""

from __future__ import annotations

import sqlite3
from typing import Any

from tui.demo.answers import Answer, answer_json, answer_nothing, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.model.tables import DATABASES
from tui.demo.params import Boolean, CustomId, Text
from tui.demo.query.where import Where
from tui.demo.routing import Routes
from tui.demo.store.clock import now
from tui.demo.store.collection import shown
from tui.demo.tables.changes import delete_database

routes = Routes()


def the_database(call: Call, database_id: str) -> dict[str, Any]:
    """A database that the caller may see; a disabled one exists for API keys only."""
    found = DATABASES.get(call.store, database_id)
    if found is None or not (found["enabled"] or call.identity.is_key):
        raise ApiError.of("database_not_found", id=database_id)
    return found


def _presented(call: Call, database: dict[str, Any]) -> dict[str, Any]:
    """A database as this version shows it; those made here are ready at once."""
    whole = {**shown(database), "status": "ready"}
    return call.settings.version.present("database", whole)


def _type(call: Call) -> str:
    """What a database is that is made by this endpoint's name."""
    return "legacy" if call.path.startswith("/v1/databases") else "tablesdb"


@routes.get("/tablesdb", "databases.read")
def list_databases(call: Call) -> Answer:
    scope = None
    if call.settings.version.databases_by_type:
        scope = Where("json_extract(_doc, '$.type') = ?", (_type(call),))
    page = DATABASES.page(
        call.store,
        call.settings.version,
        call.queries(),
        search=call.search(),
        total=call.wants_total(),
        scope=scope,
    )
    return answer_page(
        page.total, "databases", [_presented(call, database) for database in page.documents]
    )


@routes.get("/tablesdb/{database_id}", "databases.read")
def get_database(call: Call, database_id: str) -> Answer:
    return answer_json(_presented(call, the_database(call, database_id)))


@routes.post("/tablesdb", "databases.write")
def create_database(call: Call) -> Answer:
    moment = now()
    database = {
        "$id": call.param("databaseId", CustomId()),
        "name": call.param("name", Text(128)),
        "$createdAt": moment,
        "$updatedAt": moment,
        "enabled": call.param("enabled", Boolean(strict=True), True),
        "type": _type(call),
    }
    try:
        DATABASES.add(call.store, database)
    except sqlite3.IntegrityError as error:
        raise ApiError.of("database_already_exists", id=database["$id"]) from error
    return answer_json(_presented(call, database), 201)


@routes.put("/tablesdb/{database_id}", "databases.write")
def update_database(call: Call, database_id: str) -> Answer:
    """Leaving `enabled` out enables the database again, as the real server does."""
    with call.store.write():
        database = the_database(call, database_id)
        changed = database | {
            "name": call.param("name", Text(128), database["name"]),
            "enabled": call.param("enabled", Boolean(strict=True), True),
            "$updatedAt": now(),
        }
        DATABASES.put(call.store, changed)
    return answer_json(_presented(call, changed))


@routes.delete("/tablesdb/{database_id}", "databases.write")
def remove_database(call: Call, database_id: str) -> Answer:
    with call.store.write():
        the_database(call, database_id)
        delete_database(call.store, database_id)
    return answer_nothing()
