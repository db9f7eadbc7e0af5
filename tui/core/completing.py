"""What could stand next in a filter: columns, operators, values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tui.core.dates import EXAMPLES
from tui.core.filter_field import FilterField
from tui.core.query import FilterError, Value, expected, written
from tui.core.spec import Shape
from tui.core.units import EXAMPLES as AMOUNTS

_ENDS = frozenset("()=<>~!,\"'")
_ORDERED = (Shape.INTEGER, Shape.FLOAT, Shape.DATETIME)

Named = Callable[[str, str], Sequence[tuple[str, str]]]
"""The ids and names of a kind (`user`) that go on from what was typed."""


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on: the whole text then, the part that is new, what that is."""

    text: str
    shown: str
    about: str = ""


def complete(
    text: str, fields: Sequence[FilterField], named: Named = lambda kind, begun: ()
) -> list[Completion]:
    """The ways to go on from a text whose cursor is at its end."""
    begun = _begun(text)
    head = text[: len(text) - len(begun)]
    try:
        name, what = expected(head)
    except FilterError:
        return []
    found = next((one for one in fields if one.is_called(name)), None) if name else None
    if found is not None and what == "value" and found.names and begun:
        return [Completion(f"{head}{one} ", one, about) for one, about in named(found.names, begun)]
    wanted = begun.lower()
    offered = [
        Completion(f"{head}{shown} ", shown, about)
        for shown, about in _next(what, found, fields)
        if shown.lower() != wanted
    ]
    starting = [one for one in offered if one.shown.lower().startswith(wanted)]
    within = [one for one in offered if wanted in one.shown.lower() and one not in starting]
    return starting + (within if len(wanted) > 1 else [])


def _begun(text: str) -> str:
    """The word that is being typed."""
    start = len(text)
    while start and not text[start - 1].isspace() and text[start - 1] not in _ENDS:
        start -= 1
    return text[start:]


def _next(
    what: str, found: FilterField | None, fields: Sequence[FilterField]
) -> Iterator[tuple[str, str]]:
    if what == "value":
        if found is not None:
            yield from _values(found)
    elif what == "operator" and found is not None:
        yield from _operators(found)
    elif what == "null":
        yield from (("null", ""), ("not null", ""))
    elif what == "comma":
        yield ")", "that is all"
    elif what == "and":
        yield "and", "to"
    else:
        for one in fields:
            if not one.refused:
                yield one.name, one.about


def _operators(found: FilterField) -> Iterator[tuple[str, str]]:
    if found.array:
        yield from (("has", "holds the value"), ("has not", "does not hold it"))
    elif found.shape not in (Shape.POINT, Shape.LINE, Shape.POLYGON):
        yield from (("=", "is"), ("!=", "is not"), ("in (", "is one of"))
        if found.shape in (Shape.BOOLEAN, Shape.ENUM):
            pass
        elif found.shape in _ORDERED:
            yield from ((">", "more"), (">=", ""), ("<", "less"), ("<=", ""))
            yield "between", "between A and B"
        else:
            yield "~", 'contains; "ali*" starts with, "*ali" ends with'
            yield "!~", "does not contain"
            if found.fulltext:
                yield "search", "fulltext"
    yield from (("is null", ""), ("is not null", ""))


def _values(found: FilterField) -> Iterator[tuple[str, str]]:
    if found.shape is Shape.DATETIME:
        for example in EXAMPLES:
            yield example, "ago" if example[0].isdigit() and "-" not in example else ""
    else:
        for one in (*found.words, *found.examples):
            yield written(Value(one)), ""
        for amount in AMOUNTS.get(found.unit, ()):
            yield amount, ""
