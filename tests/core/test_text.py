"""Server text on a terminal: nothing in it acts, what people write stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.text import LONGEST_CELL, MARKS, brief, middle, safe, safe_lines

CONTROLS = [chr(code) for code in (*range(32), 127, *range(0x80, 0xA0))]
INVISIBLE = ["\u200b", "\u200e", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\u00ad"]
odd = st.text(
    st.characters() | st.sampled_from([*CONTROLS, *INVISIBLE, "\u200d", "\ufe0f", "👩", "\u0301"])
)


@given(odd)
def test_nothing_is_left_that_a_terminal_acts_on(text: str) -> None:
    shown = safe(text)
    assert all(one.isprintable() or one == "\u200d" for one in shown)
    assert not set(shown) & {*CONTROLS, *INVISIBLE}
    assert safe(shown) == shown
    assert len(shown) <= len(text)


@pytest.mark.parametrize("control", [*CONTROLS, *INVISIBLE, "\u2028", "\ud800", "\ue000", "\uffff"])
def test_what_cannot_be_seen_is_made_visible(control: str) -> None:
    shown = safe(f"a{control}b")
    assert len(shown) == 3
    assert shown[1].isprintable()
    assert not shown[1].isspace()


@pytest.mark.parametrize(
    "text",
    ["Chloé", "مريم", "שלום", "東京", "हिन्दी", "e\u0301", "a b", "[bold]x[/]", "",
     "👩\u200d👩\u200d👧", "❤\ufe0f\u200d🔥", "👍🏽", "🇩🇪", "1\ufe0f\u20e3"],
)  # fmt: skip
def test_what_people_write_stays(text: str) -> None:
    assert safe(text) == text


def test_escape_sequences_are_read_and_not_obeyed() -> None:
    assert safe("\x1b[31mred\x1b]52;c;aGk=\x07") == "␛[31mred␛]52;c;aGk=␇"
    assert safe("a\u00a0b\u3000c") == "a b c"


def test_marks_do_not_climb_over_other_lines() -> None:
    shown = safe("a" + "\u0301" * 50 + "b" + "\u0301" * 3)
    assert shown == "a" + "\u0301" * MARKS + "b" + "\u0301" * 3


def test_a_joiner_stands_only_within_one_emoji() -> None:
    """Elsewhere it would make two different names look alike."""
    assert safe("admin\u200d") == "admin·"
    assert safe("\u200dadmin") == "·admin"
    assert safe("👩\u200dx") == "👩·x"


@given(odd)
def test_lines_are_safe_each(text: str) -> None:
    lines = safe_lines(text)
    assert all(safe(line) == line for line in lines)
    assert len(lines) >= 1


def test_lines_end_as_they_do_anywhere() -> None:
    assert safe_lines("a\tb\r\nc\nd\re") == ["a    b", "c", "d", "e"]
    assert safe_lines("") == [""]


@given(odd, st.integers(0, 50))
def test_cut_in_the_middle(text: str, length: int) -> None:
    cut = middle(text, length)
    assert cut == text if len(text) <= length else len(cut) == length


def test_both_ends_of_an_id_stay() -> None:
    assert middle("66f01c9d2e0f83ab1c2d", 9) == "66f0…1c2d"


@given(odd)
def test_brief_is_the_beginning(text: str) -> None:
    assert len(brief(text * 50)) <= LONGEST_CELL
    assert all(unicodedata.category(one) != "Cc" for one in brief(text))
