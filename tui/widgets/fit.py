"""Making texts exactly as wide as asked, counted in terminal cells."""

from __future__ import annotations

from rich.cells import cell_len, split_graphemes

ELLIPSIS = "…"


def fit(text: str, width: int, right: bool = False, middle: bool = False) -> str:
    """The text in exactly `width` cells: padded, or cut at its end (or in its middle) by `…`."""
    length = width_of(text)
    if length > width:
        text = cut(text, width, middle)
        length = width_of(text)
    padding = " " * (width - length)
    return padding + text if right else text + padding


def cut(text: str, width: int, middle: bool = False) -> str:
    """A text that is too long, in at most `width` cells, with `…` where something is left out.

    No glyph is ever parted: a wide one that would stick out is left out whole.
    """
    if width <= 0:
        return ""
    tail = (width - 1) // 2 if middle and width > 4 else 0
    head = width - 1 - tail
    if text.isascii():
        return text[:head] + ELLIPSIS + text[len(text) - tail :]
    glyphs, _ = split_graphemes(text)
    start = end = 0
    for _, stop, cells in glyphs:
        head -= cells
        if head < 0:
            break
        start = stop
    for begin, _, cells in reversed(glyphs):
        tail -= cells
        if tail < 0:
            break
        end = len(text) - begin
    return text[:start] + ELLIPSIS + text[len(text) - end :]


def width_of(text: str) -> int:
    """How many cells a text takes."""
    return len(text) if text.isascii() else cell_len(text)
