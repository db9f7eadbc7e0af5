"""Owns the endpoints that make and change relationship columns."""

from __future__ import annotations

from tui.demo.answers import Answer, answer_json
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.model.tables import COLUMNS
from tui.demo.params import Boolean, OneOf, Uid
from tui.demo.routes.columns import the_column
from tui.demo.routes.columns_write import PATH, WRITE, require_available
from tui.demo.routes.tables import shown_column, the_table
from tui.demo.routing import Routes
from tui.demo.store.clock import now
from tui.demo.store.collection import Document
from tui.demo.tables.changes import start_column
from tui.demo.tables.column_params import Key
from tui.demo.tables.describe import relationship_json
from tui.demo.tables.renaming import rename
from tui.demo.tables.table import Table, other_side

routes = Routes()
_TYPES = OneOf(("oneToOne", "manyToOne", "manyToMany", "oneToMany"))
_RULES = OneOf(("cascade", "restrict", "setNull"))


@routes.post(PATH + "/relationship", *WRITE)
def create(call: Call, database_id: str, table_id: str) -> Answer:
    related_id = call.param("relatedTableId", Uid())
    kind = call.param("type", _TYPES)
    two_way = call.param("twoWay", Boolean(strict=True), False)
    key = call.param("key", Key(), None)
    said_other = call.param("twoWayKey", Key(), None)
    on_delete = call.param("onDelete", _RULES, "restrict")
    with call.store.write():
        table = the_table(call, database_id, table_id)
        related = the_table(call, database_id, related_id)
        about = relationship_json(
            key or related.id,
            now(),
            related=related.id,
            kind=kind,
            two_way=two_way,
            other_key=said_other or table.id,
            on_delete=on_delete,
        )
        _require_new(table, about, said_other is not None)
        if related.id == table.id and kind == "oneToOne":
            about["_failure"] = call.settings.version.failed_twin.format(key=about["key"])
        start_column(call.store, call.later, table, about)
        if two_way:
            start_column(call.store, call.later, related, other_side(about, table.id))
    return answer_json(shown_column(about), 202)


def _require_new(table: Table, about: Document, said_other: bool) -> None:
    """Refuse a key that is taken, on either side, and a second many-to-many between two tables."""
    for column in table.relationships:
        same_table = column.related == about["relatedTable"]
        if column.key.lower() == about["key"].lower():
            raise ApiError.of("column_already_exists", id=about["key"])
        if same_table and column.about["twoWayKey"].lower() == about["twoWayKey"].lower():
            taken = about["twoWayKey"] if said_other else about["key"]
            raise ApiError.of("column_already_exists", id=taken)
        if same_table and column.many_to_many and about["relationType"] == "manyToMany":
            sentence = (
                'Creating more than one "manyToMany" relationship on the same table is currently '
                "not permitted."
            )
            raise ApiError(409, "column_already_exists", sentence)


@routes.patch(PATH + "/{key}/relationship", *WRITE)
def update(call: Call, database_id: str, table_id: str, key: str) -> Answer:
    on_delete = call.param("onDelete", _RULES, None)
    new_key = call.param("newKey", Key(), None) or key
    with call.store.write():
        table = the_table(call, database_id, table_id)
        about = the_column(call, table.key, key)
        require_available(about)
        if about["type"] != "relationship":
            raise ApiError.of("column_type_invalid")
        changed = {**about, "$updatedAt": now(), "onDelete": on_delete or about["onDelete"]}
        if new_key != key:
            changed = rename(call.store, table, changed, new_key)
        COLUMNS.put(call.store, changed, table.key)
        if about["twoWay"]:
            related = the_table(call, database_id, about["relatedTable"])
            other = the_column(call, related.key, about["twoWayKey"])
            told = {"onDelete": changed["onDelete"], "twoWayKey": new_key}
            COLUMNS.put(call.store, {**other, **told}, related.key)
    return answer_json(shown_column(changed))
