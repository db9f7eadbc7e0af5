"""A titled sheet of text that lies over the screen: help, the request log."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.core.cell import Tone
from tui.widgets import styles
from tui.widgets.fit import width_of
from tui.widgets.wrapping import Line, wrapped


class Sheet(Widget):
    """Lines in a frame. It is switched by `visible`: that repaints its own area and no more."""

    DEFAULT_CSS = (
        "Sheet { layer: sheet; width: 1fr; height: 1fr; margin: 2 4; visibility: hidden; }"
    )

    class Closed(Message):
        """The sheet was put away."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._title = ""
        self._lines: Sequence[Line] = ()
        self._wrapped: tuple[int, Sequence[Line]] = (0, ())
        self._top = 0
        self.told: Callable[[Message], object] = self.post_message
        """Hears that it was closed; the screen listens at once, before the next key."""

    @property
    def text(self) -> str:
        """What is seen, line by line."""
        return "\n".join(self.render_line(y).text.rstrip() for y in range(self.size.height))

    def open(self, title: str, lines: Sequence[Line]) -> None:
        """Lie over the screen."""
        self._title, self._lines, self._top = title, lines, 0
        self._wrapped = (0, ())
        self.visible = True
        self.refresh()

    def update_lines(self, lines: Sequence[Line]) -> None:
        """Say something newer, where one was reading."""
        if lines != self._lines:
            self._lines, self._wrapped = lines, (0, ())
            self._top = max(0, min(self._top, len(self._rows) - self._height))
            self.refresh()

    def close(self) -> None:
        """Be put away."""
        self.visible = False
        self.told(self.Closed())

    def scroll_by(self, lines: int) -> None:
        """Scroll, as far as there is something to see."""
        top = max(0, min(self._top + lines, len(self._rows) - self._height))
        if top != self._top:
            self._top = top
            self.refresh()

    @property
    def _rows(self) -> Sequence[Line]:
        """The lines, broken where they are too long."""
        width = max(1, self.size.width - 4)
        if self._wrapped[0] != width:
            self._wrapped = (width, wrapped(self._lines, width))
        return self._wrapped[1]

    @property
    def _height(self) -> int:
        return max(1, self.size.height - 2)

    def render_line(self, y: int) -> Strip:
        """The frame, and the lines within."""
        width = self.size.width
        inner = max(0, width - 4)
        if y == 0:
            title = f" {self._title} "
            line = "─" * max(0, width - 3 - width_of(title))
            return self._framed(f"┌─{title}{line}┐")
        if y == self.size.height - 1:
            more = len(self._rows) - self._top - self._height
            note = f" {more} more ↓ · esc closes " if more > 0 else " esc closes "
            line = "─" * max(0, width - 3 - width_of(note))
            return self._framed(f"└{line}{note}─┘")
        number = self._top + y - 1
        cells = self._rows[number] if number < len(self._rows) else ()
        body = Strip([Segment(cell.text, styles.TONES[cell.tone]) for cell in cells])
        edge = styles.TONES[Tone.DIM]
        body = body.adjust_cell_length(inner)
        return Strip([Segment("│ ", edge), *body, Segment(" │", edge)]).adjust_cell_length(width)

    def _framed(self, text: str) -> Strip:
        return Strip([Segment(text, styles.TONES[Tone.DIM])]).adjust_cell_length(self.size.width)

    def press(self, key: str) -> None:
        """Take a key: scroll, or be put away."""
        steps = {
            **dict.fromkeys(("j", "down"), 1),
            **dict.fromkeys(("k", "up"), -1),
            **dict.fromkeys(("pagedown", "space", "ctrl+f"), self._height),
            **dict.fromkeys(("pageup", "ctrl+b"), -self._height),
            **dict.fromkeys(("g", "home"), -len(self._rows)),
            **dict.fromkeys(("G", "end"), len(self._rows)),
            "ctrl+d": self._height // 2,
            "ctrl+u": -self._height // 2,
        }
        if key in steps:
            self.scroll_by(steps[key])
        elif key in ("escape", "q", "enter", "question_mark", "f1", "exclamation_mark"):
            self.close()

    def on_mouse_scroll_down(self) -> None:
        self.scroll_by(3)

    def on_mouse_scroll_up(self) -> None:
        self.scroll_by(-3)
