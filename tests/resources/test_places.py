"""Places as text, there and back, and what is said of texts that name none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.place import Place
from tui.resources import KINDS
from tui.resources.places import (
    PlaceError,
    ancestors,
    by_its_id,
    is_by_its_id,
    parse,
    text_of,
    word_of,
    words,
)

ids = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,35}", fullmatch=True)


@pytest.mark.parametrize("name", KINDS)
@given(data=st.data())
def test_a_place_reads_back_as_it_was(name: str, data: st.DataObject) -> None:
    kind = KINDS[name]
    above = ancestors(kind)
    parents = tuple(data.draw(ids) for _ in above)
    lists = st.sampled_from([word_of(one) for one in KINDS.values()])
    focus = None if kind.children else data.draw(st.none() | ids | lists)
    place = Place(kind.name, parents, focus)
    assert parse(text_of(place)) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("users", Place("user")),
        ("  Users/ ", Place("user")),
        ("users/alice", Place("session", ("alice",))),
        ("users/alice:memberships", Place("user_membership", ("alice",))),
        ("teams/core", Place("membership", ("core",))),
        ("databases/shop", Place("table", ("shop",))),
        ("databases/shop/orders", Place("row", ("shop", "orders"))),
        ("databases/shop/orders:columns", Place("column", ("shop", "orders"))),
        ("databases/shop/orders:INDEXES", Place("index", ("shop", "orders"))),
        ("databases/shop/orders/66f0", Place("row", ("shop", "orders"), "66f0")),
        ("storage/invoices/a.pdf", Place("file", ("invoices",), "a.pdf")),
        ("functions/hello:variables", Place("variable", ("hello",))),
        ("functions/hello:deployments/66f0", Place("deployment", ("hello",), "66f0")),
        ("storage/invoices/a.pdf:tokens", Place("file_token", ("invoices", "a.pdf"))),
        ("users/alice/sessions", Place("session", ("alice",))),
        ("users/alice/Memberships/", Place("user_membership", ("alice",))),
        ("databases/shop/orders/indexes", Place("index", ("shop", "orders"))),
        ("databases/shop/orders/rows/66f0", Place("row", ("shop", "orders"), "66f0")),
        ("databases/shop/orders:rows/rows", Place("row", ("shop", "orders"), "rows")),
        ("functions/hello/deployments/d1", Place("deployment", ("hello",), "d1")),
        ("teams/core:members/m1", Place("membership", ("core",), "m1")),
        # Tables have lists of their own, so this is one that is called so.
        ("databases/shop/tables", Place("row", ("shop", "tables"))),
    ],
)
def test_texts_that_name_a_place(text: str, place: Place) -> None:
    assert parse(text) == place


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("databse", "'databse' is no pane. Did you mean databases?"),
        ("", "'' is no pane. There are: users, databases, storage, functions, teams, failed."),
        ("users/al ice", "'al ice' is no id: letters, digits, '.', '_', '-' only."),
        ("users/-alice", "'-alice' is no id: letters, digits, '.', '_', '-' only."),
        ("databases//orders", "An id is missing: databases//orders"),
        ("users/:sessions", "An id is missing: users/"),
        (
            "users/alice:nothing",
            "A user has no list 'nothing'. There are: sessions, memberships, targets, identities.",
        ),
        ("users:sessions", "A list is picked of an opened thing: users/ID:sessions"),
        ("databases/a/b/c/d", "There is nothing below a row: …/d"),
        ("users/a/b/c", "There is nothing below a session: …/c"),
        ("users/a/targets/b/c", "There is nothing below a target: …/c"),
        ("users/a:targets/b/c", "'b/c' is no id: letters, digits, '.', '_', '-' only."),
        ("users/a:targets/b c", "'b c' is no id: letters, digits, '.', '_', '-' only."),
        ("users:sessions/a", "A list is picked of an opened thing: users/ID:sessions"),
        ("\x1b[2J", "'␛[2J' is no pane."),
    ],
)
def test_texts_that_name_none(text: str, said: str) -> None:
    with pytest.raises(PlaceError) as caught:
        parse(text)
    assert str(caught.value).startswith(said)


@given(st.text() | st.text(alphabet="users/:databases .\x1b"))
def test_nothing_that_is_typed_fails_otherwise(text: str) -> None:
    try:
        place = parse(text)
    except PlaceError as error:
        assert str(error).isprintable() or "\u200d" in str(error)
    else:
        assert len(place.parents) == len(ancestors(KINDS[place.kind]))


def test_the_steps_to_a_place_are_told() -> None:
    assert list(words(Place("row", ("shop", "orders")))) == ["Databases", "shop", "orders"]
    assert list(words(Place("user"))) == ["Users"]


@pytest.mark.parametrize(
    ("text", "filtered"),
    [
        ("databases/shop/orders/order00500", "$id = order00500"),
        ("databases/shop/orders/null", '$id = "null"'),
        ("storage/pictures/picture003", "$id = picture003"),
        ("databases/shop/orders", None),
        ("users/alice", None),
    ],
)
def test_what_is_asked_for_by_its_id_is_found_however_far_down(
    text: str, filtered: str | None
) -> None:
    place = by_its_id(parse(text))
    assert place.filter == filtered
    assert is_by_its_id(place) is (filtered is not None)
    assert text_of(place) == text
