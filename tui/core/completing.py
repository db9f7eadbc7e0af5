"""What could stand next in a filter: columns, operators, values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tui.core.dates import EXAMPLES
from tui.core.filter_field import FilterField
from tui.core.filter_rules import ORDERS, PATTERNS, refusal
from tui.core.nearness import nearness
from tui.core.query import FilterError, Op, Value, expected, written
from tui.core.spec import Shape
from tui.core.units import EXAMPLES as AMOUNTS
from tui.core.units import with_unit

_ENDS = frozenset("()=<>~!,\"'")
_ORDERED = (Shape.INTEGER, Shape.FLOAT, Shape.DATETIME)
_OFFERED = (
    (Op.EQUAL, "=", "is"),
    (Op.NOT_EQUAL, "!=", "is not"),
    (Op.IN, "in (", "is one of"),
    (Op.GREATER, ">", "more"),
    (Op.GREATER_EQUAL, ">=", "as much or more"),
    (Op.LESS, "<", "less"),
    (Op.LESS_EQUAL, "<=", "as much or less"),
    (Op.BETWEEN, "between", "between A and B"),
    (Op.LIKE, "~", 'contains; "ali*" starts with, "*ali" ends with'),
    (Op.NOT_LIKE, "!~", "does not contain"),
    (Op.SEARCH, "search", "fulltext"),
    (Op.HAS, "has", "holds the value"),
    (Op.HAS_NOT, "has not", "does not hold it"),
    (Op.IS_NULL, "is null", "has no value"),
    (Op.IS_NOT_NULL, "is not null", "has one"),
)

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
    # Nothing has happened after today.
    useless = "today" if found is not None and found.past and head.rstrip().endswith(">") else ""
    offered = [
        Completion(f"{head}{shown} ", shown, about)
        for shown, about in _next(what, found, fields, bool(begun))
        if shown.lower() not in (wanted, useless)
    ]
    starting = [one for one in offered if one.shown.lower().startswith(wanted)]
    within = [one for one in offered if wanted in one.shown.lower() and one not in starting]
    found_so = starting + (within if len(wanted) > 1 else [])
    # Where nothing else is meant, its letters in order will do: `trnum` is trackingNumber.
    return found_so or [one for one in offered if _is_short_for(wanted, one.shown.lower())]


def _is_short_for(wanted: str, shown: str) -> bool:
    # Three letters are a name that is searched as likely as a column (`ada`: accessedAt).
    begins = len(wanted) > 3 and shown.startswith(wanted[:1])
    return begins and nearness(wanted, (shown,)) is not None


def _begun(text: str) -> str:
    """The word that is being typed."""
    start = len(text)
    while start and not text[start - 1].isspace() and text[start - 1] not in _ENDS:
        start -= 1
    return text[start:]


def _next(
    what: str, found: FilterField | None, fields: Sequence[FilterField], begun: bool
) -> Iterator[tuple[str, str]]:
    if found is not None and found.refused:
        return
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
                # Who reads the header types what it says.
                if begun and one.also.lower() not in ("", one.name.lower()):
                    yield one.also, one.about


def _operators(found: FilterField) -> Iterator[tuple[str, str]]:
    """Those that its values have, and of these the ones that are of use."""
    useless: tuple[Op, ...] = () if found.shape in _ORDERED else ORDERS
    if found.shape is Shape.ENUM:
        useless += PATTERNS
    for op, shown, about in _OFFERED:
        if op not in useless and not refusal(found, op):
            yield shown, about


def _values(found: FilterField) -> Iterator[tuple[str, str]]:
    if found.shape is Shape.DATETIME:
        # A list holds points in time, of which a day is none.
        for example in () if found.array else EXAMPLES:
            yield example, "ago" if example[0].isdigit() and "-" not in example else ""
    else:
        for one in (*found.words, *found.examples):
            yield written(Value(one)), ""
        for amount in AMOUNTS.get(found.unit, ()):
            if found.shape is Shape.FLOAT or "." not in (with_unit(found.unit, amount) or ""):
                yield amount, ""
