"""The inspector: one resource under several tabs, wrapped and scrolled only as far as shown."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip

from tui.core.cell import Tone
from tui.core.text_lines import TextLines
from tui.widgets import styles
from tui.widgets.fit import fit, width_of
from tui.widgets.frugal import Frugal
from tui.widgets.wrapping import Line, Unwrapped, Wrapped

KEPT = 200
"""How many lines are kept wrapped."""
HEAD = 2
"""Rows above the lines: the title, the tabs."""
FAR = 1_000_000
"""Rows from one place to another that is not reached by scrolling."""
SIDE = 8
"""Cells that a long line moves to the side at once."""


class Inspector(Frugal):
    """Titled lines of cells under tabs.

    Only the lines that are seen are ever wrapped, so that a log of a million characters opens at
    once; where one is, is a line and a row within it.
    """

    fixed = HEAD

    DEFAULT_CSS = "Inspector { height: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._title = ""
        self._tabs: tuple[str, ...] = ()
        self._active = 0
        self._lines: Sequence[Line] = ()
        self._top = (0, 0)
        self._scrolled = 0
        self._kept: dict[tuple[int, int], Wrapped | Unwrapped] = {}
        self._hit: tuple[int, int] | None = None
        self._shift = 0
        self.wraps = True
        """Whether a long line of a text goes on in the next row; else it ends at the edge."""
        self.wanted = ""
        """What is looked for; it is stressed wherever it is seen."""

    @property
    def text(self) -> str:
        """What is seen, line by line."""
        return "\n".join(row.text.rstrip() for row in self.all_rows())

    def show(self, title: str, tabs: Sequence[str], active: int, lines: Sequence[Line]) -> None:
        """Show something else, from its top, or what is new of the same, where one was reading.

        Only rows that look different are painted.
        """
        same = (title, tuple(tabs), active) == (self._title, self._tabs, self._active)
        if same and isinstance(lines, TextLines) and lines == self._lines:
            # What was found out of a long text stays known.
            lines = self._lines
        same = same and _has(lines, self._top[0])
        self._title, self._tabs, self._active = title, tuple(tabs), active
        self._lines = lines
        if not same:
            self._hit, self._shift = None, 0
            self._go((0, 0))
        self._kept.clear()
        self.refresh()

    @property
    def is_text(self) -> bool:
        """Whether it shows a text: a log, a response."""
        return isinstance(self._lines, TextLines)

    def wrap(self) -> bool:
        """Let long lines of a text go on in the next row, or end at the edge: what it is now."""
        self.wraps = not self.wraps
        self._shift = 0
        self._go((self._top[0], 0))
        self._kept.clear()
        self.refresh()
        return self.wraps

    def scroll_columns(self, steps: int) -> None:
        """Move lines that end at the edge to the side, as far as one of them goes on."""
        rows = self._kept.values()
        if steps > 0 and not any(isinstance(one, Unwrapped) and one.has_more for one in rows):
            return
        self._shift = max(0, self._shift + steps * SIDE)
        self._kept.clear()
        self.refresh()

    def scroll_rows(self, rows: int) -> None:
        """Scroll by rows, down for positive ones, as far as there is something to see."""
        bottom = self._bottom()
        for _ in range(abs(rows)):
            top = self._after(self._top) if rows > 0 else self._before(self._top)
            bottom = self._after(bottom) if rows > 0 and bottom is not None else bottom
            if top is None or (rows > 0 and bottom is None):
                break
            self._top = top
            self._scrolled += 1 if rows > 0 else -1
        self.refresh()

    def scroll_pages(self, pages: float) -> None:
        """Scroll by what is seen at once."""
        self.scroll_rows(int(self._body_height * pages))

    def scroll_to_end(self, last: bool) -> None:
        """Go to the last lines, or to the first."""
        self._go((0, 0))
        if last and self._lines:
            end = len(self._lines) - 1
            self._go((end, self._wrapped(end).count - 1))
            self.scroll_rows(1 - self._body_height)
        self.refresh()

    def look_for(self, wanted: str) -> None:
        """Stress a text wherever it is seen; upper and lower case are the same."""
        self.wanted, self._hit = wanted, None
        self.refresh()

    def go_to_hit(self, forward: bool) -> bool | None:
        """Scroll to the next line with the text (or the one before) and stress it.

        True where that led around the end of the lines, None where the text is nowhere.
        """
        if isinstance(self._lines, TextLines):
            return self._take_hit(
                self._lines.with_text(self.wanted, self._from, forward), forward, self.wanted
            )
        wanted, count = self.wanted.casefold(), len(self._lines)
        step = 1 if forward else -1
        for distance in range(1, count + 1):
            line = (self._from + step * distance) % count
            if wanted in "".join(cell.text for cell in self._lines[line]).casefold():
                return self._take_hit(line, forward, wanted)
        return None

    def go_to_error(self, forward: bool) -> bool | None:
        """Scroll to the next line of a log that tells of an error; answers as `go_to_hit`."""
        if not isinstance(self._lines, TextLines):
            return None
        return self._take_hit(self._lines.with_error(self._from, forward), forward, "")

    @property
    def _from(self) -> int:
        """The line from which is looked on: that of the last hit, else the one before the top."""
        return self._top[0] - 1 if self._hit is None else self._hit[0]

    def _take_hit(self, line: int | None, forward: bool, wanted: str) -> bool | None:
        if line is None:
            return None
        start = self._from
        around = line <= start if forward else line >= start
        if self.is_text and not self.wraps:
            self._shift_to(line, wanted.casefold())
        self._hit = (line, self._row_with(line, wanted.casefold()) if wanted else 0)
        self._go(self._hit)
        self.refresh()
        return around and start >= 0

    def _shift_to(self, line: int, wanted: str) -> None:
        """Move to the side until a text of a line that ends at the edge is seen."""
        sign, *cells = self._lines[line]
        text = "".join(cell.text for cell in cells)
        at = width_of(text[: max(0, text.casefold().find(wanted))])
        room = self._body_width - width_of(sign.text)
        if not self._shift <= at < self._shift + room - width_of(wanted):
            self._shift = max(0, at - room // 3)
            self._kept.clear()

    def _row_with(self, line: int, wanted: str) -> int:
        """The first row of a line where a text begins that may go on in the next."""
        wrapped, number, before = self._wrapped(line), 0, ""
        while (row := wrapped.row(number)) is not None:
            text = "".join(cell.text for cell in row).casefold()
            if wanted in before + text:
                return max(0, number if wanted in text else number - 1)
            before, number = text, number + 1
        return 0

    @property
    def scrolled(self) -> int:
        return self._scrolled

    def _go(self, place: tuple[int, int]) -> None:
        """Show the lines from another place on, one that is not reached by scrolling."""
        self._top = place
        self._scrolled += FAR

    @property
    def _body_height(self) -> int:
        return max(1, self.size.height - HEAD)

    @property
    def _body_width(self) -> int:
        return max(1, self.size.width - 2)

    def _wrapped(self, line: int) -> Wrapped | Unwrapped:
        key = (line, self._body_width)
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            if self.is_text and not self.wraps:
                self._kept[key] = Unwrapped(self._lines[line], self._body_width, self._shift)
            else:
                self._kept[key] = Wrapped(self._lines[line], self._body_width)
        return self._kept[key]

    def _after(self, place: tuple[int, int]) -> tuple[int, int] | None:
        """The row below one, None at the end."""
        line, row = place
        if _has(self._lines, line) and self._wrapped(line).row(row + 1) is not None:
            return (line, row + 1)
        return (line + 1, 0) if _has(self._lines, line + 1) else None

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

    def all_rows(self) -> list[Strip]:
        height = self.size.height
        rows = [self._row([Segment(fit(self._title, self._body_width), styles.HEADER)])]
        rows.append(self._row(self._tab_segments()))
        line, row = self._top
        if row and (not _has(self._lines, line) or self._wrapped(line).row(row) is None):
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


def _has(lines: Sequence[Line], number: int) -> bool:
    """Whether there is a line with this number; how many there are need not be known."""
    return lines.has(number) if isinstance(lines, TextLines) else number < len(lines)
