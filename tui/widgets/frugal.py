"""A widget that paints only what looks different from what the terminal has."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.onscreen import FIXED, OnScreen


class Frugal(Widget):
    """Whoever inherits says what `all_rows` there are, and by how many lines they are scrolled."""

    _waits = False
    fixed = FIXED
    """Lines at the top that never scroll."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._on_screen = OnScreen(self, self.fixed)

    def all_rows(self) -> list[Strip]:
        """All lines of the widget as they should be now."""
        raise NotImplementedError

    @property
    def scrolled(self) -> int:
        """The number of the first line that scrolls; what moves it moves the lines."""
        return 0

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Ask for paint. Which parts need it is found out when it comes to painting."""
        self._waits = True
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def _exchange_repaint_regions(self) -> Collection[Region]:
        """What must be painted: Textual asks right before it paints, and then paints just that."""
        super()._exchange_repaint_regions()
        self._waits = False
        if self._on_screen.awaits_layout:
            return self._on_screen.forget()
        return self._on_screen.update(self.all_rows(), self.scrolled)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of a region, as they were when Textual last asked what must be painted.

        Where it paints without asking (a neighbour, the whole screen), newer lines must not be
        mixed with older ones that stay on the terminal; they come with a paint of their own.
        """
        if not self._on_screen.is_current:
            self._on_screen.put(self.all_rows(), self.scrolled)
        elif self._waits:
            self.refresh()
        rows = [self._on_screen.rows[y] for y in crop.line_range]
        whole = crop.x == 0 and crop.right >= self.size.width
        return rows if whole else [row.crop(crop.x, crop.right) for row in rows]
