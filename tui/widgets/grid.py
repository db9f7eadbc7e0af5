"""The grid: lines of resources in columns, drawn with as few bytes as possible.

A plain widget with its own offset. It reads `Lines`, which may be of any length and not all there
yet, asks for what it shows, and repaints only what changed. Its strips are given to the compositor
as they are: no borders, no background, so that a line is one run of text wherever it can be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from tui.core.cell import Cell
from tui.core.gridstate import GridState
from tui.core.kind import Field, Resource
from tui.core.lines import Lines
from tui.widgets import drawing, position
from tui.widgets.columns import GAP, GUTTER, Column, lay_out
from tui.widgets.frugal import Frugal
from tui.widgets.wrapping import Wrapped

CACHED_LINES = 150
START = GridState()


class _NoLines:
    """The list of a grid that has not been pointed anywhere."""

    first = 0
    stop = 0

    def find(self, resource_id: str) -> int | None:
        return None

    def at(self, number: int) -> Resource | None:
        return None

    def show(self, first: int, stop: int) -> None:
        return None


class Grid(Frugal, can_focus=True):
    """A list of resources with a cursor."""

    DEFAULT_CSS = "Grid { width: 1fr; height: 1fr; }"

    class CursorMoved(Message):
        """The cursor stands on another line or column."""

    class Entered(Message):
        """A line was opened with the mouse."""

    class HeaderClicked(Message):
        """A column's name was clicked, and the cursor is in it; `also` with shift or ctrl."""

        def __init__(self, also: bool) -> None:
            super().__init__()
            self.also = also

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.empty: tuple[Cell, ...] = ()
        self._lines: Lines = _NoLines()
        self._fields: tuple[Field, ...] = ()
        self._identify: Callable[[Resource], str] = lambda resource: ""
        self._columns: tuple[Column, ...] = ()
        self._sampled = False
        self._fitted = self._laid_out_for = Size()
        self._state = GridState()
        self.signs: Mapping[str, str] = {}
        self._drawn: dict[int, tuple[Resource | None, str, Strip]] = {}
        self._typed_ahead = 0
        self._stale = False
        self._marked: frozenset[str] = frozenset()
        self._all_marked = False
        self._held = ""
        self._mark: tuple[tuple[Lines, int, int], int | None] | None = None

    # What is shown.

    @property
    def state(self) -> GridState:
        """Where one is, to come back to later."""
        return self._state

    @property
    def height(self) -> int:
        """How many lines are shown below the header; while it is hidden, how many were."""
        return max(1, (self.size.height or self._fitted.height) - 1)

    @property
    def current(self) -> Resource | None:
        """The resource under the cursor, None while it has not arrived."""
        return self._lines.at(self._state.cursor)

    @property
    def current_field(self) -> Field | None:
        """The field of the cell under the cursor."""
        number = self._state.column
        return self._fields[number] if number < len(self._fields) else None

    def width_of(self, label: str) -> int:
        """How wide a column is; 0 for one that is not in sight."""
        return next((one.width for one in self._columns if one.field.label == label), 0)

    def point(
        self,
        lines: Lines,
        fields: Sequence[Field],
        identify: Callable[[Resource], str],
        state: GridState = START,
    ) -> None:
        """Show another list, from where one was in it."""
        self._lines, self._fields, self._identify = lines, tuple(fields), identify
        self._state = state
        self._stale, self._held = False, ""
        self._typed_ahead = 0
        self._lay_out()
        self._show()
        self._hold()
        self.refresh()

    def lines_changed(self, stale: bool = False) -> None:
        """Take notice of lines that arrived or went: repaint those that look different now.

        The cursor stays on what it was on, also where that stands elsewhere now: what a key acts
        on must not change under it.
        """
        self._follow()
        self._keep_inside()
        if self._typed_ahead and self._lines.stop > self._lines.first:
            ahead, self._typed_ahead = self._typed_ahead, 0
            self.move(ahead)
        fresh = self._stale and not stale
        self._stale = stale
        if fresh or not self._sampled:
            # What was asked for anew may be wider than what was there.
            self._lay_out()
        self.refresh()

    def _follow(self) -> None:
        current, before = self.current, self._held
        number = None
        if current is not None and before and before != self._identify(current):
            number = self._lines.find(before)
        if number is not None:
            self._go(number, self._top_for(number))
        self._hold()

    def _hold(self) -> None:
        """Remember what the cursor is on."""
        current = self.current
        if current is not None:
            self._held = self._identify(current)

    def mark(self, ids: frozenset[str], everything: bool = False) -> None:
        """Mark the resources with these ids, or everything, and no others."""
        self._marked, self._all_marked = ids, everything
        self._drawn.clear()
        self.refresh()

    def fields_changed(self, fields: Sequence[Field]) -> None:
        """Show other columns of the same list; the cursor stays in its own, if that is shown."""
        before = self.current_field
        self._fields = tuple(fields)
        labels = [field.label for field in self._fields]
        known = before is not None and before.label in labels
        number = labels.index(before.label) if known and before is not None else self._state.column
        self._set(column=max(0, min(number, len(labels) - 1)))
        self._lay_out()
        self.refresh()

    def restart(self, number: int) -> None:
        """Go to a line after the lines were numbered anew from another end."""
        self._set(cursor=number, top=number - self.height + 1 if number < 0 else number)
        self._sampled = False
        self._drawn.clear()
        self._show()
        self.refresh()
        self.post_message(self.CursorMoved())

    def go(self, number: int) -> None:
        """Put the cursor on a line, scrolling as far as needed."""
        self._go(number, self._top_for(number))

    # Moving.

    def move(self, lines: int) -> None:
        """Move the cursor by lines; before there are any, as soon as they come."""
        if self._lines.stop <= self._lines.first:
            self._typed_ahead += lines
        else:
            self.go(self._clamp(self._state.cursor + lines))

    def page(self, pages: float) -> None:
        """Move cursor and window by pages (halves of them)."""
        distance = int(self.height * pages)
        cursor = self._clamp(self._state.cursor + distance)
        self._go(cursor, self._clamp_top(self._state.top + distance, cursor))

    def move_column(self, columns: int) -> None:
        """Move to another cell of the line, scrolling sideways as far as needed."""
        column = max(0, min(len(self._fields) - 1, self._state.column + columns))
        if column == self._state.column or not self._fields:
            return
        first = self._state.first_column
        self._set(column=column)
        first = min(first, column)
        while column not in [one.number for one in self._columns]:
            self._set(first_column=max(1, first))
            self._lay_out()
            if first >= column:
                break
            first += 1
        self.refresh()
        self.post_message(self.CursorMoved())

    # Drawing.

    def all_rows(self) -> list[Strip]:
        """All lines of the screen as they should be now."""
        # Textual paints a new size before it tells of it.
        self._fit()
        known = range(self._lines.first, self._lines.stop)
        rows = [self._row(y, known) for y in range(self.size.height)]
        mark = self._mark_row()
        if mark is not None:
            rows[mark + 1] = _marked(rows[mark + 1])
        return rows

    @property
    def scrolled(self) -> int:
        return self._state.top

    def _mark_row(self) -> int | None:
        """Where the mark stands. Lines that arrive do not move it under a window that rests."""
        lines, top, height = self._lines, self._state.top, self.size.height - 1
        window = (lines, top, height)
        if self._mark is None or self._mark[0] != window or self._mark[1] in (None, height - 1):
            self._mark = (window, position.row_of(top, lines.first, lines.stop, height))
        return self._mark[1]

    def render_line(self, y: int) -> Strip:
        """One line of the screen; the first is the header."""
        return self._row(y, range(self._lines.first, self._lines.stop))

    def _row(self, y: int, known: range) -> Strip:
        """The same; `known` are the numbers of the lines, which take the listing time to tell."""
        if y == 0:
            return self._strip(drawing.header(self._columns, self._stale))
        number = self._state.top + y - 1
        if number not in known:
            return self._beside(y - 1)
        if number == self._state.cursor:
            return self._cursor_line(self._lines.at(number))
        return self._line(number)

    def _beside(self, y: int) -> Strip:
        """A line without a resource; those of an empty list say why it is empty."""
        if self._lines.stop > self._lines.first or y < 1:
            return self._strip([])
        width = self.size.width - 2 * GUTTER
        rows = (Wrapped([cell], width) for cell in self.empty)
        lines = [wrapped.row(number) for wrapped in rows for number in range(wrapped.count)]
        line = lines[y - 1] if y <= len(lines) else None
        return self._strip(drawing.said(line[0]) if line else [])

    def _line(self, number: int) -> Strip:
        resource = self._lines.at(number)
        kept = self._drawn.get(number)
        sign = self._sign(resource)
        if kept is not None and kept[0] is resource and kept[1] == sign:
            return kept[2]
        strip = self._strip(drawing.line(self._columns, resource, self._is_marked(resource), sign))
        if len(self._drawn) >= CACHED_LINES:
            self._drawn.clear()
            _forget_cuts()
        self._drawn[number] = (resource, sign, strip)
        return strip

    def _cursor_line(self, resource: Resource | None) -> Strip:
        marked, chosen, sign = self._is_marked(resource), self._state.column, self._sign(resource)
        return self._strip(drawing.cursor_line(self._columns, resource, marked, chosen, sign))

    def _sign(self, resource: Resource | None) -> str:
        """What the gutter says of a resource besides its mark; `signs` is by id."""
        if resource is None or not self.signs:
            return ""
        return self.signs.get(self._identify(resource), "")

    def _is_marked(self, resource: Resource | None) -> bool:
        if resource is None:
            return False
        return self._all_marked or self._identify(resource) in self._marked

    def _strip(self, segments: list[Segment]) -> Strip:
        """Exactly as wide as the widget: a shorter one would leave old text standing."""
        return Strip(segments).adjust_cell_length(self.size.width)

    # Where things are.

    def on_resize(self, event: events.Resize) -> None:
        self._fit()
        self._show()

    def on_show(self) -> None:
        """There is room again: who says how many lines are seen has to know."""
        self.post_message(self.CursorMoved())

    def on_click(self, event: events.Click) -> None:
        number = self._state.top + event.y - 1
        if event.y and not self._lines.first <= number < self._lines.stop:
            return
        for column in self._columns:
            if column.x <= event.x < column.x + column.width + GAP:
                self._set(column=column.number)
        if event.y == 0:
            self.refresh()
            self.post_message(self.HeaderClicked(event.shift or event.ctrl))
            return
        self.go(number)
        self.refresh()
        if event.chain == 2:
            self.post_message(self.Entered())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.move(-3)

    def _fit(self) -> None:
        """Lay columns and window out for the size that the grid has now."""
        # While it was hidden, it may have been pointed elsewhere without any size.
        if not self.size or self._fitted == self.size == self._laid_out_for:
            return
        self._fitted = self.size
        self._lay_out()
        self._keep_inside()
        self._set(top=self._top_for(self._state.cursor))

    def _lay_out(self) -> None:
        self._laid_out_for = self.size
        sample = []
        for y in range(self.height):
            resource = self._lines.at(self._state.top + y)
            if resource is not None:
                sample.append(resource)
        self._sampled = bool(sample)
        width = max(1, self.size.width - position.WIDTH)
        self._columns = lay_out(self._fields, sample, width, self._state.first_column)
        self._drawn.clear()

    def _show(self) -> None:
        self._lines.show(self._state.top, self._state.top + self.height)

    def _clamp(self, number: int) -> int:
        return max(self._lines.first, min(number, self._lines.stop - 1))

    def _clamp_top(self, top: int, cursor: int) -> int:
        """A window that holds the cursor and does not reach beyond the list."""
        top = min(top, self._lines.stop - self.height)
        top = max(top, self._lines.first, cursor - self.height + 1)
        return min(top, cursor)

    def _top_for(self, cursor: int) -> int:
        """The window that shows the cursor with the least scrolling."""
        top = self._state.top
        if not self._fitted:
            # Where the window is to be shows when its size is known.
            return top
        if cursor < top or cursor >= top + self.height:
            # A jump of half a page costs less, over many moves, than a repaint for every line.
            slack = 0 if self._on_screen.may_scroll else self.height // 2
            top = cursor - slack if cursor < top else cursor - self.height + 1 + slack
        return self._clamp_top(top, cursor)

    def _keep_inside(self) -> None:
        """Take cursor and window back where the list ends before them."""
        if self._lines.stop > self._lines.first:
            cursor = self._clamp(self._state.cursor)
            top = self._clamp_top(self._state.top, cursor)
            if (cursor, top) != (self._state.cursor, self._state.top):
                self._set(cursor=cursor, top=top)

    def _go(self, cursor: int, top: int) -> None:
        """Put cursor and window somewhere and repaint what that changes."""
        before = self._state
        if self._lines.stop <= self._lines.first or (cursor, top) == (before.cursor, before.top):
            return
        self._set(cursor=cursor, top=top)
        if top != before.top:
            self._show()
        self.refresh()
        self.post_message(self.CursorMoved())

    def _set(
        self,
        *,
        cursor: int | None = None,
        top: int | None = None,
        column: int | None = None,
        first_column: int | None = None,
    ) -> None:
        old = self._state
        self._state = GridState(
            old.cursor if cursor is None else cursor,
            old.top if top is None else top,
            old.column if column is None else column,
            old.first_column if first_column is None else first_column,
        )
        if cursor is not None:
            self._held = ""
            self._hold()


def _forget_cuts() -> None:
    """Rich keeps 16,384 parts of lines that were cut: of lines that are drawn no more, 16 MB."""
    with suppress(AttributeError):
        Segment._split_cells.cache_clear()


def _marked(row: Strip) -> Strip:
    """A row with the mark of the window's position in its last cell."""
    return Strip.join([row.crop(0, row.cell_length - 1), Strip([position.MARK], 1)])
