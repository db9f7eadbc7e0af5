"""Keys, lines that are edited, and the places one has been to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.actions import ACTIONS
from tui.core.endpoint import Endpoint
from tui.core.history import History
from tui.core.keymap import KeysError, key_label, with_keys
from tui.core.line_edit import LineEdit
from tui.core.order import Order
from tui.core.place import Place

PLACES = [Place("user"), Place("team"), Place("bucket"), Place("row", ("shop", "orders"))]
EDITING = ["left", "right", "home", "end", "backspace", "delete", "ctrl+w", "ctrl+u", "ctrl+k"]


def test_no_key_means_two_things() -> None:
    keys = [key for action in ACTIONS for key in action.keys]
    assert len(keys) == len(set(keys))
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    footers = [action.footer for action in ACTIONS if action.footer is not None]
    assert len(footers) == len(set(footers))


def test_every_action_says_what_it_does() -> None:
    for action in ACTIONS:
        assert action.keys
        assert action.label
        assert action.help
        assert all(key_label(key) for key in action.keys)


def test_keys_can_be_remapped_by_id() -> None:
    table = {action.id: action for action in with_keys({"down": ("f9",)})}
    assert table["down"].keys == ("f9",)
    assert table["up"].keys == ("k", "up")
    with pytest.raises(KeysError, match=r"no action 'edti'. There are: edit"):
        with_keys({"edti": ("f9",)})


def test_keys_are_written_as_they_are_shown() -> None:
    table = {action.id: action for action in with_keys({"filter": ("?",), "help": ("/", "f1")})}
    assert (table["filter"].keys, table["help"].keys) == (("question_mark",), ("slash", "f1"))


def test_one_key_is_for_one_action() -> None:
    with pytest.raises(KeysError, match="x is the key of export already"):
        with_keys({"edit": ("x",)})
    for wrong in ("control+e", "F6", "escape ", "ctrl+"):
        with pytest.raises(KeysError, match="There is no key"):
            with_keys({"edit": (wrong,)})
    table = {one.id: one.keys for one in with_keys({"edit": (";", "alt+↑", "ctrl++")})}
    assert table["edit"] == ("semicolon", "alt+up", "ctrl+plus")
    with pytest.raises(KeysError, match="ctrl\\+c"):
        with_keys({"edit": ("ctrl+c",)})


def test_keys_as_people_write_them() -> None:
    said = [key_label(key) for key in ("slash", "alt+left", "q", "shift+tab", "question_mark")]
    assert said == ["/", "alt+←", "q", "shift+tab", "?"]


@given(st.text(), st.lists(st.sampled_from(EDITING) | st.text(max_size=3)))
def test_the_cursor_stays_in_the_line(start: str, keys: list[str]) -> None:
    line = LineEdit().insert(start)
    for key in keys:
        line = line.press(key) or line.insert(key)
        assert 0 <= line.cursor <= len(line.text)
        assert line.text.replace("\u200c", "").replace("\u200d", "").isprintable()


@given(st.text(alphabet="ab/ ."), st.text(alphabet="ab/ .", max_size=5))
def test_what_is_typed_is_taken_back(text: str, typed: str) -> None:
    before = LineEdit().insert(text)
    after = before.insert(typed)
    for _ in typed:
        after = after.press("backspace") or after
    assert after == before


def test_ctrl_w_takes_the_last_step_of_a_path() -> None:
    line = LineEdit().insert("databases/shop/orders").press("ctrl+w")
    assert line == LineEdit("databases/shop/", 15)
    assert line.press("ctrl+w") == LineEdit("databases/", 10)
    assert LineEdit().press("f5") is None


def test_only_the_first_line_is_pasted() -> None:
    assert LineEdit().insert("users\nrm -rf /\n").text == "users"
    assert LineEdit().insert("a\x1b[2Jb").text == "a[2Jb"


def test_history_goes_back_and_forth() -> None:
    history = History()
    a, b, c, _ = PLACES
    for place in (a, b, b, c):
        history.visit(place)
    assert (history.previous, history.back(), history.back(), history.back()) == (b, b, a, None)
    assert history.forward() == b
    history.visit(a)
    assert history.forward() is None
    assert history.here == a


def test_a_remark_is_no_visit() -> None:
    history = History()
    history.remark(PLACES[0])
    assert history.here is None
    for place in PLACES[:2]:
        history.visit(place)
    history.remark(PLACES[1].at("core"))
    assert history.here == Place("team", (), "core")
    assert history.back() == PLACES[0]
    assert history.forward() == Place("team", (), "core")


@given(st.lists(st.sampled_from(PLACES) | st.sampled_from(["back", "forward"]), max_size=40))
def test_history_is_as_a_list_with_a_position(steps: list[object]) -> None:
    history, places, position = History(limit=5), [], -1
    for step in steps:
        if isinstance(step, Place):
            history.visit(step)
            if not places or places[position] != step:
                places = [*places[: position + 1], step][-5:]
                position = len(places) - 1
        elif step == "back" and position > 0:
            position -= 1
            assert history.back() == places[position]
        elif step == "forward" and position + 1 < len(places):
            position += 1
            assert history.forward() == places[position]
        assert history.here == (places[position] if places else None)


def test_ids_are_encoded_in_paths() -> None:
    endpoint = Endpoint("GET", "/a/{aId}/b/{bId}")
    assert endpoint.parameters == ("aId", "bId")
    assert endpoint.url({"aId": "x/../y?z", "bId": "ü#%"}) == "/a/x%2F..%2Fy%3Fz/b/%C3%BC%23%25"
    with pytest.raises(KeyError):
        endpoint.url({"aId": "x"})


def test_an_order_reversed_twice_is_itself() -> None:
    order = Order("total")
    assert order.reversed == Order("total", descending=False)
    assert order.reversed.reversed == order
    assert order.may_be_null
    assert not Order("$createdAt").may_be_null


def test_joiners_stay_and_controls_do_not() -> None:
    persian, family = "\u0645\u06cc\u200c\u0631\u0648\u062f", "\U0001f469\u200d\U0001f467"
    assert LineEdit().insert(f"{persian} {family}\x1b[2J\u202e").text == f"{persian} {family}[2J"
