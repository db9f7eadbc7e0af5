"""The inspector: one resource under several tabs, wrapped and scrolled only as far as shown."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.core.cell import Tone
from tui.widgets import styles
from tui.widgets.difference import changed_part
from tui.widgets.fit import fit
from tui.widgets.wrapping import Line, Wrapped

KEPT = 200
"""How many lines are kept wrapped."""
HEAD = 2
"""Rows above the lines: the title, the tabs."""


class Inspector(Widget):
    """Titled lines of cells under tabs.

    Only the lines that are seen are ever wrapped, so that a log of a million characters opens at
    once; where one is, is a line and a row within it.
    """

    DEFAULT_CSS = "Inspector { height: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._title = ""
        self._tabs: tuple[str, ...] = ()
        self._active = 0
        self._lines: Sequence[Line] = ()
        self._top = (0, 0)
        self._rows: list[Strip] = []
        self._kept: dict[tuple[int, int], Wrapped] = {}
        self._hit: tuple[int, int] | None = None
        self.wanted = ""
        """What is looked for; it is stressed wherever it is seen."""

    @property
    def text(self) -> str:
        """What is seen, line by line."""
        return "\n".join(row.text.rstrip() for row in self._make_rows())

    def show(self, title: str, tabs: Sequence[str], active: int, lines: Sequence[Line]) -> None:
        """Show something else, from its top, or what is new of the same, where one was reading.

        Only rows that look different are painted.
        """
        before = (self._title, self._tabs, self._active)
        self._title, self._tabs, self._active = title, tuple(tabs), active
        same = before == (title, self._tabs, active) and self._top[0] < len(lines)
        self._lines, self._top = lines, self._top if same else (0, 0)
        self._hit = self._hit if same else None
        self._kept.clear()
        self._paint()

    def scroll_rows(self, rows: int) -> None:
        """Scroll by rows, down for positive ones, as far as there is something to see."""
        bottom = self._bottom()
        for _ in range(abs(rows)):
            top = self._after(self._top) if rows > 0 else self._before(self._top)
            bottom = self._after(bottom) if rows > 0 and bottom is not None else bottom
            if top is None or (rows > 0 and bottom is None):
                break
            self._top = top
        self._paint()

    def scroll_pages(self, pages: float) -> None:
        """Scroll by what is seen at once."""
        self.scroll_rows(int(self._body_height * pages))

    def scroll_to_end(self, last: bool) -> None:
        """Go to the last lines, or to the first."""
        self._top = (0, 0)
        if last and self._lines:
            end = len(self._lines) - 1
            self._top = (end, self._wrapped(end).count - 1)
            self.scroll_rows(1 - self._body_height)
        self._paint()

    def look_for(self, wanted: str) -> None:
        """Stress a text wherever it is seen; upper and lower case are the same."""
        self.wanted, self._hit = wanted, None
        self._paint()

    def go_to_hit(self, forward: bool) -> bool | None:
        """Scroll to the next line with the text (or the one before) and stress it.

        True where that led around the end of the lines, None where the text is nowhere.
        """
        wanted, count = self.wanted.casefold(), len(self._lines)
        start = self._top[0] - 1 if self._hit is None else self._hit[0]
        step = 1 if forward else -1
        for distance in range(1, count + 1):
            line = (start + step * distance) % count
            if wanted in "".join(cell.text for cell in self._lines[line]).casefold():
                around = line <= start if forward else line >= start
                self._hit = self._top = (line, self._row_with(line, wanted))
                self._paint()
                return around and start >= 0
        return None

    def _row_with(self, line: int, wanted: str) -> int:
        """The first row of a line where a text begins that may go on in the next."""
        wrapped, number, before = self._wrapped(line), 0, ""
        while (row := wrapped.row(number)) is not None:
            text = "".join(cell.text for cell in row).casefold()
            if wanted in before + text:
                return max(0, number if wanted in text else number - 1)
            before, number = text, number + 1
        return 0

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of a region, made when something changed and not again."""
        width, height = self.size
        if len(self._rows) != height or (self._rows and self._rows[0].cell_length != width):
            self._rows = self._make_rows()
        return [self._rows[y].crop(crop.x, crop.right) for y in crop.line_range]

    @property
    def _body_height(self) -> int:
        return max(1, self.size.height - HEAD)

    @property
    def _body_width(self) -> int:
        return max(1, self.size.width - 2)

    def _wrapped(self, line: int) -> Wrapped:
        key = (line, self._body_width)
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[key] = Wrapped(self._lines[line], self._body_width)
        return self._kept[key]

    def _after(self, place: tuple[int, int]) -> tuple[int, int] | None:
        """The row below one, None at the end."""
        line, row = place
        if line < len(self._lines) and self._wrapped(line).row(row + 1) is not None:
            return (line, row + 1)
        return (line + 1, 0) if line + 1 < len(self._lines) else None

    def _before(self, place: tuple[int, int]) -> tuple[int, int] | None:
        """The row above one, None at the start."""
        line, row = place
        if row > 0:
            return (line, row - 1)
        return (line - 1, self._wrapped(line - 1).count - 1) if line > 0 else None

    def _bottom(self) -> tuple[int, int] | None:
        """The last row that is seen, None where there is room left below all of them."""
        place: tuple[int, int] | None = self._top
        for _ in range(self._body_height - 1):
            place = None if place is None else self._after(place)
        return place

    def _paint(self) -> None:
        before, self._rows = self._rows, self._make_rows()
        if len(before) != len(self._rows):
            self.refresh()
            return
        pairs = enumerate(zip(before, self._rows, strict=True))
        changed = [changed_part(old, new, y) for y, (old, new) in pairs if old != new]
        if changed:
            self.refresh(*changed)

    def _make_rows(self) -> list[Strip]:
        height = self.size.height
        rows = [self._row([Segment(fit(self._title, self._body_width), styles.HEADER)])]
        rows.append(self._row(self._tab_segments()))
        line, row = self._top
        if row and self._wrapped(line).row(row) is None:
            # In another width the line has fewer rows.
            self._top = (line, 0)
        place: tuple[int, int] | None = self._top if self._lines else None
        while len(rows) < height and place is not None:
            cells = self._wrapped(place[0]).row(place[1]) or ()
            rows.append(self._row(self._stressed(cells)))
            place = self._after(place)
        rows += [self._row([])] * (height - len(rows))
        return rows[:height]

    def _stressed(self, cells: Line) -> list[Segment]:
        """The cells of a row, what is looked for reversed in them."""
        segments: list[Segment] = []
        for cell in cells:
            look, at = styles.TONES[cell.tone], 0
            folded, wanted = cell.text.casefold(), self.wanted.casefold()
            # A text that grows when its case is folded cannot be cut by the folded one's places.
            found = folded.find(wanted) if wanted and len(folded) == len(cell.text) else -1
            while found >= 0:
                end = found + len(wanted)
                segments.append(Segment(cell.text[at:found], look))
                segments.append(Segment(cell.text[found:end], look + styles.HIT))
                at, found = end, folded.find(wanted, end)
            segments.append(Segment(cell.text[at:], look))
        return segments

    def _tab_segments(self) -> list[Segment]:
        segments: list[Segment] = []
        for number, label in enumerate(self._tabs):
            look = styles.STRONG[Tone.ACCENT] if number == self._active else styles.TONES[Tone.DIM]
            segments += [Segment(label, look), Segment("  ", styles.BLANK)]
        return segments

    def _row(self, segments: list[Segment]) -> Strip:
        rule = Segment("│ ", styles.RULE)
        return Strip([rule, *segments]).adjust_cell_length(self.size.width)
