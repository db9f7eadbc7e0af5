"""Long texts as lines: all of it is there, nothing acts, colours are tones, errors are found."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.core.cell import Tone
from tui.core.text import safe_lines
from tui.core.text_lines import LONGEST, TextLines

COLOURS = st.sampled_from(["\x1b[31m", "\x1b[0m", "\x1b[1;92m", "\x1b[38;5;9m", "\x1b[2J", "\x1b"])
PIECES = COLOURS | st.sampled_from(["\n", "\r\n", "\r", "\t", "error", "İ", "ß"]) | st.text()
texts = st.lists(PIECES, max_size=30).map("".join)
SHOWN = re.compile(r"[! ] *\d+  ")


def told(lines: TextLines) -> list[str]:
    return ["".join(cell.text for cell in line) for line in lines]


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@given(texts)
@example("one\r\x1b[31m\ntwo")
def test_every_line_is_there_without_its_colours_and_nothing_acts(text: str) -> None:
    shown = told(TextLines(text))
    assert [SHOWN.sub("", line, count=1) for line in shown] == safe_lines(plain(text))
    assert all(one.isprintable() or one == "\u200d" for line in shown for one in line)


@given(texts, st.integers(0, 40))
def test_how_many_lines_there_are_is_asked_in_any_order(text: str, number: int) -> None:
    lines = TextLines(text)
    assert lines.has(number) == (number < len(safe_lines(plain(text))))
    assert len(lines) == len(safe_lines(plain(text)))


def test_no_more_is_found_out_than_is_asked_for() -> None:
    class Watched(str):
        """A text that tells how far it was cut into lines."""

        __slots__ = ("cut",)

        def __getitem__(self, part):  # type: ignore[no-untyped-def]
            self.cut = part.stop
            return super().__getitem__(part)

    text = Watched("a line of a log\n" * 60_000)
    lines = TextLines(text)
    assert lines.has(40)
    assert "".join(cell.text for cell in lines[40]).endswith("41  a line of a log")
    assert text.cut == 16 * 41 - 1


def test_colours_become_tones_and_errors_stand_out() -> None:
    lines = TextLines(
        "\x1b[31mred\x1b[0m \x1b[1;33mwarn\x1b[m x\nTypeError: total\n    at main (a.js)"
    )
    assert [(cell.text, cell.tone) for cell in lines[0]][1:] == [
        ("red", Tone.BAD), (" ", Tone.PLAIN), ("warn", Tone.WARN), (" x", Tone.PLAIN),
    ]  # fmt: skip
    assert [cell.tone for cell in lines[1]] == [Tone.BAD, Tone.BAD]
    assert lines[2][1].tone is Tone.DIM


@pytest.mark.parametrize(
    ("line", "tells"),
    [
        ("TypeError: total is null", True),
        ("java.lang.NullPointerException", True),
        ("[ERROR] no mail", True),
        ("npm ERR! code", True),
        ('{"level":"error"}', True),
        ("2 tests failed", True),
        ("no error", False),
        ("0 failed", False),
        ("errors: 0", False),
        ('{"error": null}', False),
        ("GET /error 200", False),
        ("mirrored", False),
    ],
)
def test_what_tells_of_an_error(line: str, tells: bool) -> None:
    lines = TextLines(f"first\n{line}\nlast")
    assert lines.with_error(-1, True) == (1 if tells else None)
    assert (lines[1][0].text[0] == "!") == tells


@given(st.lists(st.sampled_from(["fine", "Error: x", "no error", "x ERROR"]), min_size=1))
def test_from_error_to_error_and_back(said: list[str]) -> None:
    lines = TextLines("\n".join(said))
    wrong = [number for number, line in enumerate(said) if line in ("Error: x", "x ERROR")]
    for start in range(-1, len(said)):
        behind = [number for number in wrong if number > start] or wrong
        assert lines.with_error(start, True) == (behind[0] if wrong else None)
    for start in range(len(said)):
        before = [number for number in wrong if number < start] or wrong
        assert lines.with_error(start, False) == (before[-1] if wrong else None)


@given(texts, st.text(min_size=1, max_size=3), st.booleans())
def test_a_text_is_found_wherever_it_is(text: str, wanted: str, forward: bool) -> None:
    lines = TextLines(text, is_log=False)
    have = [
        number for number, line in enumerate(re.split(r"\r\n|\n|\r", plain(text))) if wanted in line
    ]
    found = lines.with_text(wanted, -1, forward)
    assert not have or found is not None
    assert "\n" in wanted or "\r" in wanted or not have or found in range(len(lines))
    assert TextLines("a\nTOTAL\nb").with_text("total", -1, forward) == 1


def test_a_line_without_end_is_made_in_pieces() -> None:
    [line] = TextLines("x" * 1_000_000)
    assert len(line) == 1 + -(-1_000_000 // LONGEST)
    assert len(line[1].text) == LONGEST
    assert sum(len(cell.text) for cell in line[1:]) == 1_000_000


def test_the_same_text_is_the_same() -> None:
    assert TextLines("a\nb") == TextLines("a\nb")
    assert TextLines("a\nb") != TextLines("a\nb", is_log=False)
