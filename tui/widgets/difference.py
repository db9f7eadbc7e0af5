"""Which part of a line looks different, so that only that part travels to the terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from tui.widgets.fit import width_of


def changed_part(old: Strip, new: Strip, y: int) -> Region:
    """The cells of line `y` from the first that differs to the last. Both are equally wide."""
    width = new.cell_length
    first = _common(_cells(old), _cells(new))
    last = width - _common(_cells(old, back=True), _cells(new, back=True))
    return Region(first, y, max(0, last - first), 1)


def _cells(strip: Strip, back: bool = False) -> Iterator[tuple[str, Style | None, int]]:
    """The characters of a strip with their look and width, from its start or its end."""
    segments = list(strip)
    for segment in reversed(segments) if back else segments:
        for character in reversed(segment.text) if back else segment.text:
            yield character, segment.style, width_of(character)


def _common(
    old: Iterator[tuple[str, Style | None, int]], new: Iterator[tuple[str, Style | None, int]]
) -> int:
    """How many cells are the same until the first that differs."""
    cells = 0
    for one, other in zip(old, new, strict=False):
        # A glyph of no or double width belongs to its neighbours: stop before it to be safe.
        if one != other or one[2] != 1:
            return cells
        cells += one[2]
    return cells
