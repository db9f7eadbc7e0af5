"""What could stand next in a filter: columns, operators, values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tui.core.dates import EXAMPLES
from tui.core.filter_field import FilterField
from tui.core.spec import Shape

_LAST = re.compile(r"[^\s()=<>~!,\"]*\Z")
_OPERATOR = re.compile(
    r"(?P<name>[^\s()=<>~!,\"]+)\s*(?:[=<>~!]+|\s(?:has|has\s+not|in|not\s+in|between)\s)"
    r"[\s(]*(?:[^()]*,\s*)?\Z",
    re.IGNORECASE,
)
_WORD = re.compile(r"([^\s()=<>~!,\"]+)\s+\Z")


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on: the whole text then, the part that is new, what that is."""

    text: str
    shown: str
    about: str = ""


def complete(text: str, fields: Sequence[FilterField]) -> list[Completion]:
    """The ways to go on from a text whose cursor is at its end."""
    partial = _LAST.search(text)
    begun = partial[0] if partial else ""
    head = text[: len(text) - len(begun)]
    wanted = begun.lower()
    found = [
        Completion(f"{head}{shown} ", shown, about)
        for shown, about in _next(head, fields)
        if shown.lower() != wanted
    ]
    starting = [one for one in found if one.shown.lower().startswith(wanted)]
    within = [one for one in found if wanted in one.shown.lower() and one not in starting]
    return starting + (within if len(wanted) > 1 else [])


def _next(head: str, fields: Sequence[FilterField]) -> Iterator[tuple[str, str]]:
    operator = _OPERATOR.search(head)
    if operator is not None:
        found = _named(operator["name"], fields)
        if found is not None:
            yield from _values(found)
        return
    word = _WORD.search(head)
    before = _named(word[1], fields) if word is not None else None
    if before is not None:
        yield from _operators(before)
        return
    for one in fields:
        if not one.refused:
            yield one.name, one.about


def _named(name: str, fields: Sequence[FilterField]) -> FilterField | None:
    wanted = name.lower()
    return next((one for one in fields if wanted in (one.name.lower(), one.source.lower())), None)


def _operators(found: FilterField) -> Iterator[tuple[str, str]]:
    if found.array:
        yield from (("has", "holds the value"), ("has not", "does not hold it"))
    elif found.shape not in (Shape.POINT, Shape.LINE, Shape.POLYGON):
        yield from (("=", "is"), ("!=", "is not"), ("in (", "is one of"))
        if found.shape in (Shape.BOOLEAN, Shape.ENUM):
            pass
        elif found.shape in (Shape.INTEGER, Shape.FLOAT, Shape.DATETIME):
            yield from ((">", "more"), (">=", ""), ("<", "less"), ("<=", ""))
            yield "between", "between A and B"
        else:
            yield "~", 'contains; "ali*" starts with, "*ali" ends with'
            yield "!~", "does not contain"
            if found.fulltext:
                yield "search", "fulltext"
    yield from (("is null", ""), ("is not null", ""))


def _values(found: FilterField) -> Iterator[tuple[str, str]]:
    if found.shape is Shape.BOOLEAN:
        yield from (("true", ""), ("false", ""))
    elif found.shape is Shape.ENUM:
        for one in found.elements:
            yield (one if re.fullmatch(r"[^\s()=<>~!,\"]+", one) else f'"{one}"'), ""
    elif found.shape is Shape.DATETIME:
        for example in EXAMPLES:
            yield example, "ago" if example[0].isdigit() and "-" not in example else ""
