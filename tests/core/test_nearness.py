"""How near what was typed comes to a name, and which places are gone to most."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.core import frecency
from tui.core.nearness import EXACT, nearness

words = st.text(alphabet="abcXYZ-./ 1", min_size=1).filter(str.strip)
names = st.lists(st.text(alphabet="abcXYZ-./ 1"), max_size=4)


def test_nearer_names_come_first() -> None:
    near = [
        nearness("ord", [name])
        for name in ("ord", "orders", "orders-of-last-year", "shop/orders", "border", "oxrxd", "or")
    ]
    assert near[-1] is None
    kept = [one for one in near if one is not None]
    assert kept == sorted(kept, reverse=True)
    assert len(set(kept)) == len(kept)


def test_each_word_may_be_in_another_name() -> None:
    assert nearness("alice mill", ["alice", "Alice Miller"]) is not None
    assert nearness("alice stone", ["alice", "Alice Miller"]) is None
    assert nearness("Alice Miller", ["66f0", "alice miller"]) == EXACT


@given(words, names)
def test_a_name_is_nearest_to_itself(word: str, others: list[str]) -> None:
    whole = word.strip()
    assert nearness(whole, [*others, whole]) == EXACT
    found = nearness(whole, others)
    assert found is None or found <= EXACT


visits = st.dictionaries(st.text(max_size=3), st.tuples(st.floats(0, 1e6), st.floats(0, 1e10)))


@given(visits, st.lists(st.text(max_size=3)), st.floats(0, 1e10))
def test_a_visit_never_makes_a_place_rarer(
    known: dict[str, tuple[float, float]], places: list[str], now: float
) -> None:
    after = frecency.visited(known, places, now)
    for place in places:
        before = frecency.weight(known.get(place, (0.0, now)), now)
        assert frecency.weight(after[place], now) > before
    assert frecency.read({place: list(visit) for place, visit in after.items()}) == after


def test_often_and_lately_beats_long_ago() -> None:
    week = frecency.HALF_LIFE
    known = frecency.visited({}, ["old"] * 3, 0)
    known = frecency.visited(known, ["new"] * 2, 3 * week)
    assert frecency.ranked(known, 3 * week) == ["new", "old"]
    assert frecency.ranked(known, 0)[0] == "old"


def test_what_is_kept_is_bounded_and_read_with_care() -> None:
    many = frecency.visited({}, [str(n) for n in range(1000)], 0)
    assert len(many) == frecency.MOST
    assert frecency.read({"a": [1, 2], "b": [1], "c": "x", "d": [True, 2], 3: [1, 2]}) == {
        "a": (1.0, 2.0)
    }
    assert frecency.read(None) == {}
