"""A framed panel that lies over the screen and repaints only the cells that changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.core.cell import Tone
from tui.core.text import safe
from tui.widgets import styles
from tui.widgets.difference import changed_part
from tui.widgets.fit import cut, width_of

EDGES = 4
"""Cells of a line that the frame takes."""

Row = Sequence[Segment]


class Panel(Widget):
    """Rows in a frame. It is switched by `visible`; who inherits says what `rows` it has.

    It is never focused: the screen hands it its keys.
    """

    # Docked: those that wait in the same layer would share the height with it otherwise.
    DEFAULT_CSS = """
    Panel { layer: panel; dock: top; width: 100%; height: 100%; margin: 2 0 1 0; }
    Panel { visibility: hidden; }
    """

    class Turned(Message):
        """It was laid over the screen, or put away."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._strips: list[Strip] = []
        self.told: Callable[[Message], object] = self.post_message
        """Hears what a key made of it; the screen listens at once, before the next key."""
        self.asks = False
        """Whether it asks something that is not to be answered unread."""
        self.unread = 0
        """How many keys were typed before that was asked, and not taken for an answer."""

    @property
    def text(self) -> str:
        """What is seen, line by line."""
        return "\n".join(strip.text.rstrip() for strip in self._make())

    @property
    def inner_width(self) -> int:
        """Cells of a row."""
        return max(1, self.size.width - EDGES)

    @property
    def inner_height(self) -> int:
        """How many rows there is room for."""
        return max(1, self.size.height - 2)

    def head(self) -> str:
        """What stands in the upper edge."""
        return ""

    def foot(self) -> Row:
        """What stands in the lower edge."""
        return ()

    def rows(self) -> Sequence[Row]:
        """What stands within, at most `inner_height` rows."""
        return ()

    def is_ready(self, key: str) -> bool:
        """Whether a key can be taken now, or has to wait for what is on its way."""
        return True

    def press(self, key: str, character: str | None) -> None:
        """Take a key."""

    def close(self) -> None:
        """Be put away."""
        self.visible = False
        self.told(Panel.Turned())

    def show(self) -> None:
        """Lie over the screen."""
        self.unread = 0
        self._strips = self._make()
        self.visible = True
        self.told(Panel.Turned())
        self.refresh()

    def changed(self) -> None:
        """Something may look different: paint what does."""
        before, self._strips = self._strips, self._make()
        if len(before) != len(self._strips):
            self.refresh()
            return
        pairs = enumerate(zip(before, self._strips, strict=True))
        parts = [changed_part(old, new, y) for y, (old, new) in pairs if old != new]
        if parts:
            self.refresh(*parts)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of a region, made when something changed and not again."""
        width, height = self.size
        if len(self._strips) != height or (self._strips and self._strips[0].cell_length != width):
            self._strips = self._make()
        return [self._strips[y].crop(crop.x, crop.right) for y in crop.line_range]

    def _make(self) -> list[Strip]:
        height = self.size.height
        if height < 2:
            return [Strip([]).adjust_cell_length(self.size.width)] * height
        body = list(self.rows())[: height - 2]
        body += [()] * (height - 2 - len(body))
        edge = styles.TONES[Tone.DIM]
        strips = [self._edge("┌─", [Segment(f" {self.head()} ", styles.HEADER)], "┐")]
        for row in body:
            inner = Strip(list(map(_plain, row))).adjust_cell_length(self.inner_width)
            strips.append(Strip([Segment("│ ", edge), *inner, Segment(" │", edge)]))
        return [*strips, self._edge("└─", [*self._unread(), *self.foot()], "┘")]

    def _unread(self) -> Row:
        if not self.asks or not self.unread:
            return ()
        keys = "1 key" if self.unread == 1 else f"{self.unread} keys"
        return [Segment(f" {keys} typed before this was asked ", styles.STRONG[Tone.WARN])]

    def _edge(self, left: str, inside: list[Segment], right: str) -> Strip:
        edge = styles.TONES[Tone.DIM]
        room = max(0, self.size.width - width_of(left) - width_of(right))
        told = Strip(list(map(_plain, inside)))
        if told.cell_length > room:
            told = Strip([Segment(cut(told.text, room), inside[0].style)])
        line = "─" * (room - told.cell_length)
        return Strip([Segment(left, edge), *told, Segment(line + right, edge)])


def _plain(segment: Segment) -> Segment:
    """Whatever a panel shows, nothing of it is an order to the terminal."""
    text = segment.text
    return segment if text.isprintable() else Segment(safe(text), segment.style)
