"""Lines of cells broken to a width. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from tui.core.cell import Cell
from tui.widgets.fit import width_of

Line = Sequence[Cell]


def wrap(line: Line, width: int) -> list[Line]:
    """The rows of a line in `width` cells; later rows are indented below its second cell."""
    if width < 1:
        return [line]
    if sum(width_of(cell.text) for cell in line) <= width:
        return [line]
    indent = width_of(line[0].text) if len(line) > 1 else 0
    if indent * 2 > width:
        indent = 0
    rows: list[list[Cell]] = [[]]
    room = width
    for cell in line:
        rest = cell.text
        while rest:
            taken, rest = _split(rest, room)
            if taken:
                rows[-1].append(Cell(taken, cell.tone))
                room -= width_of(taken)
            if rest:
                rows.append([Cell(" " * indent)] if indent else [])
                room = width - indent
    return list(rows)


def _split(text: str, room: int) -> tuple[str, str]:
    """As much of a text as fits, broken at a space where one is near; then the rest."""
    if width_of(text) <= room:
        return text, ""
    if text.isascii():
        cut = max(room, 0)
    else:
        cut = used = 0
        for character in text:
            used += width_of(character)
            if used > room:
                break
            cut += 1
    space = text.rfind(" ", 0, cut + 1)
    if space > cut // 2:
        return text[:space], text[space + 1 :]
    # A glyph wider than the room would never fit: it is taken rather than tried for ever.
    return (text[:cut], text[cut:]) if cut or room < 2 else (text[:1], text[1:])
