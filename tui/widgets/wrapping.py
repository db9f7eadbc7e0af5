"""Lines of cells broken to a width, row by row and no further than they are looked at. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import split_graphemes

from tui.core.cell import Cell, Tone
from tui.widgets.fit import width_of

Line = Sequence[Cell]

LONGEST_GLYPH = 12
"""Characters that one glyph is taken to have at most (a family emoji has 7)."""


class Wrapped:
    """The rows of one line in `width` cells; later rows are indented below its second cell.

    A line may have a million characters: rows are made when they are asked for, and kept.
    """

    def __init__(self, line: Line, width: int) -> None:
        self._rows: list[Line] = []
        self._more = _rows(line, width)

    def row(self, number: int) -> Line | None:
        """A row, counted from 0; None behind the last."""
        while number >= len(self._rows):
            following = next(self._more, None)
            if following is None:
                return None
            self._rows.append(following)
        return self._rows[number]

    @property
    def count(self) -> int:
        """How many rows there are. That takes making them all."""
        self._rows.extend(self._more)
        return len(self._rows)


class Unwrapped:
    """One line in one row of `width` cells, the first `shift` cells of it left out.

    Its first cell (the number of a line) stays. `›` at the end says that there is more.
    """

    def __init__(self, line: Line, width: int, shift: int) -> None:
        self.has_more = False
        self._row = self._cut(line, width, shift)

    @property
    def count(self) -> int:
        """One."""
        return 1

    def row(self, number: int) -> Line | None:
        """The row; None behind it."""
        return None if number else self._row

    def _cut(self, line: Line, width: int, shift: int) -> list[Cell]:
        row: list[Cell] = []
        room = width
        for number, cell in enumerate(line):
            text = cell.text
            if number and shift:
                end = _reach(text, 0, shift)
                shift -= width_of(text[:end])
                if end == len(text):
                    continue
                if shift:
                    # Half of a wide glyph is left out.
                    text, shift = " " + text[end + _glyph(text, end) :], 0
                else:
                    text = text[end:]
            end = _reach(text, 0, room)
            if end < len(text):
                self.has_more = True
                row.append(Cell(text[: _reach(text, 0, room - 1)], cell.tone))
                return [*row, Cell("›", Tone.DIM)]
            row.append(Cell(text, cell.tone))
            room -= width_of(text)
        return row


def wrapped(lines: Iterable[Line], width: int) -> list[Line]:
    """All rows of lines that are few."""
    found: list[Line] = []
    for line in lines:
        rows = Wrapped(line, width)
        found += [row for number in range(rows.count) if (row := rows.row(number)) is not None]
    return found


def _rows(line: Line, width: int) -> Iterator[Line]:
    width = max(1, width)
    indent = width_of(line[0].text) if len(line) > 1 else 0
    if indent * 2 >= width:
        indent = 0
    row: list[Cell] = []
    room, is_empty = width, True
    for cell in line:
        at = 0
        while at < len(cell.text):
            end, following = _break(cell.text, at, room, is_empty)
            if end > at:
                row.append(cell._replace(text=cell.text[at:end]))
                room -= width_of(row[-1].text)
                is_empty = False
            at = following
            if at < len(cell.text):
                yield row
                row = [Cell(" " * indent)] if indent else []
                room, is_empty = width - indent, True
    yield row


def _break(text: str, start: int, room: int, must: bool) -> tuple[int, int]:
    """Where the part from `start` ends that fits into `room` cells, and where the next begins.

    It ends at a space where one is near. A glyph that is wider than an empty row (`must`) is taken
    nevertheless: trying it again would not help.
    """
    end = _reach(text, start, room)
    if end == len(text):
        return end, end
    if end == start and must:
        end = start + _glyph(text, start)
    space = text.rfind(" ", start, end + 1)
    if space > start + (end - start) // 2:
        return space, space + 1
    return end, end


def _reach(text: str, start: int, room: int) -> int:
    """How far one gets from `start` in `room` cells."""
    end = min(len(text), start + room)
    if text.isascii() or text[start : end + 1].isascii():
        return end
    while start < len(text):
        part = text[start : start + room + LONGEST_GLYPH]
        glyphs = split_graphemes(part)[0]
        if len(glyphs) > 1 and start + len(part) < len(text):
            # The part may end within its last glyph.
            glyphs.pop()
        for begin, _, cells in glyphs:
            room -= cells
            if room < 0:
                return start + begin
        start += glyphs[-1][1]
    return start


def _glyph(text: str, start: int) -> int:
    """How many characters the glyph at `start` has."""
    glyphs, _ = split_graphemes(text[start : start + LONGEST_GLYPH])
    return glyphs[0][1] if glyphs else 1
