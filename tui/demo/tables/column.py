"""Owns a column as its JSON describes it: its type, how its values are kept and shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tui.demo.store.schema import Type, quoted
from tui.demo.store.text import fold, words

TYPES: Mapping[str, Type] = {
    "string": Type.TEXT,
    "varchar": Type.TEXT,
    "text": Type.TEXT,
    "mediumtext": Type.TEXT,
    "longtext": Type.TEXT,
    "integer": Type.INTEGER,
    "bigint": Type.INTEGER,
    "double": Type.FLOAT,
    "boolean": Type.BOOLEAN,
    "datetime": Type.DATETIME,
    "relationship": Type.RELATIONSHIP,
    "point": Type.POINT,
    "linestring": Type.LINE,
    "polygon": Type.POLYGON,
}


@dataclass(frozen=True)
class Column:
    """One column. `about` is its JSON, with `$id` beside what is shown."""

    about: Mapping[str, Any]
    fulltext: bool = False

    @property
    def key(self) -> str:
        return str(self.about["key"])

    @property
    def type(self) -> Type:
        return TYPES[self.about["type"]]

    @property
    def array(self) -> bool:
        return bool(self.about["array"])

    @property
    def encrypted(self) -> bool:
        return bool(self.about.get("encrypt"))

    @property
    def is_relationship(self) -> bool:
        return self.type is Type.RELATIONSHIP

    @property
    def is_parent(self) -> bool:
        """Whether the relationship was created from this side."""
        return self.about.get("side") == "parent"

    @property
    def related(self) -> str:
        """The id of the related table."""
        return str(self.about["relatedTable"])

    @property
    def many_to_many(self) -> bool:
        return self.about.get("relationType") == "manyToMany"

    @property
    def to_many(self) -> bool:
        """Whether a row of this side is related to several of the other."""
        kind = self.about.get("relationType")
        return self.many_to_many or kind == ("oneToMany" if self.is_parent else "manyToOne")

    @property
    def known(self) -> bool:
        """Whether the table has this column; the other side of a one-way relationship does not."""
        return self.is_parent or bool(self.about.get("twoWay"))

    @property
    def hidden_side(self) -> bool:
        """Whether the other table keeps our ids in an SQL column without a column of its own."""
        one_way = self.is_relationship and not self.about["twoWay"]
        return one_way and self.about["relationType"] == "oneToMany"

    @property
    def kept(self) -> bool:
        """Whether the table has an SQL column for it; a relationship's other side may not."""
        return not (self.is_relationship and self.to_many)

    @property
    def raw(self) -> str:
        return quoted(f"c:{self.key}")

    @property
    def folded(self) -> bool:
        """Whether there is a second SQL column without case and accents, which is compared."""
        return self.type is Type.TEXT and not self.array

    def sql_columns(self) -> list[tuple[str, str]]:
        """Names (unquoted) and types of the SQL columns behind it."""
        if not self.kept:
            return []
        affinity = "TEXT" if self.array else self.type.affinity
        if self.is_relationship:
            affinity = "TEXT COLLATE NOCASE"
        names = [(f"c:{self.key}", affinity)]
        if self.folded:
            names.append((f"f:{self.key}", "TEXT"))
        if self.fulltext:
            names.append((f"w:{self.key}", "TEXT"))
        return names

    def to_sql(self, value: Any) -> list[Any]:
        """A checked value as it stands in each of `sql_columns`."""
        if not self.kept:
            return []
        raw = value
        if value is not None and (self.array or self.type.is_spatial):
            raw = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        elif isinstance(value, bool):
            raw = int(value)
        elif self.type is Type.FLOAT and value is not None:
            raw = float(value)
        values = [raw]
        if self.folded:
            values.append(None if value is None else fold(value))
        if self.fulltext:
            values.append(None if value is None else words(value))
        return values

    def to_json(self, value: Any) -> Any:
        """An SQL value as the server shows it."""
        if self.array:
            return [_number(each) for each in json.loads(value)] if value is not None else []
        if value is None:
            return None
        if self.type is Type.BOOLEAN:
            return bool(value)
        if self.type.is_spatial:
            return json.loads(value)
        return _number(value)


def _number(value: Any) -> Any:
    """PHP writes a float without a fraction as a whole number."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value
