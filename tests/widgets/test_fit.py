"""Texts made exactly as wide as asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.widgets.strategies import texts
from tui.widgets.fit import fit, width_of


@given(texts, st.integers(0, 40), st.booleans(), st.booleans())
def test_any_text_becomes_exactly_as_wide_as_asked(
    text: str, width: int, right: bool, middle: bool
) -> None:
    assert width_of(fit(text, width, right, middle)) == width


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("order", 8, "order   "),
        ("order00001234", 8, "order00…"),
        ("李小龍", 5, "李小…"),
        ("李小龍", 4, "李… "),
        ("👩‍🚀👩‍🚀", 3, "👩‍🚀…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("abc", 0, ""),
    ],
)
def test_texts_are_padded_or_cut_between_glyphs(text: str, width: int, shown: str) -> None:
    assert fit(text, width) == shown


def test_numbers_stand_right_and_ids_keep_both_ends() -> None:
    assert fit("129.90", 8, right=True) == "  129.90"
    assert fit("66f01c9d2e0f83ab1c2d", 9, middle=True) == "66f0…1c2d"
    assert fit("käse-1c9d2e0f83ab-öl", 9, middle=True) == "käse…b-öl"
