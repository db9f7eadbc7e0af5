"""Only what differs travels."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tests.widgets.strategies import texts
from tui.widgets.difference import changed_part
from tui.widgets.fit import fit

WIDTH = 24
looks = st.sampled_from([Style(), Style(bold=True), Style(color="red")])
strips = st.lists(st.tuples(texts, looks), max_size=4).map(
    lambda parts: Strip([Segment(text, look) for text, look in parts]).adjust_cell_length(WIDTH)
)


def look_of(strip: Strip) -> list[tuple[str, Style | None]]:
    return [(character, part.style) for part in strip for character in part.text]


@given(strips, strips)
def test_outside_the_part_both_lines_are_the_same(old: Strip, new: Strip) -> None:
    part = changed_part(old, new, 7)
    assert part.y == 7
    assert look_of(old.crop(0, part.x)) == look_of(new.crop(0, part.x))
    assert look_of(old.crop(part.right, WIDTH)) == look_of(new.crop(part.right, WIDTH))


@given(strips)
def test_of_plain_lines_nothing_more_than_the_change_is_sent(strip: Strip) -> None:
    line = Strip([Segment(fit("order 12 paid", WIDTH))])
    changed = Strip([Segment(fit("order 13 paid", WIDTH))])
    assert changed_part(line, changed, 0)[:3] == (7, 0, 1)
    assert not changed_part(line, line, 0)


def test_joined_glyphs_are_never_parted() -> None:
    old = Strip([Segment(fit("e\u0301 1", WIDTH))])
    new = Strip([Segment(fit("e 1", WIDTH))])
    assert changed_part(old, new, 0).width == WIDTH
