"""Columns as a person wants them: whatever is done, none is lost and none doubled."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.core.cell import Cell
from tui.core.kind import Field
from tui.core.looks import NARROWEST, WIDEST, Looks, from_json, to_json

NAMES = [f"c{number}" for number in range(6)]


def field(name: str, in_list: bool = True) -> Field:
    return Field(name, lambda one: Cell(str(one.get(name))), name, in_list=in_list)


FIELDS = [field(name, name != "c5") for name in NAMES]
steps = st.lists(
    st.tuples(
        st.sampled_from(["toggle", "pin", "wider", "front", "back", "all", "set"]),
        st.sampled_from(NAMES),
        st.integers(-30, 30),
    ),
    max_size=20,
)


def done(looks: Looks, what: str, name: str, by: int) -> Looks:
    return {
        "toggle": lambda: looks.toggled(name),
        "pin": lambda: looks.pinned(name),
        "wider": lambda: looks.resized(name, by, 12),
        "front": lambda: looks.moved(name, -1),
        "back": lambda: looks.moved(name, 1),
        "all": looks.all_shown,
        "set": lambda: looks.only_set(FIELDS, [{"c1": 1, "c2": None, "c3": "", "c5": 2}]),
    }[what]()


@given(steps)
def test_whatever_is_done_every_column_is_there_once(each: list[tuple[str, str, int]]) -> None:
    looks = Looks.of(FIELDS)
    for step in each:
        looks = done(looks, *step)
        assert sorted(one.name for one in looks.each) == NAMES
        assert from_json(to_json(looks)) == looks
        columns = looks.arrange(FIELDS)
        assert columns
        pins = [one.pinned for one in columns]
        assert pins == sorted(pins, reverse=True)
        assert all(NARROWEST <= one.width <= WIDEST for one in columns)


@given(steps, st.sets(st.sampled_from(NAMES)), st.booleans())
def test_columns_come_and_go(
    each: list[tuple[str, str, int]], gone: set[str], new_first: bool
) -> None:
    looks = Looks.of(FIELDS)
    for step in each:
        looks = done(looks, *step)
    later = [one for one in FIELDS if one.label not in gone]
    later.insert(0 if new_first else len(later), field("new"))
    names = [one.label for one in looks.arrange(later)]
    assert "new" in names
    assert not gone & set(names)
    again = Looks.of(later, looks)
    assert sorted(one.name for one in again.each) == sorted(one.label for one in later)


def test_only_what_is_set_is_shown() -> None:
    looks = Looks.of(FIELDS).only_set(FIELDS, [{"c1": 0, "c2": None, "c3": "", "c5": 2}])
    # The first stays, and what the list does not show by itself is not brought up.
    assert [one.label for one in looks.arrange(FIELDS)] == ["c0", "c1"]


def test_what_was_kept_in_another_way_is_left_out() -> None:
    kept = [{"name": "c1", "width": "wide"}, 3, {"title": "c2"}, {"name": "c3", "width": 10**6}]
    assert from_json(kept) == Looks.of([field("c1"), field("c3")])
    assert from_json({"c1": True}) == Looks()
