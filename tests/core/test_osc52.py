"""What is written to terminals, so that they put a text in their clipboard."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.osc52 import LARGEST, TooLargeError, sequence

PLAIN = re.compile("\x1b]52;c;([A-Za-z0-9+/=]*)\x07")
texts = st.text(st.characters(codec="utf-8")) | st.integers(0, 3000).map("x".__mul__)


def text_in(told: str) -> str:
    found = PLAIN.fullmatch(told)
    assert found is not None
    return base64.b64decode(found[1]).decode()


@given(texts)
def test_a_terminal_reads_the_text(text: str) -> None:
    assert text_in(sequence(text, {"TERM": "xterm-256color"})) == text


@given(texts, st.sampled_from([{"TMUX": "/tmp/tmux,1,0"}, {"TERM": "tmux-256color"}]))
def test_tmux_passes_it_on_or_takes_it_itself(text: str, environment: dict[str, str]) -> None:
    passed, _, own = sequence(text, environment).partition("\x1b\\")
    assert passed.startswith("\x1bPtmux;")
    assert text_in(passed.removeprefix("\x1bPtmux;").replace("\x1b\x1b", "\x1b")) == text
    assert text_in(own) == text


@given(texts)
def test_screen_gets_it_in_strings_that_it_takes(text: str) -> None:
    strings = re.findall("\x1bP(.*?)\x1b\\\\", sequence(text, {"STY": "1.pts"}), re.DOTALL)
    assert all(len(one) <= 252 for one in strings)
    assert text_in("".join(strings)) == text


def test_more_than_terminals_take_is_refused_whole() -> None:
    assert len(sequence("x" * LARGEST, {})) <= 100_000
    with pytest.raises(TooLargeError):
        sequence("x" * (LARGEST + 1), {})
