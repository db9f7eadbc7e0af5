"""Owns the columns and indexes that come with a new table: they are there at once.

Whatever is wrong with one of them is wrong with the parameter, but for what an index may cover.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tui.demo.errors import ApiError
from tui.demo.model.tables import COLUMNS, INDEXES
from tui.demo.store.collection import Document
from tui.demo.store.database import Store
from tui.demo.tables.changes import finish_column, finish_index
from tui.demo.tables.column_params import KINDS, new_column, require_defaultable
from tui.demo.tables.index_params import planned_index, read_index
from tui.demo.tables.index_rules import MAX_INDEXES
from tui.demo.tables.size import exceeds_row
from tui.demo.tables.table import Table, load_table

_ALIASES = {"double": "float", "linestring": "line"}
_FORMATS = ("email", "url", "ip", "enum")


def add_columns(store: Store, table: Table, given: Sequence[Document]) -> None:
    """Make the columns of a new table; raises `general_argument_invalid`."""
    columns = [_column(each) for each in given]
    _require_distinct("attribute", columns)
    if exceeds_row(columns):
        sentence = "The maximum number or size of columns for this table has been reached."
        raise ApiError(400, "table_limit_exceeded", sentence)
    for about in columns:
        COLUMNS.add(store, about, table.key)
        finish_column(store, table.database_id, table.id, about["key"])


def add_indexes(store: Store, table: Table, given: Sequence[Document]) -> None:
    """Make the indexes of a new table that has its columns."""
    if len(given) > MAX_INDEXES:
        raise _invalid(f"Maximum of {MAX_INDEXES} indexes allowed")
    read = [_index(each) for each in given]
    _require_distinct("index", read)
    for each in read:
        now = load_table(store, table.database_id, table.id)
        about = planned_index(store, now, each)
        INDEXES.add(store, about, table.key)
        finish_index(store, table.database_id, table.id, about["$id"])


def _column(given: Document) -> Document:
    kind = str(given.get("type"))
    if kind in ("string", "varchar") and given.get("format") in _FORMATS:
        kind = given["format"]
    kind = _ALIASES.get(kind, kind)
    if kind not in KINDS:
        raise _invalid(f"Invalid type for attribute '{given.get('key')}': {given.get('type')}")
    if kind == "enum" and not given.get("elements"):
        raise _invalid(f"Enum attribute '{given.get('key')}' must have elements")
    try:
        about = new_column(kind, {"required": False, **given})
        require_defaultable(about)
    except ApiError as error:
        raise _invalid(error.message) from error
    return about


def _index(given: Document) -> Document:
    """An index as its endpoint would read it. Orders and lengths go with every column or none."""
    named = {**given, "columns": given.get("columns") or given.get("attributes") or []}
    if not named["columns"]:
        raise _invalid(f"Index '{given.get('key')}' must have at least one attribute")
    read = read_index(named)
    for part in ("orders", "lengths"):
        if read[part] and len(read[part]) != len(read["columns"]):
            raise _invalid(
                f"Index '{read['key']}': {part} array length ({len(read[part])}) must match "
                f"attributes array length ({len(read['columns'])})"
            )
    return read


def _require_distinct(noun: str, those: Sequence[Document]) -> None:
    seen: set[str] = set()
    for each in those:
        if each["key"].lower() in seen:
            raise _invalid(f"Duplicate {noun} key: {each['key']}")
        seen.add(each["key"].lower())


def _invalid(reason: Any) -> ApiError:
    return ApiError.of("general_argument_invalid", reason=reason)
