"""Pure rules: safe text, times, sizes, permissions, values, line editing, history, actions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.actions import ACTIONS, key_label, with_keys
from tui.core.cell import NULL
from tui.core.history import History
from tui.core.line_edit import LineEdit
from tui.core.permissions import Permission, in_words, parse, parse_all, summary
from tui.core.place import Place
from tui.core.redact import HIDDEN, redacted
from tui.core.sizes import seconds, size
from tui.core.text import middle, safe, safe_lines
from tui.core.times import exact, relative
from tui.core.values import long, short

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@given(st.text())
def test_safe_text_holds_nothing_a_terminal_acts_on(text: str) -> None:
    shown = safe(text)
    assert all(character.isprintable() or character == "\u200d" for character in shown)
    assert safe(shown) == shown


def test_safe_text_keeps_what_people_write() -> None:
    for text in ("Chloé", "مريم", "東京", "👩\u200d👩\u200d👧", "e\u0301", "a b"):
        assert safe(text) == text
    assert safe("\x1b[31mred\n\u202etxt") == "␛[31mred␊·txt"
    assert len(safe("a" + "\u0301" * 50)) < 10
    assert safe_lines("a\tb\r\nc") == ["a    b", "c"]


@given(st.text(), st.integers(0, 50))
def test_cut_in_the_middle_is_never_longer(text: str, length: int) -> None:
    assert len(middle(text, length)) <= max(length, 0) or len(text) <= length


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=3), "now"),
        (timedelta(seconds=40), "40 s ago"),
        (timedelta(minutes=9), "9 min ago"),
        (timedelta(hours=5), "5 h ago"),
        (timedelta(days=29), "29 d ago"),
        (timedelta(days=70), "2 mo ago"),
        (timedelta(days=-39, seconds=-1), "in 39 d"),
    ],
)
def test_relative_times(ago: timedelta, said: str) -> None:
    assert relative((NOW - ago).isoformat(), NOW) == said


@given(st.text() | st.none() | st.datetimes().map(lambda one: one.isoformat()))
def test_no_time_is_too_strange(text: str | None) -> None:
    assert isinstance(exact(text), str)
    assert isinstance(relative(text), str)


def test_sizes_and_durations() -> None:
    assert [size(n) for n in (0, 999, 1500, 30_000_000, None)] == [
        "0 B", "999 B", "1.5 KB", "30.0 MB", "—",
    ]  # fmt: skip
    assert [seconds(n) for n in (0.318, 125, None)] == ["0.318 s", "2:05 min", "—"]


roles = st.sampled_from(["any", "users", "users/verified", "user:a", "team:t/lead", "label:vip"])
actions = st.sampled_from(["read", "create", "update", "delete", "write"])


@given(actions, roles)
def test_permissions_read_back(action: str, role: str) -> None:
    assert parse(str(Permission(action, role))) == Permission(action, role)


def test_write_stands_for_what_it_expands_to() -> None:
    assert [one.action for one in parse_all(['write("any")'], True)] == [
        "create",
        "update",
        "delete",
    ]
    assert [one.action for one in parse_all(['write("any")'], False)] == ["update", "delete"]
    assert parse_all(["nonsense", 3, None], True) == []


def test_who_may_read_in_a_word() -> None:
    assert summary([], "read") == "keys only"
    assert summary(['read("any")'], "read") == "any"
    two = ['read("team:a")', 'read("team:b/lead")', 'read("users")']
    assert summary(two, "read") == "users, 2 teams"


def test_a_list_that_is_ignored_is_said_to_be() -> None:
    own, above = ['read("user:alice")'], ['read("users")', 'update("any")']
    off = " ".join(cell.text for cell in in_words(own, above, False, "row", "table"))
    assert "its own list" not in off
    assert "own list of 1 is ignored" in off
    assert "user alice" not in off
    on = " ".join(cell.text for cell in in_words(own, above, True, "row", "table"))
    assert "user alice (from the row)" in on
    assert "! Everybody can update" in on


def test_null_empty_and_missing_differ() -> None:
    column = {"key": "a", "type": "varchar"}
    looks = {short(row, column) for row in ({"a": None}, {"a": ""}, {})}
    assert len(looks) == 3
    assert short({"a": None}, column) == NULL


def test_a_row_may_hold_a_megabyte() -> None:
    column = {"key": "a", "type": "longtext"}
    row = {"a": "x" * 1_000_000 + "\nend"}
    assert len(short(row, column).text) <= 200
    assert long(row, column)[-1].text == "end"


def test_relationships_say_whether_they_are_loaded() -> None:
    column = {"key": "r", "type": "relationship"}
    assert "not loaded" in short({}, column).text
    assert short({"r": {"$id": "alice"}}, column).text == "→ alice"
    assert short({"r": [{"$id": "a"}, {"$id": "b"}]}, column).text == "→ 2"


def test_secrets_are_taken_out_of_json() -> None:
    found = redacted(
        {"password": "h", "secret": True, "value": "v", "a": [{"jwt": "j"}], "mfa": False}
    )
    assert found == {
        "password": HIDDEN, "secret": True, "value": HIDDEN, "a": [{"jwt": HIDDEN}], "mfa": False,
    }  # fmt: skip


EDITING = ["left", "right", "home", "end", "backspace", "delete", "ctrl+w", "ctrl+u", "ctrl+k"]


@given(st.text(), st.lists(st.sampled_from(EDITING) | st.text(max_size=3)))
def test_the_cursor_stays_in_the_line(start: str, keys: list[str]) -> None:
    line = LineEdit().insert(start)
    for key in keys:
        line = line.press(key) or line.insert(key)
        assert 0 <= line.cursor <= len(line.text)
        assert "\n" not in line.text


def test_ctrl_w_takes_the_last_step_of_a_path() -> None:
    line = LineEdit().insert("databases/shop/orders").press("ctrl+w")
    assert line == LineEdit("databases/shop/", 15)


def test_history_goes_back_and_forth() -> None:
    history = History()
    a, b, c = Place("user"), Place("team"), Place("bucket")
    for place in (a, b, b, c):
        history.visit(place)
    assert (history.previous, history.back(), history.back(), history.back()) == (b, b, a, None)
    assert history.forward() == b
    history.visit(a)
    assert history.forward() is None


def test_no_key_means_two_things() -> None:
    keys = [key for action in ACTIONS for key in action.keys]
    assert len(keys) == len(set(keys))
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)


def test_keys_can_be_remapped_by_id() -> None:
    table = {action.id: action for action in with_keys({"down": ("n",)})}
    assert table["down"].keys == ("n",)
    assert table["up"].keys == ("k", "up")
    with pytest.raises(KeyError):
        with_keys({"nothing": ("n",)})
    assert [key_label(key) for key in ("slash", "alt+left", "q")] == ["/", "alt+←", "q"]
