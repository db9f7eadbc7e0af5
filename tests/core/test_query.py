"""The filter language: read, printed, read again; refused at the very character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.query import Comparison, FilterError, Group, Op, Term, Value, Words, parse, show

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
KEYWORDS = ("and", "or", "is", "not", "in", "has", "between", "search", "null")
PLAIN_TEXT = st.from_regex(r"[a-z0-9$._%+@-]{1,8}", fullmatch=True).filter(
    # Those are printed in quotes.
    lambda text: text not in KEYWORDS
)
VALUES = st.builds(lambda text: Value(text, True), TEXT) | PLAIN_TEXT.map(Value)
PLAIN = {Op.EQUAL, Op.NOT_EQUAL, Op.LESS, Op.GREATER_EQUAL, Op.LIKE, Op.NOT_LIKE, Op.HAS_NOT}
NAMES = st.from_regex(r"\$?[A-Za-z0-9][A-Za-z0-9._-]{0,8}", fullmatch=True).filter(
    lambda name: name.lower() not in KEYWORDS
)


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    op = draw(st.sampled_from(list(Op)))
    if op in (Op.IS_NULL, Op.IS_NOT_NULL):
        values: list[Value] = []
    elif op in (Op.IN, Op.NOT_IN, Op.HAS):
        values = draw(st.lists(VALUES, min_size=1, max_size=3))
    else:
        values = [draw(VALUES) for _ in range(2 if op is Op.BETWEEN else 1)]
    return Comparison(draw(NAMES), op, tuple(values))


def groups(terms: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    return st.builds(
        lambda found, any_of: Group(tuple(found), any_of),
        st.lists(terms, min_size=2, max_size=3),
        st.booleans(),
    )


WORDS = st.builds(Words, VALUES)
TERMS: st.SearchStrategy[Term] = st.recursive(comparisons() | WORDS, groups, max_leaves=6)


def flat(term: Term) -> Term:
    """The same without brackets that change nothing: `a (b c)` is `a b c`."""
    if not isinstance(term, Group):
        return term
    return Group(tuple(flat(one) for one in term.terms), term.any_of)


@given(st.lists(TERMS, min_size=1, max_size=3), st.booleans())
def test_what_is_printed_is_read_again_as_the_same(terms: list[Term], any_of: bool) -> None:
    tree = Group(tuple(terms), any_of and len(terms) > 1)
    once = parse(show(tree))
    assert parse(show(once)) == once
    if len(terms) > 1:
        assert once == tree


@given(TEXT)
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        tree = parse(text)
    except FilterError as error:
        assert 0 <= error.start < error.stop
    else:
        assert parse(show(tree)) == tree


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("status = paid total > 100", "status = paid total > 100"),
        ('name ~ "ali*"  and tags has vip', 'name ~ "ali*" tags has vip'),
        (
            "(state = new or state=sent) a is not null",
            "(state = new or state = sent) a is not null",
        ),
        ("id in (a,b) total between 1 and 9", "id in (a, b) total between 1 and 9"),
        ("x not in (a) y has not z", "x not in (a) y has not z"),
        ("alice stone", "alice stone"),
        ("a == 1 && b <> 2 || c = 3", "(a = 1 b != 2) or c = 3"),
        ("do not disturb", 'do "not" disturb'),
        ("a = 1 or b = 2 c = 3", "a = 1 or (b = 2 c = 3)"),
        ('note = "or"', 'note = "or"'),
        ("", ""),
    ],
)
def test_what_people_type(text: str, shown: str) -> None:
    assert show(parse(text)) == shown


@pytest.mark.parametrize(
    ("text", "start", "said"),
    [
        ("status =", 8, "Expected: a value."),
        ("status = paid (total > 1", 14, "This bracket is not closed."),
        ('name = "ali', 7, "This quote is not closed."),
        ("a = 1)", 5, "closes nothing"),
        ("= 3", 0, "needs a column before it"),
        ("a = 1 not b = 2", 6, "not stands in: not in"),
        ("not (a = 1)", 0, "use != or !~"),
        ("x between 1 or 2", 12, "between LOW and HIGH"),
        ("x is empty", 5, "is null, or is not null"),
        ("x in a", 5, "a list in brackets"),
        ("a = 1 or", 8, "Expected: a comparison"),
        ("x in (a b)", 8, "a comma or a closing bracket"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(text: str, start: int, said: str) -> None:
    with pytest.raises(FilterError, match=said.replace("(", r"\(")) as caught:
        parse(text)
    assert caught.value.start == start


def test_a_bare_word_is_searched() -> None:
    assert parse("alice").terms == (Words(Value("alice")),)
