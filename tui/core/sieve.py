"""Filters that are answered here: for what the server cannot compare.

Values are compared as the server does it: without case and accents, and what is null is found by
`is null` only. Null is also what Appwrite writes as an empty text (`accessedAt` of somebody who
was never seen).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any

from tui.core.dates import Moments, moments
from tui.core.filter_field import FilterField
from tui.core.filtering import Keep, check, field_of, moment_of, value_of
from tui.core.pattern import pattern_of
from tui.core.query import Comparison, FilterError, Group, Op, Term, Value, Words
from tui.core.spec import Shape
from tui.core.times import parse
from tui.core.units import status_class, with_unit

_UNTYPED = (Shape.TEXT, Shape.ID, Shape.JSON)


def sieve(
    terms: Sequence[Term], fields: Sequence[FilterField], now: datetime
) -> tuple[Keep, list[str]]:
    """What all these terms together keep, and the names that are compared here.

    Raises FilterError where a column or value is wrong.
    """
    names: dict[str, None] = {}
    each = [_kept(term, fields, now, names) for term in terms]
    return (lambda one: all(keep(one) for keep in each)), list(names)


def fold(text: str) -> str:
    """A text without case and accents, as databases compare it."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))


def _kept(term: Term, fields: Sequence[FilterField], now: datetime, names: dict[str, None]) -> Keep:
    if isinstance(term, Words):
        return _word(term.value, fields)
    if isinstance(term, Comparison):
        names[field_of(term, fields).name] = None
        return _comparison(term, fields, now)
    each = [_kept(one, fields, now, names) for one in term.terms]
    if isinstance(term, Group) and term.any_of:
        return lambda resource: any(keep(resource) for keep in each)
    return lambda resource: all(keep(resource) for keep in each)


def _word(value: Value, fields: Sequence[FilterField]) -> Keep:
    """A word stands anywhere in what a person sees."""
    wanted = fold(value.text)

    def holds(resource: Mapping[str, Any]) -> bool:
        return any(wanted in fold(str(one.of(resource) or "")) for one in fields)

    return holds


def _comparison(term: Comparison, fields: Sequence[FilterField], now: datetime) -> Keep:
    found = field_of(term, fields)
    if term.op in (Op.IS_NULL, Op.IS_NOT_NULL):
        wanted = term.op is Op.IS_NULL
        return lambda resource: (found.of(resource) in (None, "")) is wanted
    if found.shape not in _UNTYPED or found.array:
        check(found, term)
    compare = _Compared(term.op, tuple(_Meant.of(found, value, now) for value in term.values))
    if term.op in (Op.LIKE, Op.NOT_LIKE):
        pattern = pattern_of(Value(fold(term.values[0].text), span=term.values[0].span))
        negative = term.op is Op.NOT_LIKE

        def like(resource: Mapping[str, Any]) -> bool:
            one = found.of(resource)
            text = "" if one is None else fold(str(one))
            if pattern.is_any:
                # Nothing is unlike it but what is not there.
                return bool(text) is not negative
            return bool(text) and pattern.matches(text) is not negative

        return like
    if term.op is Op.SEARCH:
        raise FilterError(f"{found.name} is compared here: use ~.", term.span.start, term.span.stop)
    return lambda resource: compare.holds(found.of(resource))


@dataclass(frozen=True, slots=True)
class _Meant:
    """What a typed value may mean: which of it counts is decided by what it is compared with."""

    text: str
    number: tuple[float, float] | None
    time: Moments | None
    switch: bool | None

    @classmethod
    def of(cls, found: FilterField, value: Value, now: datetime) -> _Meant:
        """Raises FilterError where it cannot be a value of such a field."""
        if found.shape is Shape.DATETIME:
            return cls(fold(value.text), None, moment_of(found, value, now), None)
        stretch = status_class(found.unit, value.text)
        if stretch is None and found.shape not in _UNTYPED:
            typed = value_of(found, value)
            switch = typed if isinstance(typed, bool) else None
            number = _number(found, value.text) if switch is None else None
            text = typed if isinstance(typed, str) else value.text
            return cls(fold(text), number, None, switch)
        time = None if value.quoted else moments(value.text, now)
        words = {"true": True, "false": False}
        number = stretch or _number(found, value.text)
        return cls(fold(value.text), number, time, words.get(value.text.lower()))


@dataclass(frozen=True, slots=True)
class _Compared:
    op: Op
    values: tuple[_Meant, ...]

    def holds(self, one: object) -> bool:
        """Whether the comparison is true of a value."""
        if one in (None, ""):
            return False
        if isinstance(one, list):
            has = any(_side(each, value) == 0 for each in one for value in self.values)
            return has is not (self.op is Op.HAS_NOT)
        sides = [_side(one, value) for value in self.values]
        if self.op in (Op.EQUAL, Op.IN, Op.HAS):
            return 0 in sides
        if self.op in (Op.NOT_EQUAL, Op.NOT_IN, Op.HAS_NOT):
            return 0 not in sides
        side = sides[0]
        if side is None:
            return False
        if self.op is Op.BETWEEN:
            return side >= 0 and sides[1] is not None and sides[1] <= 0
        return {
            Op.LESS: side < 0,
            Op.LESS_EQUAL: side <= 0,
            Op.GREATER: side > 0,
            Op.GREATER_EQUAL: side >= 0,
        }[self.op]


def _side(one: object, meant: _Meant) -> int | None:
    """-1, 0, 1 as a value lies below, in or above what is meant; None where they don't compare."""
    if isinstance(one, bool):
        return None if meant.switch is None else (one > meant.switch) - (one < meant.switch)
    if isinstance(one, int | float):
        return None if meant.number is None else _beside(one, *meant.number)
    text = str(one)
    when = parse(text) if meant.time is not None and text[:4].isdigit() else None
    if when is not None and meant.time is not None:
        return _beside(when, meant.time.first, meant.time.last)
    return _beside(fold(text), meant.text, meant.text)


def _beside(one: Any, low: Any, high: Any) -> int:
    return -1 if one < low else 1 if one > high else 0


def _number(found: FilterField, text: str) -> tuple[float, float] | None:
    try:
        number = float(with_unit(found.unit, text) or text)
    except ValueError:
        return None
    return (number, number) if isfinite(number) else None
