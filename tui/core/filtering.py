"""From a filter to the server's queries: by column and its type, refused before it is sent.

What the server does not compare is compared here (`core/sieve.py`), on what it answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from appwrite.query import Query

from tui.core.dates import EXAMPLES, Moments, iso, moments
from tui.core.filter_field import FilterField
from tui.core.filter_rules import refusal
from tui.core.filter_words import any_of, meant, within
from tui.core.kind import Search
from tui.core.pattern import Pattern, pattern_of
from tui.core.query import Comparison, FilterError, Group, Op, Span, Term, Value, Words, written
from tui.core.spec import Shape, Spec
from tui.core.typed import InputError, read
from tui.core.units import Unit, status_class, with_unit

_ORDERED = {
    Op.LESS: Query.less_than,
    Op.LESS_EQUAL: Query.less_than_equal,
    Op.GREATER: Query.greater_than,
    Op.GREATER_EQUAL: Query.greater_than_equal,
}
_AS_TYPED = frozenset(
    {Shape.TEXT, Shape.EMAIL, Shape.URL, Shape.IP, Shape.ID, Shape.RELATION, Shape.JSON}
)
NAMED = 12
"""So many of the values that a column can have are named where another was typed."""
LONGEST_QUERY = 4096
"""Characters that Appwrite takes of one query."""
MOST_QUERIES = 90
"""Appwrite takes 100 in a request; a page's order, limit and cursor need some of them."""
MOST_VALUES = 500
"""Values that Appwrite takes in one query."""
LONGEST_SEARCH = 256
"""Characters that the search of a list takes."""
LONGEST = 25_000
"""Characters of all queries: encoded into an address, that is near what servers read as one."""

Keep = Callable[[Mapping[str, Any]], bool]
"""Whether a resource is one of those that a filter finds."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A filter as the server takes it: queries, and the words of its own search.

    `keep` is what has to be compared here, None where the server does it all; `local` names it.
    `compared` are the columns that every row has to fit, those that equal something first;
    `unindexed` those that are compared without an index, `scanned` those where none would help,
    because the text begins with anything.
    """

    queries: tuple[str, ...] = ()
    search: str = ""
    unindexed: tuple[str, ...] = ()
    scanned: tuple[str, ...] = ()
    keep: Keep | None = None
    local: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()


@dataclass
class _Compiler:
    fields: Sequence[FilterField]
    now: datetime
    search: Search
    words: list[Value] = field(default_factory=list)
    unindexed: dict[str, None] = field(default_factory=dict)
    scanned: dict[str, None] = field(default_factory=dict)

    def each(self, terms: Sequence[Term]) -> list[str]:
        found: list[str] = []
        for term in terms:
            found += self.term(term)
        return found

    def term(self, term: Term, inside: bool = False) -> list[str]:
        queries = self._term(term, inside)
        for query in queries:
            if len(query) > LONGEST_QUERY:
                said = f"This is longer than the {LONGEST_QUERY:,} characters of one query."
                raise FilterError(said, *_ends(span_of(term)))
        return queries

    def _term(self, term: Term, inside: bool) -> list[str]:
        if isinstance(term, Words):
            return self.bare(term.value, inside)
        if isinstance(term, Comparison):
            return self.comparison(term)
        if term.any_of:
            return any_of([_both(self.term(one, inside=True)) for one in term.terms])
        return [query for one in term.terms for query in self.term(one, inside)]

    def bare(self, value: Value, inside: bool) -> list[str]:
        found = meant(value, self.fields)
        if found:
            return found
        if self.search is Search.OWN and not inside:
            self.words.append(value)
            if len(self.searched) > LONGEST_SEARCH or len(self.words) > MOST_QUERIES:
                said = f"The server searches at most {LONGEST_SEARCH} characters of words."
                raise FilterError(said, *_ends(value.span))
            return []
        found = within(value, self.fields) if self.search is not Search.NONE else []
        if not found:
            said = "Words cannot be searched here; compare a column."
            raise FilterError(said, *_ends(value.span))
        return found

    @property
    def searched(self) -> str:
        """The words of the list's own search."""
        return " ".join(f'"{one.text}"' if one.quoted else one.text for one in self.words)

    @property
    def each_word(self) -> list[str]:
        """What makes each of several words occur: the search finds what has any of them."""
        several = self.words if len(self.words) > 1 else []
        return [query for one in several for query in within(one, self.fields)]

    def comparison(self, term: Comparison) -> list[str]:
        found = field_of(term, self.fields)
        if not found.indexed and term.op is not Op.SEARCH:
            self.unindexed[found.source] = None
        if term.op is Op.IS_NULL:
            return [Query.is_null(found.source)]
        if term.op is Op.IS_NOT_NULL:
            return [Query.is_not_null(found.source)]
        check(found, term)
        if len(term.values) > MOST_VALUES:
            said = f"The server takes at most {MOST_VALUES} values at once."
            raise FilterError(said, *_ends(term.values[MOST_VALUES].span))
        if found.array:
            return self.array(found, term)
        if term.op in (Op.LIKE, Op.NOT_LIKE, Op.SEARCH):
            return self.text(found, term)
        if found.shape is Shape.DATETIME:
            times = [moment_of(found, value, self.now) for value in term.values]
            self.may_be(found, term, times[0])
            return _spans(found.source, term.op, [(iso(a.first), iso(a.last)) for a in times])
        classes = [status_class(found.unit, value.text) for value in term.values]
        if any(classes):
            return _spans(found.source, term.op, self.statuses(found, term, classes))
        return self.plain(found, term)

    def may_be(self, found: FilterField, term: Comparison, time: Moments) -> None:
        """Refuse what finds nothing for sure: what is to have happened after the day that it is."""
        if term.op is Op.GREATER and found.past and time.first <= self.now < time.last:
            value = term.values[0]
            said = f"Nothing is later than {value.text}; since it began is >= {value.text}."
            raise FilterError(said, *_ends(value.span))

    def array(self, found: FilterField, term: Comparison) -> list[str]:
        values = [value_of(found, value) for value in term.values]
        if term.op is Op.HAS:
            return [Query.contains(found.source, values)]
        return [Query.not_contains(found.source, [value]) for value in values]

    def text(self, found: FilterField, term: Comparison) -> list[str]:
        value = term.values[0]
        if term.op is Op.SEARCH:
            return [Query.search(found.source, value.text)]
        pattern = pattern_of(value)
        if not pattern.begins:
            self.scanned[found.source] = None
        return _like(found.source, pattern, term.op is Op.NOT_LIKE)

    def statuses(
        self, found: FilterField, term: Comparison, classes: list[tuple[int, int] | None]
    ) -> list[tuple[int, int]]:
        """From where to where each of the values reaches: a class, or one status."""
        each: list[tuple[int, int]] = []
        for value, one in zip(term.values, classes, strict=True):
            if one is None:
                number = value_of(found, value)
                one = number, number
            each.append(one)
        return each

    def plain(self, found: FilterField, term: Comparison) -> list[str]:
        values = [value_of(found, value) for value in term.values]
        name = found.source
        if term.op in (Op.EQUAL, Op.IN):
            return [Query.equal(name, values)]
        if term.op in (Op.NOT_EQUAL, Op.NOT_IN):
            return [Query.not_equal(name, value) for value in values]
        if term.op is Op.BETWEEN:
            return [Query.between(name, values[0], values[1])]
        return [_ORDERED[term.op](name, values[0])]


def compile_filter(
    tree: Group, fields: Sequence[FilterField], search: Search, now: datetime
) -> Compiled:
    """The server's queries for a filter. Raises FilterError where a column or value is wrong."""
    terms: Sequence[Term] = (tree,) if tree.any_of else tree.terms
    served = [one for one in terms if not is_local(one, fields, search)]
    compiler = _Compiler(fields, now, search)
    queries = compiler.each(served)
    queries += compiler.each_word
    said = ""
    if len(queries) > MOST_QUERIES:
        said = f"The server takes at most {MOST_QUERIES} comparisons in one filter."
    elif sum(map(len, queries)) > LONGEST:
        said = "Together this is more than a request to the server can hold."
    if said:
        raise FilterError(said, *_ends(span_of(terms[-1])))
    keep: Keep | None = None
    names: list[str] = []
    here = [one for one in terms if is_local(one, fields, search)]
    if here:
        from tui.core.sieve import sieve

        keep, names = sieve(here, fields, now)
    single = [one for one in served if isinstance(one, Comparison)]
    single.sort(key=lambda one: one.op not in (Op.EQUAL, Op.IN, Op.IS_NULL))
    compared = dict.fromkeys(field_of(one, fields).source for one in single)
    return Compiled(
        tuple(queries),
        compiler.searched,
        tuple(compiler.unindexed),
        tuple(compiler.scanned),
        keep,
        tuple(names),
        tuple(compared),
    )


def is_local(term: Term, fields: Sequence[FilterField], search: Search) -> bool:
    """Whether a term can only be compared here, because the server does not know a field in it."""
    if isinstance(term, Group):
        return any(is_local(one, fields, search) for one in term.terms)
    if isinstance(term, Words):
        # A list that the server searches in no way is searched here.
        return search is Search.NONE and any(one.local for one in fields)
    known = [one for one in fields if one.is_called(term.name)]
    return bool(known) and all(one.local for one in known)


def field_of(term: Comparison, fields: Sequence[FilterField]) -> FilterField:
    """The field that a comparison names. Raises FilterError, with the nearest that there is."""
    for one in fields:
        if one.is_called(term.name):
            if one.refused:
                raise FilterError(f"{one.name} {one.refused}.", *_ends(term.span))
            return one
    names = [one.name for one in fields]
    near = _nearest(term.name, [*names, *(one.also for one in fields if one.also)])
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names[:8])}."
    said, instead = f"There is no {term.name!r} here. {hint}", "".join(near)
    raise FilterError(said, *_ends(term.span), instead=instead)


def check(found: FilterField, term: Comparison) -> None:
    """Refuse an operator that values of such a field do not have. Raises FilterError."""
    said = refusal(found, term.op)
    if said:
        raise FilterError(said, *_ends(term.span))


def moment_of(found: FilterField, value: Value, now: datetime) -> Moments:
    """The time that a value means. Raises FilterError."""
    time = moments(value.text, now)
    if time is None:
        said = f"{value.text!r} is no time; like {', '.join(EXAMPLES)}."
        raise FilterError(said, *_ends(value.span))
    return time


def value_of(found: FilterField, value: Value) -> Any:
    """A value as the server takes it. Raises FilterError."""
    typed = value.text.lower()
    for word, meaning in found.means:
        if word.lower() == typed:
            return meaning
    if found.shape in _AS_TYPED:
        return value.text
    if found.shape is Shape.ENUM:
        text = next((one for one in found.elements if one.lower() == typed), value.text)
    else:
        text = with_unit(found.unit, value.text) or value.text
    try:
        number = read(Spec(found.name, found.shape, "", elements=found.elements), text)
    except InputError as error:
        if found.unit is not Unit.NONE and found.shape is Shape.INTEGER and text != value.text:
            said = f"{found.name} counts whole {found.unit.value}."
            raise FilterError(said, *_ends(value.span)) from error
        near = _nearest(value.text, found.words)
        hint = f" Did you mean {near[0]}?" if near else ""
        some = ", ".join(found.words[:NAMED]) + (", …" if len(found.words) > NAMED else "")
        said = f"Expected: {some}" if some else str(error)
        instead = written(Value(near[0])) if near else ""
        raise FilterError(f"{said}.{hint}", *_ends(value.span), instead=instead) from error
    if found.source != "$sequence":
        return number
    if number < 0:
        raise FilterError(f"{found.name} is never negative.", *_ends(value.span))
    return str(number)


def span_of(term: Term) -> Span:
    """Where a term begins, as far as that is known."""
    if isinstance(term, Words):
        return term.value.span
    return span_of(term.terms[0]) if isinstance(term, Group) and term.terms else _span(term)


def _span(term: Term) -> Span:
    return term.span if isinstance(term, Comparison) else Span()


def _spans(name: str, op: Op, each: Sequence[tuple[Any, Any]]) -> list[str]:
    """A comparison with stretches: days, months, classes of statuses. Both ends are in them."""
    first, last = each[0][0], each[-1][1]
    if op is Op.BETWEEN:
        return [Query.between(name, first, last)]
    if op in (Op.EQUAL, Op.IN):
        return any_of([Query.between(name, low, high) for low, high in each])
    if op in (Op.NOT_EQUAL, Op.NOT_IN):
        return [Query.not_between(name, low, high) for low, high in each]
    late = op in (Op.GREATER, Op.LESS_EQUAL)
    return [_ORDERED[op](name, last if late else first)]


def _like(name: str, pattern: Pattern, negative: bool) -> list[str]:
    if pattern.is_any:
        return [Query.is_null(name) if negative else Query.is_not_null(name)]
    if pattern.anywhere is not None:
        contains = Query.not_contains if negative else Query.contains
        return [contains(name, [pattern.anywhere])]
    parts = []
    if pattern.start:
        starts = Query.not_starts_with if negative else Query.starts_with
        parts.append(starts(name, pattern.start))
    if pattern.end:
        ends = Query.not_ends_with if negative else Query.ends_with
        parts.append(ends(name, pattern.end))
    return any_of(parts) if negative else parts


def _nearest(text: str, among: Sequence[str]) -> list[str]:
    # Only what was mistyped needs it, and most starts see nothing of that.
    import difflib

    return difflib.get_close_matches(text, among, 1, 0.5)


def _both(queries: list[str]) -> str:
    return queries[0] if len(queries) == 1 else str(Query.and_queries(queries))


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.stop
