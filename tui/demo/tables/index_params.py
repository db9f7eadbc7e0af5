"""Owns reading what a new index shall be, from the parameters of its endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.demo.model.tables import COLUMNS, DATABASES, TABLES
from tui.demo.params import ListOf, OneOf, param_of
from tui.demo.store.clock import now
from tui.demo.store.collection import Document
from tui.demo.store.database import Store
from tui.demo.tables.column_params import Key, Whole
from tui.demo.tables.describe import index_json
from tui.demo.tables.index_rules import require_indexable, require_sound
from tui.demo.tables.table import Table

_MOST = 100


class Direction:
    """`ASC` or `DESC`, in any case."""

    def problem(self, value: Any) -> str:
        fits = isinstance(value, str) and value.upper() in ("ASC", "DESC")
        return "" if fits else "Value must be one of (ASC, DESC)"

    def clean(self, value: Any) -> Any:
        return value


class Length(Whole):
    """How many characters of a column an index covers; null and 0 stand for all."""

    def problem(self, value: Any) -> str:
        return "" if value is None else super().problem(value)

    def clean(self, value: Any) -> Any:
        return value or 0


def read_index(given: Mapping[str, Any]) -> Document:
    """The parameters of a new index: `key`, `type`, `columns`, `orders`, `lengths`."""
    return {
        "key": param_of(given, "key", Key()),
        "type": param_of(given, "type", OneOf(("key", "fulltext", "unique", "spatial"))),
        "columns": param_of(given, "columns", ListOf(Key(internal=True), _MOST)),
        "orders": param_of(given, "orders", ListOf(Direction(), _MOST), []),
        "lengths": param_of(given, "lengths", ListOf(Length(), _MOST), []),
    }


def planned_index(store: Store, table: Table, read: Document) -> Document:
    """The JSON of a new index of a table, `processing`; raises what its rules refuse."""
    columns = {each["key"]: each for each in COLUMNS.all(store, table.key)}
    require_indexable(columns, read["columns"])
    lengths = [*read["lengths"], *[0] * (len(read["columns"]) - len(read["lengths"]))]
    require_sound(columns, {**read, "lengths": lengths})
    numbers = (
        DATABASES.sequence(store, table.database_id),
        TABLES.sequence(store, table.id, table.database_id),
    )
    id_ = f"{numbers[0]}_{numbers[1]}_{read['key']}"
    return index_json(
        id_, read["key"], read["type"], now(), read["columns"], read["orders"], lengths
    )
