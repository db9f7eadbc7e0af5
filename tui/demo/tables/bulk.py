"""Owns changing many rows in one request: all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tui.demo.errors import ApiError, declare
from tui.demo.params import CustomId, is_id, new_id
from tui.demo.permissions import CONTENT_ACTIONS, PermissionList
from tui.demo.query.listing import find
from tui.demo.query.model import ListQuery
from tui.demo.tables.rows import Row, Rows
from tui.demo.tables.table import Table
from tui.demo.tables.writing import RowWriter

MAX_ROWS = 100
"""Rows that one bulk request may bring, and that its answer shows."""

_EVERY = 2**62

declare(
    {
        "row_missing_data": (
            400,
            "The row data is missing. Try again with row data populated.",
        ),
        "row_missing_payload": (
            400,
            "The row data and permissions are missing. You must provide either row data or "
            "permissions to be updated.",
        ),
    }
)


def refuse_relationships(table: Table, verb: str) -> None:
    """Bulk requests know no relationships: 400 on tables that have one."""
    if table.relationships:
        reason = f"Bulk {verb} is not supported for tablesDB with relationship columns"
        raise ApiError.of("general_bad_request", reason=reason)


def create_all(writer: RowWriter, rows: Sequence[dict[str, Any]]) -> Rows:
    """New rows, each with its `$id` or a generated one."""
    made = [writer.create(_id_of(row), row, _permissions_of(row)) for row in rows]
    return Rows(len(made), made)


def upsert_all(writer: RowWriter, rows: Sequence[dict[str, Any]]) -> Rows:
    """Rows created or changed by their `$id`."""
    done = [writer.upsert(_id_of(row), row, _permissions_of(row)) for row in rows]
    return Rows(len(done), done)


def update_matching(writer: RowWriter, wanted: ListQuery, data: dict[str, Any]) -> Rows:
    """Change every row that the queries find; without queries that is every row."""
    changed = [
        writer.update(id_, data, _permissions_of(data)) for id_ in _matching(writer.table, wanted)
    ]
    return Rows(len(changed), changed[:MAX_ROWS])


def delete_matching(writer: RowWriter, wanted: ListQuery) -> Rows:
    """Delete every row that the queries find; the answer shows them once more."""
    ids = _matching(writer.table, wanted)
    shown: list[Row] = [writer.answer(id_, {}) for id_ in ids[:MAX_ROWS]]
    for id_ in ids:
        writer.delete(id_)
    return Rows(len(ids), shown)


def _matching(table: Table, wanted: ListQuery) -> list[str]:
    if not wanted.limited:
        wanted = replace(wanted, limit=_EVERY)
    found = find(table.store, table.schema, wanted, ("_id",), count=False)
    return [str(row[0]) for row in found.rows]


def _id_of(row: dict[str, Any]) -> str:
    id_ = row.get("$id")
    if id_ is None or id_ == "unique()":
        return new_id()
    if not (isinstance(id_, str) and is_id(id_)):
        raise ApiError.of("general_bad_request", reason=CustomId().problem(id_))
    return id_


def _permissions_of(row: dict[str, Any]) -> list[str] | None:
    permissions = row.get("$permissions")
    if permissions is None:
        return None
    validator = PermissionList(CONTENT_ACTIONS)
    problem = validator.problem(permissions)
    if problem:
        raise ApiError.of("general_bad_request", reason=problem)
    cleaned: list[str] = validator.clean(permissions)
    return cleaned
