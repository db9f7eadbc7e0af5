"""Owns giving a column another key: in its rows, its indexes and the other side of a link."""

from __future__ import annotations

from tui.demo.errors import ApiError
from tui.demo.model.tables import COLUMNS, INDEXES
from tui.demo.store.collection import Document
from tui.demo.store.database import Store
from tui.demo.tables.column import Column
from tui.demo.tables.storage import rename_column
from tui.demo.tables.table import Table


def rename(store: Store, table: Table, about: Document, new_key: str) -> Document:
    """The column under its new key; raises 409 when that is taken.

    Another case of the same key is another key to us and the same to the server: it is free.
    """
    taken = COLUMNS.get(store, new_key, table.key)
    if taken is not None and taken["key"] != about["key"]:
        raise ApiError.of("column_already_exists", id=new_key)
    with store.write() as connection:
        rename_column(connection, table, Column(about), new_key)
        for index in INDEXES.all(store, table.key):
            if about["key"] in index["columns"]:
                keys = [new_key if key == about["key"] else key for key in index["columns"]]
                INDEXES.put(store, {**index, "columns": keys}, table.key)
        COLUMNS.remove(store, about["key"], table.key)
        changed = {**about, "$id": new_key, "key": new_key}
        COLUMNS.add(store, changed, table.key)
    return changed
