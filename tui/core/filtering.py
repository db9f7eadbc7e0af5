"""From a filter to the server's queries: by column and its type, refused before it is sent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from appwrite.query import Query

from tui.core.dates import EXAMPLES, Moments, iso, moments
from tui.core.filter_field import FilterField
from tui.core.kind import Search
from tui.core.query import Comparison, FilterError, Group, Op, Span, Term, Value, Words
from tui.core.spec import Shape, Spec
from tui.core.typed import InputError, read

_ID = re.compile(r"[0-9a-f]{20}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ORDERED = {
    Op.LESS: Query.less_than,
    Op.LESS_EQUAL: Query.less_than_equal,
    Op.GREATER: Query.greater_than,
    Op.GREATER_EQUAL: Query.greater_than_equal,
}
_TEXTS = frozenset({Shape.TEXT, Shape.EMAIL, Shape.URL, Shape.IP, Shape.ID, Shape.ENUM})
_SPATIAL = frozenset({Shape.POINT, Shape.LINE, Shape.POLYGON})
SEARCHED = 4
"""Text columns that bare words are looked for in, where the server has no search of its own."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A filter as the server takes it: queries, and the words of its own search."""

    queries: tuple[str, ...] = ()
    search: str = ""
    unindexed: tuple[str, ...] = ()


@dataclass
class _Compiler:
    fields: Sequence[FilterField]
    now: datetime
    search: Search
    words: list[str] = field(default_factory=list)
    unindexed: list[str] = field(default_factory=list)

    def each(self, terms: Sequence[Term]) -> list[str]:
        found: list[str] = []
        for term in terms:
            found += self.term(term)
        return found

    def term(self, term: Term, inside: bool = False) -> list[str]:
        if isinstance(term, Words):
            return self.bare(term.value, inside)
        if isinstance(term, Comparison):
            return self.comparison(term)
        if term.any_of:
            sides = [_both(self.term(one, inside=True)) for one in term.terms]
            return [Query.or_queries(sides)] if len(sides) > 1 else sides
        return self.each(term.terms)

    def bare(self, value: Value, inside: bool) -> list[str]:
        names = {one.source for one in self.fields}
        if "email" in names and _EMAIL.fullmatch(value.text):
            return [Query.equal("email", [value.text])]
        if _ID.fullmatch(value.text) and not value.quoted:
            return [Query.equal("$id", [value.text])]
        if self.search is Search.OWN and not inside:
            self.words.append(f'"{value.text}"' if value.quoted else value.text)
            return []
        texts = [
            one.source
            for one in self.fields
            if one.shape in _TEXTS - {Shape.ENUM} and not one.array and not one.refused
        ]
        if self.search is Search.NONE or not texts:
            raise FilterError(
                "Words cannot be searched here; compare a column.", *_ends(value.span)
            )
        sides = [Query.starts_with("$id", value.text)]
        sides += [Query.contains(name, [value.text]) for name in texts if name[0] != "$"][:SEARCHED]
        return [Query.or_queries(sides)] if len(sides) > 1 else sides

    def comparison(self, term: Comparison) -> list[str]:
        found = self.field_of(term)
        if not found.indexed and found.source not in self.unindexed:
            self.unindexed.append(found.source)
        if term.op is Op.IS_NULL:
            return [Query.is_null(found.source)]
        if term.op is Op.IS_NOT_NULL:
            return [Query.is_not_null(found.source)]
        if found.shape in _SPATIAL:
            raise FilterError(
                f"{found.name} is a {found.shape.value}: only is null and is not null work.",
                *_ends(term.span),
            )
        if found.array:
            return self.array(found, term)
        if term.op in (Op.HAS, Op.HAS_NOT):
            raise FilterError(f"{found.name} is no list; use = or ~.", *_ends(term.span))
        if term.op in (Op.LIKE, Op.NOT_LIKE, Op.SEARCH):
            return self.text(found, term)
        if found.shape is Shape.DATETIME:
            return self.dates(found, term)
        return self.plain(found, term)

    def field_of(self, term: Comparison) -> FilterField:
        wanted = term.name.lower()
        for one in self.fields:
            if wanted in (one.name.lower(), one.source.lower(), one.source.lower().lstrip("$")):
                if one.refused:
                    raise FilterError(f"{one.name} {one.refused}.", *_ends(term.span))
                return one
        names = [one.name for one in self.fields]
        near = _nearest(term.name, names)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise FilterError(f"There is no {term.name!r} here.{hint}", *_ends(term.span))

    def array(self, found: FilterField, term: Comparison) -> list[str]:
        if term.op not in (Op.HAS, Op.HAS_NOT):
            raise FilterError(f"{found.name} is a list: {found.name} has VALUE.", *_ends(term.span))
        values = [self.value(found, value) for value in term.values]
        if term.op is Op.HAS:
            return [Query.contains(found.source, values)]
        return [Query.not_contains(found.source, [value]) for value in values]

    def text(self, found: FilterField, term: Comparison) -> list[str]:
        value = term.values[0]
        if found.shape not in _TEXTS:
            raise FilterError(f"{found.name} is no text; use = < > instead.", *_ends(term.span))
        if term.op is Op.SEARCH:
            if not found.fulltext:
                raise FilterError(
                    f"{found.name} has no fulltext index; use ~ instead.", *_ends(term.span)
                )
            return [Query.search(found.source, value.text)]
        negative = term.op is Op.NOT_LIKE
        start, stars, end = _pattern(value)
        if not stars or (stars == 2 and not start and not end):
            middle = value.text.strip("*")
            return [(Query.not_contains if negative else Query.contains)(found.source, [middle])]
        parts = []
        if start:
            starts = Query.not_starts_with if negative else Query.starts_with
            parts.append(starts(found.source, start))
        if end:
            ends = Query.not_ends_with if negative else Query.ends_with
            parts.append(ends(found.source, end))
        if negative and len(parts) > 1:
            return [Query.or_queries(parts)]
        return parts

    def dates(self, found: FilterField, term: Comparison) -> list[str]:
        times = [self.moment(found, value) for value in term.values]
        name, first = found.source, times[0]
        if term.op is Op.BETWEEN:
            return [Query.between(name, iso(first.first), iso(times[1].last))]
        if term.op in (Op.EQUAL, Op.IN):
            each = [Query.between(name, iso(one.first), iso(one.last)) for one in times]
            return [Query.or_queries(each)] if len(each) > 1 else each
        if term.op in (Op.NOT_EQUAL, Op.NOT_IN):
            return [Query.not_between(name, iso(one.first), iso(one.last)) for one in times]
        late = term.op in (Op.GREATER, Op.LESS_EQUAL)
        return [_ORDERED[term.op](name, iso(first.last if late else first.first))]

    def moment(self, found: FilterField, value: Value) -> Moments:
        time = moments(value.text, self.now)
        if time is None:
            said = f"{value.text!r} is no time; like {', '.join(EXAMPLES)}."
            raise FilterError(said, *_ends(value.span))
        return time

    def plain(self, found: FilterField, term: Comparison) -> list[str]:
        values = [self.value(found, value) for value in term.values]
        name = found.source
        if term.op in (Op.EQUAL, Op.IN):
            return [Query.equal(name, values)]
        if term.op in (Op.NOT_EQUAL, Op.NOT_IN):
            return [Query.not_equal(name, value) for value in values]
        if found.shape in (Shape.BOOLEAN, Shape.ENUM):
            raise FilterError(f"{found.name} knows no order; use = or !=.", *_ends(term.span))
        if term.op is Op.BETWEEN:
            return [Query.between(name, values[0], values[1])]
        return [_ORDERED[term.op](name, values[0])]

    def value(self, found: FilterField, value: Value) -> Any:
        spec = Spec(found.name, found.shape, "", elements=found.elements)
        if found.shape in (Shape.TEXT, Shape.EMAIL, Shape.URL, Shape.IP, Shape.ID, Shape.RELATION):
            return value.text
        try:
            return read(spec, value.text)
        except InputError as error:
            near = _nearest(value.text, found.elements)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise FilterError(f"{error}.{hint}", *_ends(value.span)) from error


def compile_filter(
    tree: Group, fields: Sequence[FilterField], search: Search, now: datetime
) -> Compiled:
    """The server's queries for a filter. Raises FilterError where a column or value is wrong."""
    compiler = _Compiler(fields, now, search)
    terms: Sequence[Term] = (tree,) if tree.any_of else tree.terms
    queries = compiler.each(terms)
    return Compiled(tuple(queries), " ".join(compiler.words), tuple(compiler.unindexed))


def _nearest(text: str, among: Sequence[str]) -> list[str]:
    # Only what was mistyped needs it, and most starts see nothing of that.
    import difflib

    return difflib.get_close_matches(text, among, 1, 0.5)


def _both(queries: list[str]) -> str:
    return queries[0] if len(queries) == 1 else str(Query.and_queries(queries))


def _pattern(value: Value) -> tuple[str, int, str]:
    """A pattern's text before and after its star, and how many stars it has."""
    text = value.text
    stars = text.count("*")
    if stars > 1 and not (stars == 2 and text.startswith("*") and text.endswith("*")):
        raise FilterError(
            'One * is possible: "ali*", "*ali", "a*i", or both ends: "*ali*".', *_ends(value.span)
        )
    if stars == 2:
        return "", 2, ""
    start, _, end = text.partition("*")
    return start, stars, end


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.stop
