"""What lists can be filtered by: the fields that their routes take, as people name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tui.core.filter_field import FilterField
from tui.core.kind import Resource
from tui.core.spec import Shape, spec_of
from tui.core.units import Unit

LONGEST_KEY = 700
"""Characters of a text that a query can compare with besides others."""


def text(source: str, name: str = "") -> FilterField:
    """A text of the server's own, which has an index."""
    return FilterField(name or source, source, Shape.TEXT, indexed=True)


def text_or_null(source: str, name: str = "") -> FilterField:
    """A text that some do not have: the database holds null then."""
    return replace(text(source, name), blank_is_null=True)


def number(source: str, name: str = "") -> FilterField:
    """A whole number."""
    return FilterField(name or source, source, Shape.INTEGER, indexed=True)


def size(source: str, name: str = "") -> FilterField:
    """A number of bytes."""
    return replace(number(source, name), unit=Unit.BYTES)


def status_code(source: str, name: str = "") -> FilterField:
    """The status of an HTTP response."""
    return replace(number(source, name), unit=Unit.STATUS)


def duration(source: str, name: str = "", whole: bool = False) -> FilterField:
    """A number of seconds; `whole` where the server takes no fractions."""
    shape = Shape.INTEGER if whole else Shape.FLOAT
    return replace(number(source, name), shape=shape, unit=Unit.SECONDS)


def id_of(kind: str, source: str, name: str = "") -> FilterField:
    """The id of something that has a name (`user`, `team`), by which it is completed."""
    return FilterField(name or source, source, Shape.ID, indexed=True, names=kind)


def switch(source: str, name: str = "") -> FilterField:
    """True or false."""
    return FilterField(name or source, source, Shape.BOOLEAN, indexed=True)


def moment(source: str, name: str = "", past: bool = True) -> FilterField:
    """When something happened, or (not `past`) will happen."""
    known = FilterField(name or source, source, Shape.DATETIME, indexed=True, past=past)
    return replace(known, blank_is_null=True)


def words(source: str, name: str = "") -> FilterField:
    """A list of texts."""
    return FilterField(name or source, source, Shape.TEXT, array=True, indexed=True)


def one_of(source: str, *elements: str, **also: str) -> FilterField:
    """One of a few words; `also` are words that lists show for some of them."""
    means = tuple(also.items())
    return FilterField(source, source, Shape.ENUM, elements=elements, indexed=True, means=means)


def choice(source: str, name: str = "", **meanings: bool) -> FilterField:
    """A switch whose two sides have names: `status = blocked`."""
    return FilterField(
        name or source,
        source,
        Shape.ENUM,
        elements=tuple(meanings),
        indexed=True,
        means=tuple(meanings.items()),
    )


def with_own(*fields: FilterField, names: str = "") -> tuple[FilterField, ...]:
    """These, and what everything of Appwrite has; `names` is the kind that its ids are of."""
    return (*fields, replace(OWN[0], names=names), *OWN[1:])


def of_columns(table: Resource | None) -> tuple[FilterField, ...]:
    """Those of a table's rows: its columns, where the server lets them be compared."""
    columns = table.get("columns") if table is not None else None
    indexes = table.get("indexes") if table is not None else None
    kinds: dict[str, set[str]] = {}
    for index in indexes if isinstance(indexes, list) else ():
        keys = index.get("columns") or []
        if index.get("status") == "available" and keys:
            # Only the first column of an index helps to find; fulltext takes exactly one.
            kinds.setdefault(str(keys[0]), set()).add(str(index.get("type")))
    found = [
        _of_column(column, kinds.get(str(column.get("key")), set()))
        for column in (columns if isinstance(columns, list) else ())
        if isinstance(column, Mapping)
    ]
    # The server takes the ids of rows that are related where it takes no comparison of the column.
    ids = [_of_related(one.name) for one in found if one.shape is Shape.RELATION and one.array]
    own = (*OWN, FilterField("sequence", "$sequence", Shape.INTEGER, indexed=True))
    return (*found, *own, *ids)


def related_id(key: str) -> str:
    """What the ids of the rows are called to which a relationship to many leads."""
    return f"{key}.$id"


def _of_related(key: str) -> FilterField:
    return FilterField(related_id(key), related_id(key), Shape.ID)


OWN = (
    FilterField("id", "$id", Shape.ID, indexed=True),
    FilterField("createdAt", "$createdAt", Shape.DATETIME, indexed=True, past=True),
    FilterField("updatedAt", "$updatedAt", Shape.DATETIME, indexed=True, past=True),
)


def _of_column(column: Mapping[str, Any], kinds: set[str]) -> FilterField:
    spec = spec_of(column)
    refused = ""
    if spec.encrypted:
        refused = "is encrypted and cannot be compared"
    elif (status := column.get("status", "available")) != "available":
        refused = f"is {status} and cannot be compared"
    elif spec.shape is Shape.RELATION and spec.array:
        refused = f"leads to many rows: compare {related_id(spec.name)}"
    return FilterField(
        spec.name,
        spec.name,
        spec.shape,
        spec.array,
        spec.elements,
        bool(kinds - {"fulltext"}),
        "fulltext" in kinds,
        refused,
        long=spec.shape is Shape.TEXT and not 0 < spec.longest <= LONGEST_KEY,
    )
