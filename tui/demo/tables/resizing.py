"""Owns what a change of a column's size breaks: rows that are longer, indexes, the row's space."""

from __future__ import annotations

from tui.demo.errors import ApiError, declare
from tui.demo.model.tables import COLUMNS, INDEXES
from tui.demo.store.collection import Document
from tui.demo.store.database import Store
from tui.demo.tables.column import Column
from tui.demo.tables.index_rules import require_sound
from tui.demo.tables.size import exceeds_row
from tui.demo.tables.table import Table

declare(
    {
        "column_invalid_resize": (
            400,
            "Existing data is too large for new size, truncate your existing data then try again.",
        )
    }
)
TOO_MUCH = "The maximum number or size of columns for this table has been reached."


def require_room(store: Store, table: Table, about: Document) -> None:
    """Refuse a column that makes the rows of its table too wide, or is one too many."""
    others = [each for each in COLUMNS.all(store, table.key) if each["key"] != about["key"]]
    if exceeds_row([*others, about]):
        raise ApiError(400, "column_limit_exceeded", TOO_MUCH)


def require_resizable(store: Store, table: Table, about: Document) -> None:
    """Refuse a new size that the rows or the indexes do not go with. `about` is the new column."""
    now = table.by_key[about["key"]].about
    if about.get("size") == now.get("size"):
        return
    require_room(store, table, about)
    columns = {each["key"]: each for each in COLUMNS.all(store, table.key)}
    for index in INDEXES.all(store, table.key):
        if about["key"] in index["columns"]:
            require_sound({**columns, about["key"]: about}, index)
    column = Column(about)
    if about["size"] < now["size"] and not column.array:
        sql = f"SELECT 1 FROM {table.sql} WHERE length({column.raw}) > ? LIMIT 1"
        if store.one(sql, (about["size"],)):
            raise ApiError.of("column_invalid_resize")
