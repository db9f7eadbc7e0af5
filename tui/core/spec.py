"""What a value that a person types must be: the type and limits of one field of a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from tui.core.text import brief
from tui.core.values import describe

_LONGEST = {"text": 16_383, "mediumtext": 4_194_303, "longtext": 1_073_741_823}
"""Characters that the text types hold, whose columns name no size."""
_SMALL = 2**31


FEW = 6
"""Elements of an enum that are seen at once; among more one searches."""


class Shape(Enum):
    """How values of a field are typed and checked."""

    TEXT = "text"
    INTEGER = "integer"
    FLOAT = "float"
    BOOLEAN = "boolean"
    ENUM = "enum"
    DATETIME = "datetime"
    EMAIL = "email"
    URL = "url"
    IP = "ip"
    POINT = "point"
    LINE = "linestring"
    POLYGON = "polygon"
    RELATION = "relationship"
    ID = "id"
    JSON = "json"
    SECRET = "secret"
    LABEL = "label"
    PHONE = "phone"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Spec:
    """One field of a form. `type` says in words what it takes; `related` names the other table.

    `longest` counts characters (0: no limit). `elements` are those of an enum. `check` says what is
    wrong with a value that the shape allows, given all others of the form; `means` what a value
    means, in words. A text that is edited `alone` goes to the editor as it is; what is `private`
    is written to no file. What is `locked` is shown and cannot be changed; it says why.
    """

    name: str
    shape: Shape
    type: str
    required: bool = False
    array: bool = False
    default: Any = None
    longest: int = 0
    low: float | None = None
    high: float | None = None
    elements: tuple[str, ...] = ()
    encrypted: bool = False
    related: str = ""
    check: Callable[[Any, Mapping[str, Any]], str] | None = None
    means: Callable[[Any], str] | None = None
    alone: bool = False
    private: bool = False
    locked: str = ""

    @property
    def chooses(self) -> bool:
        """Whether one chooses among few values instead of typing."""
        return self.shape in (Shape.BOOLEAN, Shape.ENUM) and not self.array

    @property
    def searches(self) -> bool:
        """Whether its value is searched for in a list of its own."""
        many = self.array or len(self.elements) > FEW
        return bool(self.related) or self.shape is Shape.ROLE or (self.shape is Shape.ENUM and many)

    @property
    def choices(self) -> tuple[str, ...]:
        """What there is to choose from."""
        return ("false", "true") if self.shape is Shape.BOOLEAN else self.elements


_SHAPES = {
    "integer": Shape.INTEGER,
    "bigint": Shape.INTEGER,
    "double": Shape.FLOAT,
    "float": Shape.FLOAT,
    "boolean": Shape.BOOLEAN,
    "datetime": Shape.DATETIME,
    "point": Shape.POINT,
    "linestring": Shape.LINE,
    "polygon": Shape.POLYGON,
    "relationship": Shape.RELATION,
}
_FORMATS = {"enum": Shape.ENUM, "email": Shape.EMAIL, "url": Shape.URL, "ip": Shape.IP}


def spec_of(column: Mapping[str, Any]) -> Spec:
    """The field of a column, from the table's JSON for it."""
    kind = str(column.get("type") or "")
    shape = _FORMATS.get(str(column.get("format") or ""), _SHAPES.get(kind, Shape.TEXT))
    size = column.get("size")
    elements = column.get("elements")
    low, high = column.get("min"), column.get("max")
    default = column.get("default")
    return Spec(
        str(column.get("key") or ""),
        shape,
        f"{describe(column)}{_limits(shape, low, high)}",
        column.get("required") is True,
        _is_many(column) if shape is Shape.RELATION else column.get("array") is True,
        default,
        size if isinstance(size, int) and size > 0 else _LONGEST.get(kind, 0),
        low if isinstance(low, int | float) else None,
        high if isinstance(high, int | float) else None,
        tuple(str(one) for one in elements) if isinstance(elements, list) else (),
        column.get("encrypt") is True,
        str(column.get("relatedTable") or ""),
    )


def _is_many(column: Mapping[str, Any]) -> bool:
    """Whether a row is related to several of the other table, seen from this side."""
    kind = column.get("relationType")
    several = "manyToOne" if column.get("side") == "child" else "oneToMany"
    return kind in ("manyToMany", several)


def _limits(shape: Shape, low: object, high: object) -> str:
    """A range that somebody chose, in words; not what 64 bits hold."""
    if shape not in (Shape.INTEGER, Shape.FLOAT):
        return ""
    lowest = low if isinstance(low, int | float) and abs(low) < 2**63 and low > -1e308 else None
    highest = high if isinstance(high, int | float) and high < 2**63 - 1 else None
    if lowest is None and highest is None:
        return ""
    if highest is None:
        return brief(f" ≥ {lowest}")
    return brief(f" ≤ {highest}" if lowest is None else f" {lowest}–{highest}")


def bits(spec: Spec) -> int:
    """How many bits the server gives to an integer: 32 where its limits fit in them."""
    small = spec.low is not None and spec.low >= -_SMALL
    return 32 if small and spec.high is not None and spec.high < _SMALL else 64
