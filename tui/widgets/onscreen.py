"""What the terminal shows of a widget's lines, and the least that brings it up to date.

The lines are compared at the moment of painting with those that were painted last, so whatever
happened in between (keys typed ahead, lines that arrived) costs one repaint of what differs now.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.difference import changed_part

FIXED = 1
"""Lines at the top of a grid that never scroll: the header."""


class OnScreen:
    """The painted lines of one widget. `rows` is exactly what the terminal has of it."""

    def __init__(self, widget: Widget, fixed: int = FIXED) -> None:
        """`fixed` lines at the top never scroll."""
        self.rows: list[Strip] = []
        self._widget = widget
        self._fixed = fixed
        self._top = 0

    @property
    def is_current(self) -> bool:
        """Whether the painted lines have the widget's size."""
        width, height = self._widget.size
        return len(self.rows) == height and all(row.cell_length == width for row in self.rows)

    @property
    def awaits_layout(self) -> bool:
        """Whether widgets are about to get their places, with some among them that had none.

        Asking for any place or size now makes Textual find all places out. The layout that follows
        would then see nothing new in them, and leave what has just come up unpainted.
        """
        screen = self._widget.screen
        return screen._layout_required and screen._compositor._full_map_invalidated

    @property
    def may_scroll(self) -> bool:
        """Whether the terminal can move these lines and nothing else: it moves whole rows.

        Nothing may lie over them or beside them, and no part of them may still wait for paint.
        """
        widget = self._widget
        if (
            not widget.is_mounted
            or widget.app.is_headless
            or widget.app.screen is not widget.screen
        ):
            return False
        compositor = widget.screen._compositor
        if compositor._dirty_regions or widget.app._batch_count:
            return False
        region = widget.region
        if region.x != 0 or region.width != widget.app.size.width:
            return False
        for other, (place, _) in compositor.visible_widgets.items():
            if other is widget:
                return True
            if place.overlaps(region):
                return False
        return False

    def forget(self) -> list[Region]:
        """Paint all lines, and make them only then."""
        self.rows = []
        return [self._widget._size.region]

    def put(self, rows: list[Strip], top: int) -> None:
        """Take note of lines that are painted whole."""
        self.rows, self._top = rows, top

    def update(self, rows: list[Strip], top: int) -> list[Region]:
        """Show other lines, the first of the list's being number `top`: what must be painted.

        The terminal scrolls at once where that leaves fewer lines to paint.
        """
        before, lines = self.rows, top - self._top
        current = self.is_current
        self.put(rows, top)
        if not current:
            return [self._widget.size.region]
        changed = _changed(before, rows)
        if lines and len(changed) > 2 and abs(lines) < len(rows) - self._fixed and self.may_scroll:
            moved = scrolled(before, lines, self._fixed)
            still = _changed(moved, rows)
            if len(still) < len(changed):
                left = _parts(moved, rows, still)
                self._scroll(lines, left)
                return left
        return _parts(before, rows, changed)

    def _scroll(self, lines: int, left: list[Region]) -> None:
        """Let the terminal scroll. Where only a line's last cell is left to do, do it here.

        Textual would send such a line from its beginning.
        """
        widget = self._widget
        driver = widget.app._driver
        if driver is None:
            return
        x, y = widget.region.offset
        if left:
            # The paint that follows ends this, so that both appear in one go.
            widget.app._begin_update()
        driver.write(scrolling(y + self._fixed + 1, y + widget.size.height, lines))
        for part in [part for part in left if part.x == widget.size.width - 1]:
            cell = self.rows[part.y].crop(part.x, part.right).render(widget.app.console)
            driver.write(f"\x1b[{y + part.y + 1};{x + part.x + 1}H{cell}")
            if len(left) > 1:
                left.remove(part)


def scrolled(rows: Sequence[Strip], lines: int, fixed_lines: int = FIXED) -> list[Strip]:
    """The lines as they are after scrolling up (down for negative `lines`) below the fixed ones."""
    fixed, body = list(rows[:fixed_lines]), list(rows[fixed_lines:])
    empty = [Strip.blank(rows[0].cell_length)] * min(abs(lines), len(body))
    if lines > 0:
        return fixed + body[lines:] + empty
    return fixed + empty + body[:lines]


def scrolling(first: int, last: int, lines: int) -> str:
    """What makes a terminal scroll its rows `first` to `last` (from 1) up, or down."""
    move = f"\x1b[{last};1H" + "\n" * lines if lines > 0 else f"\x1b[{first};1H" + "\x1bM" * -lines
    return f"\x1b[{first};{last}r{move}\x1b[r"


def _changed(old: Sequence[Strip], new: Sequence[Strip]) -> list[int]:
    """The numbers of the lines that differ."""
    pairs = enumerate(zip(old, new, strict=True))
    return [y for y, (one, other) in pairs if one is not other and one != other]


def _parts(old: Sequence[Strip], new: Sequence[Strip], changed: list[int]) -> list[Region]:
    """The parts that differ of lines that do."""
    return [changed_part(old[y], new[y], y) for y in changed]
