"""What is typed after the colon: places with filters, and what is to be looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.place import Place
from tui.resources import KINDS
from tui.resources.directions import SOUGHT, Wanted, read, said, usage
from tui.resources.places import PlaceError, ancestors

ids = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,35}", fullmatch=True)
filters = st.text(min_size=1).map(str.strip).filter(bool)


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.filters])
@given(data=st.data())
def test_a_place_and_its_filter_read_back_as_they_were(name: str, data: st.DataObject) -> None:
    parents = tuple(data.draw(ids) for _ in ancestors(KINDS[name]))
    place = Place(name, parents, filter=data.draw(st.none() | filters))
    assert read(said(place)) == place
    words = f"{usage(KINDS[name]).split()[0]} {'/'.join(parents)}"
    if parents:
        assert read(f"{words} {place.filter or ''}").parents == place.parents


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("users alice", Place("user", filter="alice")),
        ("USERS", Place("user")),
        ("buckets enabled = true", Place("bucket", filter="enabled = true")),
        ("rows shop/orders status=paid", Place("row", ("shop", "orders"), filter="status=paid")),
        ("rows  shop/orders ", Place("row", ("shop", "orders"))),
        ("rows shop/orders/66f0", Place("row", ("shop", "orders"), "66f0")),
        ("tables shop", Place("table", ("shop",))),
        ("executions hello code >= 500", Place("execution", ("hello",), filter="code >= 500")),
        ("databases/shop/orders total > 1", Place("row", ("shop", "orders"), filter="total > 1")),
        ("row shop/orders/66f0", Place("row", ("shop", "orders"), "66f0")),
        ("file invoices/2026-01.pdf", Wanted("file", "2026-01.pdf", ("invoices",))),
        ("file invoices/a b/c.pdf", Wanted("file", "a b/c.pdf", ("invoices",))),
        ("file 2026-01.pdf", Wanted("file", "2026-01.pdf")),
        ("execution 66f0", Wanted("execution", "66f0")),
        ("user Alice Miller", Wanted("user", "Alice Miller")),
        ("table shop/orders", Wanted("table", "orders", ("shop",))),
    ],
)
def test_what_is_meant(text: str, meant: Place | Wanted) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("rows", "Which database and table? rows DATABASE/TABLE"),
        ("rows shop status = paid", "Which database and table? rows DATABASE/TABLE"),
        ("files", "Which bucket? files BUCKET"),
        ("file", "Which file? file ID, or file BUCKET/ID"),
        ("user ", "Which user? user ID"),
        ("row shop/orders", "Which row in shop/orders?"),
        ("rows sh op/orders", "Which database and table? rows DATABASE/TABLE"),
        ("rows -x/y", "'-x' is no id: letters, digits, '.', '_', '-' only."),
        ("databases/shop/orders/66f0 x = 1", "There is nothing to filter in one row."),
        ("usrs alice", "'usrs' is no pane. Did you mean users?"),
    ],
)
def test_what_is_not_meant_says_what_would_be(text: str, why: str) -> None:
    with pytest.raises(PlaceError) as caught:
        read(text)
    assert str(caught.value) == why


@given(st.text() | st.text(alphabet="rows file user/ shop:=\x1b"))
def test_whatever_is_typed_is_a_place_or_is_refused_in_one_safe_line(text: str) -> None:
    try:
        found = read(text)
    except PlaceError as error:
        assert "\x1b" not in str(error)
        assert "\n" not in str(error)
    else:
        above = len(ancestors(KINDS[found.kind]))
        assert len(found.parents) == above or (isinstance(found, Wanted) and not found.parents)


def test_what_can_be_looked_for_is_listed_by_the_server() -> None:
    assert all(KINDS[name].pages and KINDS[name].filters for name in SOUGHT)
