"""Blanks that are filled in by keys, one after the other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.core.blanks import Blank, Blanks

LINE = st.text(st.characters(codec="ascii", categories=("L", "N", "P")), max_size=300)


@given(st.lists(LINE, min_size=4, max_size=4))
def test_what_is_typed_goes_where_the_keys_before_it_have_led(lines: list[str]) -> None:
    blanks = Blanks(tuple(Blank(name, name) for name in "abcd"))
    for line in lines:
        for character in line:
            blanks = blanks.press(character, character)
        blanks = blanks.turn(1)
    assert [blank.value for blank in blanks.blanks] == lines


def test_a_pasted_key_loses_its_line_end_and_shows_in_no_repr() -> None:
    blanks = Blanks((Blank("key", "API key", secret=True),)).paste("  standard_abc\n")
    assert blanks.value("key") == "standard_abc"
    assert "standard_abc" not in repr(blanks)
