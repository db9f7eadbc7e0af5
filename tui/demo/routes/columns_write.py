"""Owns the endpoints that make, change and delete columns; those of relationships are apart."""

from __future__ import annotations

from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.model.tables import COLUMNS
from tui.demo.routes.columns import forgetful, the_column
from tui.demo.routes.tables import shown_column, the_table
from tui.demo.routing import Routes
from tui.demo.store.collection import Document
from tui.demo.tables.changes import delete_column, start_column
from tui.demo.tables.column_params import (
    KINDS,
    changed_column,
    new_column,
    read_change,
    require_defaultable,
)
from tui.demo.tables.describe import TYPE_NAMES
from tui.demo.tables.renaming import rename
from tui.demo.tables.resizing import require_resizable
from tui.demo.tables.table import Table

routes = Routes()
PATH = "/tablesdb/{database_id}/tables/{table_id}/columns"
WRITE = ("tables.write", "collections.write", "columns.write", "attributes.write")
_FORMATS = ("email", "url", "ip", "enum")


def _serve(kind: str) -> None:
    """Register the two endpoints of one kind of column."""

    @routes.post(f"{PATH}/{kind}", *WRITE)
    def create(call: Call, database_id: str, table_id: str) -> Answer:
        about = new_column(kind, call.params)
        with call.store.write():
            table = the_table(call, database_id, table_id)
            require_defaultable(about)
            start_column(call.store, call.later, table, about)
        return answer_json(shown_column(about), 202)

    @routes.patch(f"{PATH}/{kind}/{{key}}", *WRITE)
    def update(call: Call, database_id: str, table_id: str, key: str) -> Answer:
        given = read_change(kind, call.params)
        with call.store.write():
            table = the_table(call, database_id, table_id)
            changed = _update(call, table, kind, key, given)
        if call.settings.version.forgets_encryption and "encrypt" in changed:
            changed = {**changed, "encrypt": None}
        return answer_json(changed)


for _kind in KINDS:
    _serve(_kind)


def _update(call: Call, table: Table, kind: str, key: str, given: Document) -> Document:
    about = the_column(call, table.key, key)
    require_available(about)
    plain = about.get("format") or ""
    if about["type"] != TYPE_NAMES.get(kind, kind) or plain != (kind if kind in _FORMATS else ""):
        raise ApiError.of("column_type_invalid")
    require_defaultable({**about, **given})
    changed = changed_column(kind, about, given)
    require_resizable(call.store, table, changed)
    new_key = given["newKey"] or key
    if new_key != key:
        changed = rename(call.store, table, changed, new_key)
    COLUMNS.put(call.store, changed, table.key)
    return forgetful(changed)


def require_available(about: Document) -> None:
    """Refuse to change what is still being made, has failed or is going."""
    if about["status"] != "available":
        raise ApiError.of("column_not_available", id=about["key"])


@routes.delete(PATH + "/{key}", *WRITE)
def remove_column(call: Call, database_id: str, table_id: str, key: str) -> Answer:
    with call.store.write():
        table = the_table(call, database_id, table_id)
        about = the_column(call, table.key, key)
        stored = about["status"] == "available"
        leaving = {**about, "status": "deleting", "_stored": stored or about.get("_stored", False)}
        COLUMNS.put(call.store, leaving, table.key)
    call.later.do(lambda: delete_column(call.store, database_id, table_id, key))
    return answer_nothing()
