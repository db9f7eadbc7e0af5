"""Texts as they come from servers: plain, wide, joined, marked, in every mixture."""

from __future__ import annotations

from hypothesis import strategies as st

from tui.core.text import safe

GLYPHS = (
    "a",
    "b",
    " ",
    "Z",
    "é",
    "e\u0301",
    "李",
    "한",
    "👩‍🚀",
    "🇩🇪",
    "👍🏽",
    "❤️",
    "ש",
    "न",
    "मस्",
    "…",
    "0",
)

texts = st.one_of(
    st.text(max_size=30).map(safe),
    st.lists(st.sampled_from(GLYPHS), max_size=20).map("".join).map(safe),
)
"""Any text after it was made safe, as all text is that reaches a widget."""
