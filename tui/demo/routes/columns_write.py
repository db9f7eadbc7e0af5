"""Owns the endpoints that make, change and delete columns and indexes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.model.tables import COLUMNS, DATABASES, INDEXES, TABLES
from tui.demo.params import Boolean, ListOf, Number, OneOf, Text, param_of
from tui.demo.routes.columns import forgetful, the_column
from tui.demo.routes.indexes import the_index
from tui.demo.routes.tables import shown_column, the_table
from tui.demo.routing import Routes
from tui.demo.store.clock import now
from tui.demo.store.collection import Document, shown
from tui.demo.store.schema import Type
from tui.demo.tables.changes import delete_column, delete_index, rename, start_column, start_index
from tui.demo.tables.checks import InvalidValueError, check_column_value
from tui.demo.tables.column import Column
from tui.demo.tables.describe import (
    FLOAT_RANGE,
    INTEGER_RANGE,
    SIZED,
    TEXTS,
    column_json,
    index_json,
    relationship_json,
)
from tui.demo.tables.table import Table, other_side

routes = Routes()
COLUMNS_PATH = "/tablesdb/{database_id}/tables/{table_id}/columns"
INDEXES_PATH = "/tablesdb/{database_id}/tables/{table_id}/indexes"
WRITE_COLUMNS = ("tables.write", "collections.write", "columns.write", "attributes.write")
WRITE_INDEXES = ("tables.write", "collections.write", "indexes.write")
SPATIAL = ("point", "line", "polygon")
KINDS = (
    *TEXTS,
    *("integer", "bigint", "float", "boolean", "datetime", "email", "url", "ip", "enum"),
    *SPATIAL,
)
_MAX_SIZE = 1_073_741_824

declare(
    {
        "column_already_exists": (
            409,
            "Column with the requested key '{id}' already exists. Column keys must be unique, try "
            "again with a different key.",
        ),
        "column_default_unsupported": (400, "Cannot set default value for required column"),
        "column_value_invalid": (400, "{reason}"),
        "column_unknown": (
            400,
            "The column '{id}' required for the index could not be found. Please confirm all your "
            "columns are in the available state.",
        ),
        "column_index_invalid": (400, "{reason}"),
        "column_type_invalid": (400, "The column type is invalid."),
        "column_index_already_exists": (
            409,
            "Index with the requested key '{id}' already exists. Try again with a different key.",
        ),
    }
)


class Key(Text):
    """The key of a column or index."""

    def __init__(self) -> None:
        super().__init__(255)


class FloatNumber:
    """Any number."""

    def problem(self, value: Any) -> str:
        fits = isinstance(value, int | float) and not isinstance(value, bool)
        return "" if fits else "Value must be a valid float"

    def clean(self, value: Any) -> Any:
        return value


def read_column(kind: str, given: Mapping[str, Any]) -> Document:
    """The JSON of a new column from the parameters of its endpoint, checked."""
    if kind not in KINDS:
        reason = f"Invalid `type` param: Value must be one of ({', '.join(KINDS)})"
        raise ApiError.of("general_argument_invalid", reason=reason)
    required = param_of(given, "required", Boolean(), False)
    default = given.get("default")
    if required and default is not None:
        raise ApiError.of("column_default_unsupported")
    about = column_json(
        kind,
        param_of(given, "key", Key()),
        now(),
        required=required,
        array=param_of(given, "array", Boolean(), False),
        default=default,
        **_details(kind, given),
    )
    return {**about, "default": _checked_default(about, default)}


def _details(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What only some kinds have."""
    details: dict[str, Any] = {}
    if kind in SIZED:
        details["size"] = param_of(given, "size", Number(1, _MAX_SIZE))
    if kind in TEXTS:
        details["encrypt"] = param_of(given, "encrypt", Boolean(), False)
    if kind in ("integer", "bigint"):
        numbers = Number(*INTEGER_RANGE)
        details["min"] = param_of(given, "min", numbers, INTEGER_RANGE[0])
        details["max"] = param_of(given, "max", numbers, INTEGER_RANGE[1])
    if kind == "float":
        details["min"] = param_of(given, "min", FloatNumber(), FLOAT_RANGE[0])
        details["max"] = param_of(given, "max", FloatNumber(), FLOAT_RANGE[1])
    if kind == "enum":
        details["elements"] = param_of(given, "elements", ListOf(Text(1024), 1024))
    if "min" in details and details["min"] > details["max"]:
        reason = "Minimum value must be lesser than maximum value"
        raise ApiError.of("column_value_invalid", reason=reason)
    return details


def _checked_default(about: Document, default: Any) -> Any:
    if default is None:
        return None
    try:
        return check_column_value(Column({**about, "array": False}), default)
    except InvalidValueError as error:
        raise ApiError.of("column_value_invalid", reason=str(error)) from error


def _create(kind: str) -> None:
    """Register the two endpoints of one kind of column."""

    @routes.post(f"{COLUMNS_PATH}/{kind}", *WRITE_COLUMNS)
    def create(call: Call, database_id: str, table_id: str) -> Answer:
        table = the_table(call, database_id, table_id)
        param_of(call.params, "required", Boolean())
        about = read_column(kind, call.params)
        start_column(call.store, call.later, table, about)
        return answer_json(shown_column(about), 202)

    @routes.patch(f"{COLUMNS_PATH}/{kind}/{{key}}", *WRITE_COLUMNS)
    def update(call: Call, database_id: str, table_id: str, key: str) -> Answer:
        with call.store.write():
            table = the_table(call, database_id, table_id)
            changed = _update(call, table, kind, the_column(call, table.key, key))
        if call.settings.version.forgets_encryption and "encrypt" in changed:
            changed = {**changed, "encrypt": None}
        return answer_json(changed)


for _kind in KINDS:
    _create(_kind)


def _update(call: Call, table: Table, kind: str, about: Document) -> Document:
    """Change a column; what is left out of the sizes and bounds stays as it is."""
    required = call.param("required", Boolean(), about["required"])
    default = call.params.get("default")
    if required and default is not None:
        raise ApiError.of("column_default_unsupported")
    given = {key: value for key, value in call.params.items() if value is not None}
    for key in ("size", "min", "max", "elements", "encrypt"):
        if key in about:
            given.setdefault(key, about[key])
    details = _details(kind, given)
    changed = {**about, **details, "required": required, "$updatedAt": now()}
    changed["default"] = _checked_default(changed, default)
    new_key = call.param("newKey", Key(), about["key"])
    if new_key != about["key"]:
        changed = rename(call.store, table, changed, new_key)
    COLUMNS.put(call.store, changed, table.key)
    return forgetful(changed)


@routes.post(COLUMNS_PATH + "/relationship", *WRITE_COLUMNS)
def create_relationship(call: Call, database_id: str, table_id: str) -> Answer:
    table = the_table(call, database_id, table_id)
    related = the_table(call, database_id, call.param("relatedTableId", Text(36)))
    types = ("oneToOne", "manyToOne", "manyToMany", "oneToMany")
    two_way = call.param("twoWay", Boolean(), False)
    about = relationship_json(
        call.param("key", Key(), related.id),
        now(),
        related=related.id,
        kind=call.param("type", OneOf(types)),
        two_way=two_way,
        other_key=call.param("twoWayKey", Key(), table.id),
        on_delete=call.param("onDelete", OneOf(("cascade", "restrict", "setNull")), "restrict"),
    )
    other = other_side(about, table.id)
    with call.store.write():
        start_column(call.store, call.later, table, about)
        if two_way:
            start_column(call.store, call.later, related, other)
    return answer_json(shown_column(about), 202)


@routes.patch(COLUMNS_PATH + "/{key}/relationship", *WRITE_COLUMNS)
def update_relationship(call: Call, database_id: str, table_id: str, key: str) -> Answer:
    rules = OneOf(("cascade", "restrict", "setNull"))
    with call.store.write():
        table = the_table(call, database_id, table_id)
        about = the_column(call, table.key, key)
        if about["type"] != "relationship":
            raise ApiError.of("column_type_invalid")
        changed = {
            **about,
            "onDelete": call.param("onDelete", rules, about["onDelete"]),
            "$updatedAt": now(),
        }
        COLUMNS.put(call.store, changed, table.key)
        if about["twoWay"]:
            related = the_table(call, database_id, about["relatedTable"])
            other = the_column(call, related.key, about["twoWayKey"])
            COLUMNS.put(call.store, {**other, "onDelete": changed["onDelete"]}, related.key)
    return answer_json(shown_column(changed))


@routes.delete(COLUMNS_PATH + "/{key}", *WRITE_COLUMNS)
def remove_column(call: Call, database_id: str, table_id: str, key: str) -> Answer:
    with call.store.write():
        table = the_table(call, database_id, table_id)
        about = the_column(call, table.key, key)
        stored = about["status"] == "available"
        leaving = {**about, "status": "deleting", "_stored": stored or about.get("_stored", False)}
        COLUMNS.put(call.store, leaving, table.key)
    call.later.do(lambda: delete_column(call.store, database_id, table_id, key))
    return answer_nothing()


def index_plan(call: Call, table: Table, given: Mapping[str, Any]) -> Document:
    """The JSON of a new index from its parameters, checked."""
    key = param_of(given, "key", Key())
    kind = param_of(given, "type", OneOf(("key", "fulltext", "unique", "spatial")))
    columns = param_of(given, "columns", ListOf(Text(255), 100))
    internal = ("$id", "$createdAt", "$updatedAt", "$sequence")
    for column in columns:
        if column not in table.by_key and column not in internal:
            raise ApiError.of("column_unknown", id=column)
        textual = column in table.by_key and table.by_key[column].type is Type.TEXT
        if kind == "fulltext" and not textual:
            reason = f'Attribute "{column}" cannot be part of a fulltext index, must be of type '
            raise ApiError.of("column_index_invalid", reason=reason + "string")
    if not columns:
        raise ApiError.of("column_index_invalid", reason="No attributes provided for index")
    numbers = (
        DATABASES.sequence(call.store, table.database_id),
        TABLES.sequence(call.store, table.id, table.database_id),
    )
    orders = given.get("orders") or []
    lengths = [each or 0 for each in given.get("lengths") or []]
    id_ = f"{numbers[0]}_{numbers[1]}_{key}"
    return index_json(id_, key, kind, now(), columns, orders, lengths)


@routes.post(INDEXES_PATH, *WRITE_INDEXES)
def create_index(call: Call, database_id: str, table_id: str) -> Answer:
    with call.store.write():
        table = the_table(call, database_id, table_id)
        key = call.param("key", Key())
        if any(each["key"] == key for each in INDEXES.all(call.store, table.key)):
            raise ApiError.of("column_index_already_exists", id=key)
        about = index_plan(call, table, call.params)
        start_index(call.store, call.later, table, about)
    return answer_json(shown(about), 202)


@routes.delete(INDEXES_PATH + "/{key}", *WRITE_INDEXES)
def remove_index(call: Call, database_id: str, table_id: str, key: str) -> Answer:
    with call.store.write():
        table = the_table(call, database_id, table_id)
        delete_index(call.store, table, the_index(call, database_id, table_id, key))
    return answer_nothing()
