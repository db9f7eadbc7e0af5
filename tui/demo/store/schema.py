"""Owns what can be asked of a list: its attributes, their types and the SQL columns behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """How values of an attribute are checked, compared and kept."""

    TEXT = "text"
    INTEGER = "integer"
    FLOAT = "float"
    BOOLEAN = "boolean"
    DATETIME = "datetime"
    SEQUENCE = "sequence"
    RELATIONSHIP = "relationship"
    POINT = "point"
    LINE = "line"
    POLYGON = "polygon"

    @property
    def is_spatial(self) -> bool:
        return self in (Type.POINT, Type.LINE, Type.POLYGON)

    @property
    def affinity(self) -> str:
        """The type of the SQL column."""
        if self in (Type.INTEGER, Type.BOOLEAN, Type.SEQUENCE):
            return "INTEGER"
        return "REAL" if self is Type.FLOAT else "TEXT"


@dataclass(frozen=True)
class Relation:
    """How a relationship attribute leads to the rows of another table.

    `reach` is SQL with one `{}` for a subselect of related ids; it is true for the rows that are
    related to one of them. `stored` says that this side keeps the id itself.
    """

    schema: Callable[[], Schema]
    reach: str
    stored: bool


@dataclass(frozen=True)
class Attribute:
    """One attribute of a list and its SQL columns, quoted.

    `raw` holds the value as it is shown, `compare` what comparisons and orders use (for text
    without case and accents), `words` what a full text search uses.
    """

    key: str
    type: Type
    raw: str
    compare: str
    words: str = ""
    like: str = ""
    """What patterns are matched with, where `compare` heeds no case by itself."""
    array: bool = False
    encrypted: bool = False
    fulltext: bool = False
    relation: Relation | None = None


@dataclass(frozen=True)
class Schema:
    """What a list can be filtered and ordered by."""

    table: str
    """The SQL table, quoted."""
    noun: str
    """What the cursor's error calls one of them: `Row`, `User`, ..."""
    attributes: Mapping[str, Attribute]
    as_parameter: bool = True
    """Refusals speak of the `queries` parameter; only rows are checked later by the database."""
    selectable: bool = False


def quoted(name: str) -> str:
    """A name as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def attribute(key: str, kind: Type, array: bool = False, fulltext: bool = False) -> Attribute:
    """An attribute whose SQL columns follow from its key, the case of every plain column."""
    raw = quoted(f"c:{key}")
    folded = kind is Type.TEXT and not array
    return Attribute(
        key,
        kind,
        raw,
        quoted(f"f:{key}") if folded else raw,
        quoted(f"w:{key}") if fulltext else "",
        array=array,
        fulltext=fulltext,
    )


INTERNAL: Mapping[str, Attribute] = {
    "$id": Attribute("$id", Type.TEXT, "_id", "_id", like="lower(_id)"),
    "$sequence": Attribute("$sequence", Type.SEQUENCE, "_seq", "_seq"),
    "$createdAt": Attribute("$createdAt", Type.DATETIME, "_created", "_created"),
    "$updatedAt": Attribute("$updatedAt", Type.DATETIME, "_updated", "_updated"),
}
"""What every list can be filtered and ordered by."""
