"""Making texts exactly as wide as asked, counted in terminal cells."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

ELLIPSIS = "…"


def fit(text: str, width: int, right: bool = False, middle: bool = False) -> str:
    """The text in exactly `width` cells: padded, or cut at its end (or in its middle) by `…`."""
    if text.isascii():
        length = len(text)
        if length <= width:
            return text.rjust(width) if right else text.ljust(width)
        if width <= 0:
            return ""
        if middle and width > 4:
            tail = (width - 1) // 2
            return text[: width - 1 - tail] + ELLIPSIS + text[length - tail :]
        return text[: width - 1] + ELLIPSIS
    length = cell_len(text)
    if length <= width:
        padding = " " * (width - length)
        return padding + text if right else text + padding
    if width <= 0:
        return ""
    return set_cell_size(text, width - 1) + ELLIPSIS


def width_of(text: str) -> int:
    """How many cells a text takes."""
    return len(text) if text.isascii() else cell_len(text)
