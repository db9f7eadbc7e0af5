"""Owns what can be staged: the shape of an operation, and whether its author could ever do it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tui.demo.errors import ApiError, declare
from tui.demo.identity import Identity
from tui.demo.model.tables import DATABASES
from tui.demo.permissions import CONTENT_ACTIONS, PermissionList, require_grantable
from tui.demo.store.collection import Document
from tui.demo.store.database import Store
from tui.demo.tables.access import allows
from tui.demo.tables.rows import Row
from tui.demo.tables.table import Table, load_table
from tui.demo.tables.transactions import BULK, SINGLE
from tui.demo.tables.writing import is_number

_NUMERIC = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*")
_NEEDED = {
    "create": "create",
    "update": "update",
    "increment": "update",
    "decrement": "update",
    "delete": "delete",
}

declare(
    {
        "collection_not_found": (
            404,
            "Collection with the requested ID '{id}' could not be found.",
        ),
        "document_not_found": (404, "Document with the requested ID '{id}' could not be found."),
    }
)


class Operation:
    """One operation of a transaction as it comes: an object whose parts depend on its action."""

    def problem(self, value: Any) -> str:
        if not isinstance(value, dict):
            return "Value must be an array"
        for key in ("databaseId", "action", "tableId"):
            if not _is_name(value.get(key)):
                return f"Key '{key}' must be a non-empty string"
        action = value["action"]
        if action not in (*SINGLE, *BULK):
            return f"Key 'action' must be one of: {', '.join((*SINGLE, *BULK))}"
        named = "rowId" in value
        if (named or action in SINGLE) and not _is_name(value.get("rowId")):
            return f"Key 'rowId' is required for action '{action}'"
        if ("data" in value or action != "delete") and not isinstance(
            value.get("data"), dict | list
        ):
            return "Key 'data' must be an array"
        return _problem_of_data(action, value.get("data"))

    def clean(self, value: Any) -> Any:
        return value


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _problem_of_data(action: str, data: Any) -> str:
    parts: Mapping[str, Any] = data if isinstance(data, dict) else {}
    if action in ("bulkUpdate", "bulkDelete") and not isinstance(parts.get("queries"), list):
        return f"Key 'queries' must be an array for {action}"
    if action == "bulkUpdate" and not isinstance(parts.get("data"), dict | list):
        return f"Key 'data.data' must be an array for {action}"
    if action not in ("increment", "decrement"):
        return ""
    if "column" not in parts:
        return f"Key 'column' is required in data for {action}"
    amount = parts.get("value", 1)
    numeric = isinstance(amount, int | float) and not isinstance(amount, bool)
    if not numeric and not (isinstance(amount, str) and _NUMERIC.fullmatch(amount)):
        return f"Key 'value' must be a numeric value for {action}"
    return ""


def table_of(store: Store, identity: Identity, operation: Document) -> Table:
    """The table of an operation; raises 404 as this endpoint says it, of collections."""
    database = DATABASES.get(store, operation["databaseId"])
    if database is None or not (database["enabled"] or identity.is_key):
        raise ApiError.of("database_not_found", id=operation["databaseId"])
    refused = ApiError.of("collection_not_found", id=operation["tableId"])
    try:
        table = load_table(store, operation["databaseId"], operation["tableId"])
    except ApiError as error:
        raise refused from error
    if not (table.about["enabled"] or identity.is_key):
        raise refused
    return table


def require_possible(
    table: Table, identity: Identity, operation: Document, row: Row | None
) -> None:
    """Refuse what can be told now. `row` is the operation's, as the transaction leaves it."""
    action = operation["action"]
    if action in BULK:
        if table.relationships:
            reason = "Bulk operations are not supported for tableId with relationship attributes"
            raise ApiError.of("general_bad_request", reason=reason)
        return
    _require_permission(table, identity, operation, row)
    key = str((operation.get("data") or {}).get("column") or "")
    if action in ("increment", "decrement") and not is_number(table, key):
        raise ApiError(400, "attribute_type_invalid", f'Column "{key}" is not a number')


def _require_permission(
    table: Table, identity: Identity, operation: Document, row: Row | None
) -> None:
    if identity.is_key:
        return
    action = operation["action"]
    needed = _NEEDED.get(action) or ("create" if row is None else "update")
    granted = list(table.permissions)
    if needed != "create" and table.row_security and row is not None:
        granted += row["$permissions"]
    if not allows(granted, needed, identity):
        raise ApiError.of("user_unauthorized")
    data = operation.get("data")
    permissions = data.get("$permissions") if isinstance(data, dict) else None
    if permissions:
        require_grantable(permissions, identity)


def as_staged(operation: Document) -> Document:
    """An operation as it is kept: permissions beside the data, none where a new row names none."""
    data = operation.get("data")
    if operation["action"] not in ("create", "update", "upsert") or not isinstance(data, dict):
        return operation
    permissions = data.get("$permissions")
    if permissions is None and operation["action"] != "create":
        return operation
    validator = PermissionList(CONTENT_ACTIONS)
    if validator.problem(permissions or []):
        raise ApiError.of("general_bad_request", reason=validator.problem(permissions))
    return {**operation, "permissions": validator.clean(permissions or [])}
