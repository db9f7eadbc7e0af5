"""Owns the endpoints that write rows: one, or many in one request."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tui.demo.answers import Answer, answer_json, answer_nothing, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.params import CustomId, ListOf, Object, new_id
from tui.demo.permissions import CONTENT_ACTIONS, PermissionList
from tui.demo.query.dates import parse_moment
from tui.demo.query.listing import read_queries
from tui.demo.routes.tables import the_table
from tui.demo.routes.transactions import author
from tui.demo.routing import Routes
from tui.demo.store.collection import Document
from tui.demo.tables.bulk import (
    MAX_ROWS,
    create_all,
    delete_matching,
    refuse_relationships,
    update_matching,
    upsert_all,
)
from tui.demo.tables.operators import breaks_answer
from tui.demo.tables.rows import Rows
from tui.demo.tables.table import Table
from tui.demo.tables.transactions import seen_through, stage, the_transaction
from tui.demo.tables.writing import RowWriter

routes = Routes()
PATH = "/tablesdb/{database_id}/tables/{table_id}/rows"
WRITE = ("rows.write", "documents.write")


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
    """A positive number to add or take away, or a bound."""

    def problem(self, value: Any) -> str:
        numeric = isinstance(value, int | float) and not isinstance(value, bool)
        return "" if numeric else "Value must be a valid number"

    def clean(self, value: Any) -> Any:
        return value


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


def _written(
    call: Call,
    table: Table,
    operation: Document,
    write: Callable[[RowWriter], Any],
) -> Any:
    """Do a write now, or stage it when the request names a transaction."""
    transaction_id = call.params.get("transactionId")
    if transaction_id:
        with call.store.write():
            transaction = the_transaction(
                call.store, str(transaction_id), author(call), open_only=True
            )
            ids = {"databaseId": table.database_id, "tableId": table.id}
            staged = stage(call.store, transaction, [{**operation, **ids}])
            with seen_through(call.store, staged, author(call)) as answered:
                return answered
    with call.store.write() as connection:
        return write(RowWriter(connection, table, call.identity, call.settings.version))


@routes.post(PATH, *WRITE)
def create(call: Call, database_id: str, table_id: str) -> Answer:
    """One row (`rowId`, `data`), or many (`rows`)."""
    if call.params.get("rows") is not None:
        return _create_many(call, database_id, table_id)
    row_id = call.param("rowId", CustomId(), "")
    data = _data(call)
    if not data or not row_id:
        raise ApiError.of("row_missing_data")
    permissions = _permissions(call)
    table = the_table(call, database_id, table_id)
    said = str(call.params["rowId"])
    operation = {"action": "create", "rowId": row_id, "data": data, "permissions": permissions}
    row = _written(
        call, table, operation, lambda writer: writer.create(row_id, data, permissions, said)
    )
    return answer_json(row, 201)


@routes.patch(PATH + "/{row_id}", *WRITE)
def update(call: Call, database_id: str, table_id: str, row_id: str) -> Answer:
    data, permissions, seen = _data(call), _permissions(call), _seen(call)
    if not data and permissions is None:
        raise ApiError.of("row_missing_payload")
    table = the_table(call, database_id, table_id)
    operation = {"action": "update", "rowId": row_id, "data": data, "permissions": permissions}
    row = _written(
        call, table, operation, lambda writer: writer.update(row_id, data, permissions, seen)
    )
    return _row_answer(table, data, row)


@routes.put(PATH + "/{row_id}", *WRITE)
def upsert(call: Call, database_id: str, table_id: str, row_id: str) -> Answer:
    """The timestamp header is not looked at here, as on the real server."""
    data, permissions = _data(call), _permissions(call)
    if not data and permissions is None:
        raise ApiError.of("row_missing_payload")
    table = the_table(call, database_id, table_id)
    checked = new_id() if row_id == "unique()" else row_id
    problem = CustomId().problem(checked)
    if problem:
        reason = f"Invalid `rowId` param: {problem}"
        raise ApiError.of("general_argument_invalid", reason=reason)
    operation = {"action": "upsert", "rowId": checked, "data": data, "permissions": permissions}
    row = _written(call, table, operation, lambda writer: writer.upsert(checked, data, permissions))
    return _row_answer(table, data, row)


def _row_answer(table: Table, data: dict[str, Any], row: Any) -> Answer:
    """The row, unless an operator changed an encrypted column: that is applied, then fails."""
    if breaks_answer(table.by_key, data):
        raise ApiError.of("general_unknown")
    return answer_json(row)


@routes.delete(PATH + "/{row_id}", *WRITE)
def delete(call: Call, database_id: str, table_id: str, row_id: str) -> Answer:
    seen = _seen(call)
    table = the_table(call, database_id, table_id)
    operation = {"action": "delete", "rowId": row_id}
    _written(call, table, operation, lambda writer: writer.delete(row_id, seen))
    return answer_nothing()


@routes.patch(PATH + "/{row_id}/{column}/increment", *WRITE)
def increment(call: Call, database_id: str, table_id: str, row_id: str, column: str) -> Answer:
    return _add(call, the_table(call, database_id, table_id), row_id, column, 1)


@routes.patch(PATH + "/{row_id}/{column}/decrement", *WRITE)
def decrement(call: Call, database_id: str, table_id: str, row_id: str, column: str) -> Answer:
    return _add(call, the_table(call, database_id, table_id), row_id, column, -1)


def _add(call: Call, table: Table, row_id: str, column: str, sign: int) -> Answer:
    value = call.param("value", AmountNumber(), 1)
    bound = call.param("max" if sign > 0 else "min", AmountNumber(), None)
    operation = {
        "action": "increment" if sign > 0 else "decrement",
        "rowId": row_id,
        "data": {"column": column, "value": value, "max": bound, "min": bound},
    }
    row = _written(
        call, table, operation, lambda writer: writer.add_to(row_id, column, sign * value, bound)
    )
    return answer_json(call.settings.version.present("counted_row", row))


def _bulk_table(call: Call, database_id: str, table_id: str, verb: str) -> Table:
    """The table of a bulk request, which only API keys may send."""
    table = the_table(call, database_id, table_id)
    if not call.identity.is_key:
        raise ApiError.of("user_unauthorized")
    refuse_relationships(table, verb)
    return table


def _rows_given(call: Call) -> list[dict[str, Any]]:
    rows = call.param("rows", ListOf(JsonObject(), MAX_ROWS))
    return [dict(row) for row in rows]


def _answered(rows: Rows) -> Answer:
    return answer_page(rows.total, "rows", rows.rows)


def _create_many(call: Call, database_id: str, table_id: str) -> Answer:
    rows = _rows_given(call)
    table = _bulk_table(call, database_id, table_id, "create")
    operation = {"action": "bulkCreate", "data": rows}
    made = _written(call, table, operation, lambda writer: create_all(writer, rows))
    return answer_json({"total": made.total, "rows": made.rows}, 201)


@routes.put(PATH, *WRITE)
def upsert_many(call: Call, database_id: str, table_id: str) -> Answer:
    rows = _rows_given(call)
    table = _bulk_table(call, database_id, table_id, "upsert")
    operation = {"action": "bulkUpsert", "data": rows}
    return _answered(_written(call, table, operation, lambda writer: upsert_all(writer, rows)))


@routes.patch(PATH, *WRITE)
def update_many(call: Call, database_id: str, table_id: str) -> Answer:
    data, queries = _data(call), call.queries()
    if not data:
        raise ApiError.of("row_missing_payload")
    table = _bulk_table(call, database_id, table_id, "update")
    wanted = read_queries(queries, table.schema, call.settings.version)
    operation = {"action": "bulkUpdate", "data": {"data": data, "queries": queries}}
    return _answered(
        _written(call, table, operation, lambda writer: update_matching(writer, wanted, data))
    )


@routes.delete(PATH, *WRITE)
def delete_many(call: Call, database_id: str, table_id: str) -> Answer:
    queries = call.queries()
    table = _bulk_table(call, database_id, table_id, "delete")
    wanted = read_queries(queries, table.schema, call.settings.version)
    operation = {"action": "bulkDelete", "data": {"queries": queries}}
    return _answered(
        _written(call, table, operation, lambda writer: delete_matching(writer, wanted))
    )
