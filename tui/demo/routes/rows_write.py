"""Owns the endpoints that write rows: one, or many in one request."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.params import MISSING, CustomId, ListOf, Object, new_id
from tui.demo.permissions import (
    CONTENT_ACTIONS,
    PermissionList,
    granted_to_creator,
    require_action,
    require_grantable,
)
from tui.demo.query.dates import parse_moment
from tui.demo.query.listing import read_queries
from tui.demo.query.parse import QueryError, parse
from tui.demo.routes.tables import the_table
from tui.demo.routes.transactions import author, inside, named_transaction, seen_inside
from tui.demo.routing import Routes
from tui.demo.store.collection import Document
from tui.demo.tables.authors import open_transaction
from tui.demo.tables.bulk import (
    MAX_ROWS,
    create_all,
    delete_matching,
    id_of,
    refuse_relationships,
    update_matching,
    upsert_all,
)
from tui.demo.tables.operators import breaks_answer
from tui.demo.tables.rows import Row, Rows
from tui.demo.tables.table import Table
from tui.demo.tables.transactions import stage
from tui.demo.tables.writing import RowWriter

routes = Routes()
PATH = "/tablesdb/{database_id}/tables/{table_id}/rows"
WRITE = ("rows.write", "documents.write")
_NUMBER = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_NUMBER_WHOLE = re.compile(r"\s*[+-]?\d+")


class JsonObject(Object):
    """An object, or the JSON text of one."""

    def problem(self, value: Any) -> str:
        return super().problem(self.clean(value)) and "Value must be a valid JSON string"

    def clean(self, value: Any) -> Any:
        if isinstance(value, str):
            try:
                return json.loads(value)
            except ValueError:
                return value
        return value


class AmountNumber:
    """A number to add or take away, or a bound; texts that say one are accepted."""

    def problem(self, value: Any) -> str:
        numeric = isinstance(value, int | float) and not isinstance(value, bool)
        numeric = numeric or (isinstance(value, str) and bool(_NUMBER.fullmatch(value)))
        return "" if numeric else "Value must be a valid number"

    def clean(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return int(value) if _NUMBER_WHOLE.fullmatch(value) else float(value)


def _data(call: Call) -> dict[str, Any]:
    return dict(call.param("data", JsonObject(), {}))


def _permissions(call: Call) -> list[str] | None:
    permissions: list[str] | None = call.param("permissions", PermissionList(CONTENT_ACTIONS), None)
    return permissions


def _seen(call: Call) -> str | None:
    """The `$updatedAt` that the caller has read, by its header."""
    said = call.headers.get("x-appwrite-timestamp")
    if not said:
        return None
    moment = parse_moment(said)
    if moment is None:
        reason = "Invalid X-Appwrite-Timestamp header value"
        raise ApiError.of("general_argument_invalid", reason=reason)
    return moment


def _written(call: Call, table: Table, write: Callable[[RowWriter], Any]) -> Any:
    """Do a write now."""
    with call.store.write() as connection:
        return write(RowWriter(connection, table, call.identity, call.settings.version))


def _staged(call: Call, table: Table, operation: Document, blunt: bool = False) -> bool:
    """Stage a write when the request names a transaction: its values are checked by the commit."""
    transaction_id = call.params.get("transactionId")
    if not transaction_id:
        return False
    with call.store.write():
        transaction = open_transaction(call.store, str(transaction_id), author(call), blunt)
        ids = {"databaseId": table.database_id, "tableId": table.id}
        stage(call.store, transaction, [{**operation, **ids}])
    return True


def _seen_inside(call: Call, table: Table, row_id: str) -> Row:
    """A row as the request's transaction leaves it; raises `row_not_found`."""
    row = seen_inside(call, table, named_transaction(call), row_id)
    if row is None:
        raise ApiError.of("row_not_found", id=row_id)
    return row


def _announced(call: Call, table: Table, row_id: str, operation: Document) -> Row:
    """A staged row: what was sent."""
    values = {**operation["data"], "$permissions": operation["permissions"]}
    return inside(call, table, None).announced(row_id, values)


def _grantable(call: Call, permissions: list[str] | None) -> list[str]:
    """The permissions of a new row, refused when the caller has not all of their roles."""
    if permissions is None:
        return granted_to_creator(call.identity)
    require_grantable(permissions, call.identity)
    return permissions


@routes.post(PATH, *WRITE)
def create(call: Call, database_id: str, table_id: str) -> Answer:
    """One row (`rowId`, `data`), or many (`rows`)."""
    row_id = call.param("rowId", CustomId(), "")
    data, permissions, rows = _data(call), _permissions(call), _rows_given(call, [])
    if not data and not rows:
        raise ApiError.of("row_missing_data")
    if data and rows:
        raise _bad("You can only send one of the following parameters: data, rows")
    if data and not row_id:
        missing = ApiError.of("row_missing_data")
        sentence = "Row ID is required when creating a single row."
        raise ApiError(missing.status, missing.kind, sentence)
    if rows:
        return _create_many(call, database_id, table_id, rows, permissions)
    table = the_table(call, database_id, table_id)
    said = str(call.params["rowId"])
    if call.params.get("transactionId"):
        granted = _grantable(call, permissions)
        require_action(table.permissions, "create", call.identity)
        operation = {"action": "create", "rowId": row_id, "data": data, "permissions": granted}
        _staged(call, table, operation)
        return answer_json(_announced(call, table, row_id, operation), 201)
    row = _written(call, table, lambda writer: writer.create(row_id, data, permissions, said))
    return answer_json(row, 201)


def _bad(reason: str) -> ApiError:
    return ApiError.of("general_bad_request", reason=reason)


@routes.patch(PATH + "/{row_id}", *WRITE)
def update(call: Call, database_id: str, table_id: str, row_id: str) -> Answer:
    data, permissions, seen = _data(call), _permissions(call), _seen(call)
    if not data and permissions is None:
        raise ApiError.of("row_missing_payload")
    table = the_table(call, database_id, table_id)
    operation = {"action": "update", "rowId": row_id, "data": data, "permissions": permissions}
    if call.params.get("transactionId"):
        row = _seen_inside(call, table, row_id)
        _grantable(call, permissions)
        _staged(call, table, operation)
        given = {} if permissions is None else {"$permissions": permissions}
        return answer_json({**row, **data, **given})
    row = _written(call, table, lambda writer: writer.update(row_id, data, permissions, seen))
    return _row_answer(table, data, row)


@routes.put(PATH + "/{row_id}", *WRITE)
def upsert(call: Call, database_id: str, table_id: str, row_id: str) -> Answer:
    """The timestamp header is read here and then not looked at, as on the real server."""
    data, permissions, _ = _data(call), _permissions(call), _seen(call)
    if not data and permissions is None:
        raise ApiError.of("row_missing_payload")
    table = the_table(call, database_id, table_id)
    checked = new_id() if row_id == "unique()" else row_id
    problem = CustomId().problem(checked)
    if problem:
        reason = f"Invalid `rowId` param: {problem}"
        raise ApiError.of("general_argument_invalid", reason=reason)
    if call.params.get("transactionId"):
        found = seen_inside(call, table, named_transaction(call), checked)
        if permissions is None and found is not None:
            granted = found["$permissions"]
        else:
            granted = _grantable(call, permissions)
        operation = {"action": "upsert", "rowId": checked, "data": data, "permissions": granted}
        _staged(call, table, operation)
        return answer_json(_announced(call, table, checked, operation), 201)

    def write(writer: RowWriter) -> Row:
        found = writer.find(checked) if permissions is None else None
        # Whoever leaves the permissions as they are grants them anew.
        require_grantable(found["$permissions"] if found else [], call.identity)
        return writer.upsert(checked, data, permissions)

    return _row_answer(table, data, _written(call, table, write))


def _row_answer(table: Table, data: dict[str, Any], row: Any) -> Answer:
    """The row, unless an operator changed an encrypted column: that is applied, then fails."""
    if breaks_answer(table.by_key, data):
        raise ApiError.of("general_unknown")
    return answer_json(row)


@routes.delete(PATH + "/{row_id}", *WRITE)
def delete(call: Call, database_id: str, table_id: str, row_id: str) -> Answer:
    seen = _seen(call)
    table = the_table(call, database_id, table_id)
    if call.params.get("transactionId"):
        _seen_inside(call, table, row_id)
        _staged(call, table, {"action": "delete", "rowId": row_id})
    else:
        _written(call, table, lambda writer: writer.delete(row_id, seen))
    return answer_nothing()


@routes.patch(PATH + "/{row_id}/{column}/increment", *WRITE)
def increment(call: Call, database_id: str, table_id: str, row_id: str, column: str) -> Answer:
    return _add(call, the_table(call, database_id, table_id), row_id, column, 1)


@routes.patch(PATH + "/{row_id}/{column}/decrement", *WRITE)
def decrement(call: Call, database_id: str, table_id: str, row_id: str, column: str) -> Answer:
    return _add(call, the_table(call, database_id, table_id), row_id, column, -1)


def _add(call: Call, table: Table, row_id: str, column: str, sign: int) -> Answer:
    value = call.param("value", AmountNumber(), 1)
    if value <= 0:
        reason = "Value must be numeric and greater than 0"
        raise ApiError.of("general_argument_invalid", reason=reason)
    bound = call.param("max" if sign > 0 else "min", AmountNumber(), None)
    operation = {
        "action": "increment" if sign > 0 else "decrement",
        "rowId": row_id,
        "data": {"column": column, "value": value, "max": bound, "min": bound},
    }
    if _staged(call, table, operation, blunt=True):
        row = _seen_inside(call, table, row_id)
    else:
        row = _written(
            call, table, lambda writer: writer.add_to(row_id, column, sign * value, bound)
        )
    return answer_json(call.settings.version.present("counted_row", row))


def _bulk_table(call: Call, database_id: str, table_id: str, verb: str) -> Table:
    """The table of a bulk request; of anybody but API keys it does not even see the database."""
    if not call.identity.is_key:
        raise ApiError.of("database_not_found", id=database_id)
    table = the_table(call, database_id, table_id)
    refuse_relationships(table, verb)
    return table


def _require_parsed(call: Call, queries: list[str]) -> None:
    """Refuse queries that cannot be read; whether the table has what they name the commit says."""
    try:
        for text in queries:
            parse(text, call.settings.version)
    except QueryError as error:
        raise ApiError.of("general_query_invalid", reason=str(error)) from error


def _rows_given(call: Call, default: Any = MISSING) -> list[dict[str, Any]]:
    rows = call.param("rows", ListOf(JsonObject(), MAX_ROWS), default)
    return [dict(row) for row in rows]


def _answered(rows: Rows, status: int = 200) -> Answer:
    return answer_json({"total": rows.total, "rows": rows.rows}, status)


def _create_many(
    call: Call,
    database_id: str,
    table_id: str,
    rows: list[dict[str, Any]],
    permissions: list[str] | None,
) -> Answer:
    if call.params.get("rowId"):
        raise _bad(
            'Param "rowId" is not allowed when creating multiple rows, set "$id" on each instead.'
        )
    if permissions:
        raise _bad(
            'Param "permissions" is disallowed when creating multiple rows, set "$permissions" on '
            "each instead"
        )
    if not call.identity.is_key:
        sentence = (
            "The current user or API key does not have the required scopes to access the "
            "requested resource."
        )
        raise ApiError(401, "general_unauthorized_scope", sentence)
    table = _bulk_table(call, database_id, table_id, "create")
    named = [{**row, "$id": id_of(row)} for row in rows]
    if _staged(call, table, {"action": "bulkCreate", "data": named}):
        return _answered(Rows(len(rows), []))
    return _answered(_written(call, table, lambda writer: create_all(writer, rows)), 201)


@routes.put(PATH, *WRITE)
def upsert_many(call: Call, database_id: str, table_id: str) -> Answer:
    rows = _rows_given(call)
    table = _bulk_table(call, database_id, table_id, "upsert")
    if _staged(call, table, {"action": "bulkUpsert", "data": rows}, blunt=True):
        return _answered(Rows(len(rows), []))
    return _answered(_written(call, table, lambda writer: upsert_all(writer, rows)))


@routes.patch(PATH, *WRITE)
def update_many(call: Call, database_id: str, table_id: str) -> Answer:
    data, queries = _data(call), call.queries()
    if not data:
        raise ApiError.of("row_missing_payload")
    table = _bulk_table(call, database_id, table_id, "update")
    _require_parsed(call, queries)
    operation = {"action": "bulkUpdate", "data": {"data": data, "queries": queries}}
    if _staged(call, table, operation, blunt=True):
        return _answered(Rows(0, []))
    wanted = read_queries(queries, table.schema, call.settings.version)
    return _answered(_written(call, table, lambda writer: update_matching(writer, wanted, data)))


@routes.delete(PATH, *WRITE)
def delete_many(call: Call, database_id: str, table_id: str) -> Answer:
    queries = call.queries()
    table = _bulk_table(call, database_id, table_id, "delete")
    _require_parsed(call, queries)
    operation = {"action": "bulkDelete", "data": {"queries": queries}}
    if _staged(call, table, operation, blunt=True):
        return _answered(Rows(0, []))
    wanted = read_queries(queries, table.schema, call.settings.version)
    return _answered(_written(call, table, lambda writer: delete_matching(writer, wanted)))
