"""Owns changing many rows in one request: all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from tui.demo.errors import ApiError, declare
from tui.demo.params import CustomId, is_id, new_id
from tui.demo.permissions import CONTAINER_ACTIONS, CONTENT_ACTIONS, PermissionList
from tui.demo.query.listing import find
from tui.demo.query.model import ListQuery
from tui.demo.tables.rows import Row, Rows
from tui.demo.tables.table import Table
from tui.demo.tables.writing import RowWriter

MAX_ROWS = 100
"""Rows that one bulk request may bring, and that its answer shows."""

_EVERY = 2**62

Look = Callable[[str, bool], None]
"""Told of each row before (False) and after (True) it is written; may raise."""


def _at_none(row_id: str, done: bool) -> None:
    """Nobody wants to know."""


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


def create_all(writer: RowWriter, rows: Sequence[dict[str, Any]], look: Look = _at_none) -> Rows:
    """New rows, each with its `$id` or a generated one."""
    made = []
    for row in rows:
        id_ = id_of(row)
        made.append(writer.create(id_, row, _permissions_of(row)))
        look(id_, True)
    return Rows(len(made), made)


def upsert_all(
    writer: RowWriter,
    rows: Sequence[dict[str, Any]],
    look: Look = _at_none,
    merges: Callable[[str], bool] = lambda _: False,
) -> Rows:
    """Rows created or changed by their `$id`; those that are so already are left out.

    `merges` tells of which rows the rest is known, so that what is required need not be given.
    """
    ids = [id_of(row) for row in rows]
    if len(set(ids)) < len(ids):
        raise ApiError.of("row_already_exists", id="")
    done = []
    for id_, row in zip(ids, rows, strict=True):
        permissions = _permissions_of(row)
        current = writer.find(id_)
        if current is not None and not writer.changes(current, row, permissions):
            continue
        look(id_, False)
        merged = current is not None and merges(id_)
        done.append((writer.update if merged else writer.upsert)(id_, row, permissions))
        look(id_, True)
    return Rows(len(done), done)


def update_matching(
    writer: RowWriter, wanted: ListQuery, data: dict[str, Any], look: Look = _at_none
) -> Rows:
    """Change every row that the queries find; without queries that is every row."""
    permissions = _permissions_of(data)
    writer.check_update(data)
    changed = []
    for id_ in _matching(writer.table, wanted):
        look(id_, False)
        changed.append(writer.update_among_others(id_, data, permissions))
        look(id_, True)
    return Rows(len(changed), changed[:MAX_ROWS])


def delete_matching(writer: RowWriter, wanted: ListQuery, look: Look = _at_none) -> Rows:
    """Delete every row that the queries find; the answer shows them once more."""
    ids = _matching(writer.table, wanted)
    shown: list[Row] = [writer.answer(id_, {}) for id_ in ids[:MAX_ROWS]]
    for id_ in ids:
        look(id_, False)
        writer.delete(id_)
    return Rows(len(ids), shown)


def _matching(table: Table, wanted: ListQuery) -> list[str]:
    if not wanted.limited:
        wanted = replace(wanted, limit=_EVERY)
    found = find(table.store, table.schema, wanted, ("_id",), count=False)
    return [str(row[0]) for row in found.rows]


def id_of(row: dict[str, Any]) -> str:
    """The id of a row that came among others: its `$id`, or a new one."""
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
    # Where rows come in numbers `create` is let in, though it grants nothing on a row.
    problem = PermissionList(CONTAINER_ACTIONS).problem(permissions)
    if problem:
        raise ApiError.of("general_bad_request", reason=problem)
    cleaned: list[str] = PermissionList(CONTENT_ACTIONS).clean(permissions)
    return cleaned
