"""Which part of a line looks different, so that only that part travels to the terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from tui.widgets.fit import width_of

Glyph = tuple[str, Style | None]


def changed_part(old: Strip, new: Strip, y: int) -> Region:
    """The cells of line `y` from the first that differs to the last. Both are equally wide."""
    width = new.cell_length
    before, after = _glyphs(old), _glyphs(new)
    if _is_joined(before, width) or _is_joined(after, width):
        return Region(0, y, width, 1)
    first = _common(before, after)
    last = max(first, width - _common(reversed(before), reversed(after)))
    return Region(first, y, last - first, 1)


def _glyphs(strip: Strip) -> list[Glyph]:
    """The characters of a strip with their look."""
    return [(character, segment.style) for segment in strip for character in segment.text]


def _is_joined(glyphs: list[Glyph], width: int) -> bool:
    """Whether characters share cells (combining marks, joined emoji): those are never parted."""
    widths = [width_of(character) for character, _ in glyphs if not character.isascii()]
    return 0 in widths or sum(widths) + len(glyphs) - len(widths) != width


def _common(old: Iterable[Glyph], new: Iterable[Glyph]) -> int:
    """How many cells are the same until the first that differs."""
    cells = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        cells += width_of(one[0])
    return cells
