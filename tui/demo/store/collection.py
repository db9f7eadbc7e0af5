"""Owns the generic way to keep a resource: JSON documents with the fields that lists ask for.

A document is the server's own JSON (with `$id`, `$createdAt`, `$updatedAt`). Keys that start with
an underscore are kept and never shown.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tui.demo.query.listing import find, read_queries
from tui.demo.query.where import Where, comparable, matching
from tui.demo.store.database import Store
from tui.demo.store.schema import INTERNAL, Attribute, Schema, attribute, quoted
from tui.demo.store.text import words
from tui.demo.versions import Version

Document = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """One page of documents, ready to be shown."""

    total: int
    documents: list[Document]


class Collection:
    """One kind of resource. `parent` (a database's id, a bucket's) separates those of one owner."""

    def __init__(
        self,
        name: str,
        noun: str,
        attributes: Sequence[Attribute],
        searched: Sequence[str] | Callable[[Document], str] = ("$id", "name"),
    ) -> None:
        self.name = name
        self._searched = searched
        self._fields = tuple(attributes)
        self.schema = Schema(
            quoted(name), noun, {**INTERNAL, **{each.key: each for each in attributes}}
        )

    def create(self, connection: sqlite3.Connection) -> None:
        """Make the SQL table and its indexes where they are missing."""
        table = self.schema.table
        fields = "".join(
            f", {column} {each.type.affinity}"
            for each in self._fields
            for column in dict.fromkeys((each.raw, each.compare))
        )
        connection.execute(
            f"CREATE TABLE IF NOT EXISTS {table} (_seq INTEGER PRIMARY KEY AUTOINCREMENT, "
            f"_id TEXT NOT NULL COLLATE NOCASE, _parent TEXT NOT NULL COLLATE NOCASE, "
            f"_created TEXT NOT NULL, _updated TEXT NOT NULL, _search TEXT NOT NULL, "
            f"_doc TEXT NOT NULL{fields}, UNIQUE (_parent, _id))"
        )

    def add(self, store: Store, document: Document, parent: str = "") -> None:
        """Keep a new document; raises `sqlite3.IntegrityError` when its id is taken."""
        values = self._row(document, parent)
        with store.write() as connection:
            connection.execute(
                f"INSERT INTO {self.schema.table} ({', '.join(values)}) "
                f"VALUES ({', '.join('?' * len(values))})",
                tuple(values.values()),
            )

    def put(self, store: Store, document: Document, parent: str = "") -> None:
        """Replace the document that has this `$id`."""
        values = self._row(document, parent)
        sets = ", ".join(f"{column} = ?" for column in values)
        with store.write() as connection:
            connection.execute(
                f"UPDATE {self.schema.table} SET {sets} WHERE _parent = ? AND _id = ?",
                (*values.values(), parent, document["$id"]),
            )

    def remove(self, store: Store, id_: str, parent: str = "") -> bool:
        """Forget a document; False when there was none."""
        with store.write() as connection:
            done = connection.execute(
                f"DELETE FROM {self.schema.table} WHERE _parent = ? AND _id = ?", (parent, id_)
            )
        return done.rowcount > 0

    def remove_all(self, store: Store, parent: str) -> None:
        """Forget everything of one parent."""
        with store.write() as connection:
            connection.execute(f"DELETE FROM {self.schema.table} WHERE _parent = ?", (parent,))

    def remove_where(self, store: Store, key: str, value: Any) -> None:
        """Forget every document, of whatever parent, whose field equals a value exactly."""
        column = self.schema.attributes[key].raw
        with store.write() as connection:
            connection.execute(f"DELETE FROM {self.schema.table} WHERE {column} = ?", (value,))

    def get(self, store: Store, id_: str, parent: str = "") -> Document | None:
        """The whole document (hidden keys too), None when there is none."""
        row = store.one(
            f"SELECT _doc FROM {self.schema.table} WHERE _parent = ? AND _id = ?", (parent, id_)
        )
        return None if row is None else dict(json.loads(row[0]))

    def anywhere(self, store: Store, id_: str) -> Document | None:
        """The whole document with an id, of whatever parent; None when there is none."""
        row = store.one(
            f"SELECT _doc FROM {self.schema.table} WHERE _id = ? ORDER BY _seq LIMIT 1", (id_,)
        )
        return None if row is None else dict(json.loads(row[0]))

    def all(self, store: Store, parent: str = "") -> list[Document]:
        """Every document of a parent in the order of creation."""
        rows = store.all(
            f"SELECT _doc FROM {self.schema.table} WHERE _parent = ? ORDER BY _seq", (parent,)
        )
        return [dict(json.loads(row[0])) for row in rows]

    def of_parents(self, store: Store, parents: Sequence[str]) -> dict[str, list[Document]]:
        """The documents of several parents by parent, each list in the order of creation."""
        found: dict[str, list[Document]] = {parent: [] for parent in parents}
        rows = store.all(
            f"SELECT _parent, _doc FROM {self.schema.table} "
            f"WHERE _parent IN ({', '.join('?' * len(found))}) ORDER BY _seq",
            tuple(found),
        )
        for parent, document in rows:
            found[parent].append(json.loads(document))
        return found

    def some(self, store: Store, ids: Iterable[str], parent: str = "") -> dict[str, Document]:
        """The documents with these ids, by id."""
        wanted = set(ids)
        rows = store.all(
            f"SELECT _id, _doc FROM {self.schema.table} "
            f"WHERE _parent = ? AND _id IN ({', '.join('?' * len(wanted))})",
            (parent, *wanted),
        )
        return {id_: dict(json.loads(document)) for id_, document in rows}

    def sequence(self, store: Store, id_: str, parent: str = "") -> int:
        """The running number of a document; it appears in ids of indexes."""
        row = store.one(
            f"SELECT _seq FROM {self.schema.table} WHERE _parent = ? AND _id = ?", (parent, id_)
        )
        return int(row[0]) if row else 0

    def where(self, store: Store, key: str, value: Any) -> list[Document]:
        """Every document, of whatever parent, whose field equals a value exactly."""
        column = self.schema.attributes[key].raw
        rows = store.all(
            f"SELECT _doc FROM {self.schema.table} WHERE {column} = ? ORDER BY _seq", (value,)
        )
        return [dict(json.loads(row[0])) for row in rows]

    def page(
        self,
        store: Store,
        version: Version,
        queries: Sequence[str] = (),
        *,
        parent: str | None = "",
        search: str = "",
        total: bool = True,
        scope: Where | None = None,
    ) -> Page:
        """One page as a list endpoint shows it. `parent=None` lists those of every parent."""
        wanted = read_queries(queries, self._schema_of(version), version)
        narrowed = scope or Where()
        if parent is not None:
            narrowed = narrowed & Where("_parent = ?", (parent,))
        if search:
            narrowed = narrowed & matching("_search", search)
        found = find(store, self.schema, wanted, ("_doc",), narrowed, total)
        return Page(found.total, [shown(json.loads(row[0])) for row in found.rows])

    def _schema_of(self, version: Version) -> Schema:
        """What a version can be asked for."""
        absent = version.unasked.get(self.name, frozenset())
        if not absent:
            return self.schema
        known = {key: each for key, each in self.schema.attributes.items() if key not in absent}
        return replace(self.schema, attributes=known)

    def _row(self, document: Document, parent: str) -> dict[str, Any]:
        row: dict[str, Any] = {
            "_id": document["$id"],
            "_parent": parent,
            "_created": document["$createdAt"],
            "_updated": document["$updatedAt"],
            "_search": words(self._searchable(document)),
            "_doc": json.dumps(document, ensure_ascii=False, separators=(",", ":")),
        }
        for each in self._fields:
            value = document.get(each.key)
            row[each.raw] = json.dumps(value) if isinstance(value, list | dict) else value
            if each.compare != each.raw:
                row[each.compare] = None if value is None else comparable(each, value)
        return row

    def _searchable(self, document: Document) -> str:
        if callable(self._searched):
            return self._searched(document)
        return " ".join(str(document.get(key) or "") for key in self._searched)


def shown(document: Document) -> Document:
    """A document without the keys that are never shown."""
    return {key: value for key, value in document.items() if not key.startswith("_")}


__all__ = ["Collection", "Document", "Page", "attribute", "shown"]
