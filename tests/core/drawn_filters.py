"""Filters that a person could type for a list: drawn from the fields that it has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hypothesis import assume
from hypothesis import strategies as st

from tui.core.dates import EXAMPLES as DATES
from tui.core.filter_field import FilterField
from tui.core.query import Comparison, Group, Op, Term, Value, Words
from tui.core.spec import Shape
from tui.core.units import EXAMPLES as AMOUNTS

SPATIAL = (Shape.POINT, Shape.LINE, Shape.POLYGON)
NULLS = (Op.IS_NULL, Op.IS_NOT_NULL)
LISTS = (Op.IN, Op.NOT_IN)
EQUALS = (Op.EQUAL, Op.NOT_EQUAL, *LISTS)
ORDERS = (Op.LESS, Op.LESS_EQUAL, Op.GREATER, Op.GREATER_EQUAL, Op.BETWEEN)
LIKES = (Op.LIKE, Op.NOT_LIKE)
ODD = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=10)
WORDS = st.sampled_from(["alice", "Müller", "a", "50%", "x_y", "back\\slash", "o'neil", "vip", "%"])
TEXTS = st.one_of(WORDS, ODD)
PATTERNS = st.builds(
    lambda text, form: form.format(text.replace("*", "[*]")),
    TEXTS,
    st.sampled_from(["{}", "{}*", "*{}", "*{}*", "{}*{{}}".replace("{{}}", "e")]),
)


def operators(field: FilterField) -> tuple[Op, ...]:
    """What a field can be compared by."""
    if field.shape in SPATIAL:
        return NULLS
    if field.array:
        return (Op.HAS, Op.HAS_NOT, *NULLS)
    if field.shape in (Shape.BOOLEAN, Shape.ENUM):
        return (*EQUALS, *NULLS)
    if field.shape in (Shape.INTEGER, Shape.FLOAT, Shape.DATETIME, Shape.RELATION):
        return (*EQUALS, *ORDERS, *NULLS)
    searched = (Op.SEARCH,) if field.fulltext else ()
    return (*EQUALS, *ORDERS, *LIKES, *NULLS, *searched)


def values(field: FilterField) -> st.SearchStrategy[Value]:
    """What it can be compared with."""
    if field.words:
        return st.sampled_from(field.words).map(lambda text: Value(text, True))
    if field.shape is Shape.DATETIME and field.array:
        early = datetime(1000, 1, 1)
        return st.datetimes(early).map(
            lambda time: Value(time.isoformat(" ", "milliseconds"), True)
        )
    if field.shape is Shape.DATETIME:
        return st.sampled_from([*DATES, "lastnight", "2026-01", "30min"]).map(Value)
    if field.source == "$sequence":
        return st.integers(0, 10**12).map(lambda number: Value(str(number)))
    if field.shape is Shape.INTEGER:
        amounts = st.sampled_from(["0", *AMOUNTS.get(field.unit, ())]).filter(
            lambda text: "ms" not in text
        )
        return (st.integers(-(2**63), 2**63 - 1).map(str) | amounts).map(Value)
    if field.shape is Shape.FLOAT:
        amounts = st.sampled_from(["0", *AMOUNTS.get(field.unit, ())])
        return (st.floats(-1e12, 1e12).map(repr) | amounts).map(Value)
    return TEXTS.map(lambda text: Value(text, True))


@st.composite
def comparisons(draw: st.DrawFn, fields: Sequence[FilterField]) -> Comparison:
    """One comparison that is right for its field."""
    field = draw(st.sampled_from([one for one in fields if not one.refused]))
    op = draw(st.sampled_from(operators(field)))
    if op in NULLS:
        return Comparison(field.name, op)
    if op in LIKES:
        return Comparison(field.name, op, (Value(draw(PATTERNS), True),))
    most = 3 if op in (*LISTS, Op.HAS) else 2 if op is Op.BETWEEN else 1
    least = 2 if op is Op.BETWEEN else 1
    each = draw(st.lists(values(field), min_size=least, max_size=most))
    if op is Op.GREATER and field.past:
        # Nothing has happened after it; that is refused.
        assume(each[0].text != "today")
    return Comparison(field.name, op, tuple(each))


def filters(fields: Sequence[FilterField], words: bool = False) -> st.SearchStrategy[Group]:
    """A whole filter."""
    single: st.SearchStrategy[Term] = comparisons(fields)
    if words:
        single = single | TEXTS.filter(str.strip).map(lambda text: Words(Value(text, True)))
    terms = st.recursive(
        single,
        lambda inner: st.builds(
            lambda found, any_of: Group(tuple(found), any_of),
            st.lists(inner, min_size=2, max_size=3),
            st.booleans(),
        ),
        max_leaves=5,
    )
    return st.lists(terms, min_size=1, max_size=3).map(lambda found: Group(tuple(found)))
