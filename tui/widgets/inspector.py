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
from tui.widgets.wrapping import Line, wrap

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

    @property
    def text(self) -> str:
        """What is seen, line by line."""
        return "\n".join(row.text.rstrip() for row in self._make_rows())

    def show(self, title: str, tabs: Sequence[str], active: int, lines: Sequence[Line]) -> None:
        """Show something else, from its top; only rows that look different are painted."""
        self._title, self._tabs, self._active = title, tuple(tabs), active
        self._lines, self._top = lines, (0, 0)
        self._paint()

    def update_lines(self, lines: Sequence[Line]) -> None:
        """The same thing with newer content: one stays where one is."""
        self._lines = lines
        self._paint()

    def scroll_rows(self, rows: int) -> None:
        """Scroll by rows, down for positive ones."""
        line, row = self._top
        if rows < 0:
            for _ in range(-rows):
                if row > 0:
                    row -= 1
                elif line > 0:
                    line -= 1
                    row = len(self._wrapped(line)) - 1
        else:
            for _ in range(rows):
                if row + 1 < len(self._wrapped(line)):
                    row += 1
                elif line + 1 < len(self._lines):
                    line, row = line + 1, 0
        self._top = (line, row)
        self._paint()

    def scroll_pages(self, pages: float) -> None:
        """Scroll by what is seen at once."""
        self.scroll_rows(int(self._body_height * pages))

    def scroll_to_end(self, last: bool) -> None:
        """Go to the last lines, or to the first."""
        self._top = (0, 0)
        if last and self._lines:
            self._top = (len(self._lines) - 1, len(self._wrapped(len(self._lines) - 1)) - 1)
            self.scroll_rows(1 - self._body_height)
        self._paint()

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

    def _wrapped(self, line: int) -> list[Line]:
        if not 0 <= line < len(self._lines):
            return [()]
        return wrap(self._lines[line], self._body_width)

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
        while len(rows) < height and line < len(self._lines):
            for cells in self._wrapped(line)[row:]:
                segments = [Segment(cell.text, styles.TONES[cell.tone]) for cell in cells]
                rows.append(self._row(segments))
            line, row = line + 1, 0
        rows += [self._row([])] * (height - len(rows))
        return rows[:height]

    def _tab_segments(self) -> list[Segment]:
        segments: list[Segment] = []
        for number, label in enumerate(self._tabs):
            look = styles.STRONG[Tone.ACCENT] if number == self._active else styles.TONES[Tone.DIM]
            segments += [Segment(label, look), Segment("  ", styles.BLANK)]
        return segments

    def _row(self, segments: list[Segment]) -> Strip:
        rule = Segment("│ ", styles.RULE)
        return Strip([rule, *segments]).adjust_cell_length(self.size.width)
