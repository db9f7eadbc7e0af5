"""Owns a user table as requests work with it: its columns, its SQL names, its schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tui.demo.errors import ApiError
from tui.demo.model.tables import COLUMNS, INDEXES, TABLES, table_key
from tui.demo.store.database import Store
from tui.demo.store.schema import INTERNAL, Attribute, Relation, Schema, quoted
from tui.demo.tables.column import Column


@dataclass(frozen=True)
class Table:
    """One table with its columns that are available."""

    store: Store
    database_id: str
    about: Mapping[str, Any]
    columns: tuple[Column, ...]

    @property
    def id(self) -> str:
        return str(self.about["$id"])

    @property
    def key(self) -> str:
        """The parent of its columns and indexes."""
        return table_key(self.database_id, self.id)

    @property
    def sql(self) -> str:
        """The SQL table that holds the rows, quoted."""
        return quoted(rows_name(self.database_id, self.id))

    @property
    def permissions(self) -> list[str]:
        return list(self.about["$permissions"])

    @property
    def row_security(self) -> bool:
        return bool(self.about["rowSecurity"])

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        return {column.key: column for column in self.columns}

    @property
    def relationships(self) -> list[Column]:
        return [column for column in self.columns if column.is_relationship]

    def related(self, column: Column) -> Table:
        """The table on the other side of a relationship."""
        return load_table(self.store, self.database_id, column.related)

    def one_way_into(self) -> list[Column]:
        """One-way relationships of other tables that lead here, as if this side had a column."""
        return [
            Column(other_side(about, table["$id"]))
            for table in TABLES.all(self.store, self.database_id)
            for about in COLUMNS.all(self.store, table_key(self.database_id, table["$id"]))
            if about["type"] == "relationship"
            and not about["twoWay"]
            and about["relationType"] != "oneToMany"
            and about["relatedTable"] == self.id
            and about["status"] == "available"
        ]

    def junction(self, column: Column) -> tuple[str, str, str]:
        """The SQL table of a many-to-many relationship: its name, our column, theirs."""
        if column.is_parent:
            name = junction_name(self.database_id, self.id, column.key)
            return quoted(name), "parent", "child"
        other = str(column.about["twoWayKey"])
        name = junction_name(self.database_id, column.related, other)
        return quoted(name), "child", "parent"

    @cached_property
    def schema(self) -> Schema:
        """What rows can be filtered and ordered by."""
        attributes = {column.key: self._attribute(column) for column in self.columns}
        return Schema(
            self.sql, "Row", {**INTERNAL, **attributes}, as_parameter=False, selectable=True
        )

    def _attribute(self, column: Column) -> Attribute:
        raw = column.raw
        compare = quoted(f"f:{column.key}") if column.folded else raw
        return Attribute(
            column.key,
            column.type,
            raw,
            compare,
            quoted(f"w:{column.key}") if column.fulltext else "",
            array=column.array,
            encrypted=column.encrypted,
            fulltext=column.fulltext,
            relation=self._relation(column) if column.is_relationship else None,
        )

    def _relation(self, column: Column) -> Relation:
        if column.kept:
            reach = f"{column.raw} IN ({{}})"
        elif column.many_to_many:
            name, ours, theirs = self.junction(column)
            reach = f"_id IN (SELECT {ours} FROM {name} WHERE {theirs} IN ({{}}))"
        else:
            other = quoted(f"c:{column.about['twoWayKey']}")
            related = quoted(rows_name(self.database_id, column.related))
            reach = f"_id IN (SELECT {other} FROM {related} WHERE _id IN ({{}}))"
        return Relation(lambda: self.related(column).schema, reach, column.kept)


def other_side(about: Mapping[str, Any], table_id: str) -> dict[str, Any]:
    """The child's column of a relationship, from the parent's and the parent's table."""
    return {
        **about,
        "$id": about["twoWayKey"],
        "key": about["twoWayKey"],
        "relatedTable": table_id,
        "twoWayKey": about["key"],
        "side": "child",
    }


def rows_name(database_id: str, table_id: str) -> str:
    """The name of the SQL table of a table's rows."""
    return f"r:{database_id}/{table_id}"


def junction_name(database_id: str, table_id: str, key: str) -> str:
    """The name of the SQL table of a many-to-many relationship, by its parent side."""
    return f"j:{database_id}/{table_id}/{key}"


def load_table(store: Store, database_id: str, table_id: str) -> Table:
    """A table with its columns; raises `table_not_found`."""
    about = TABLES.get(store, table_id, database_id)
    if about is None:
        raise ApiError.of("table_not_found", id=table_id)
    key = table_key(database_id, table_id)
    searchable = {
        index["columns"][0]
        for index in INDEXES.all(store, key)
        if index["type"] == "fulltext"
        and index["status"] == "available"
        and len(index["columns"]) == 1
    }
    columns = tuple(
        Column(each, fulltext=each["key"] in searchable)
        for each in COLUMNS.all(store, key)
        if each["status"] == "available"
    )
    return Table(store, database_id, about, columns)
