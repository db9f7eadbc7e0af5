"""A line of pieces, repainted only where it looks different."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.difference import changed_part
from tui.widgets.fit import width_of
from tui.widgets.pieces import Piece, arrange, drawn


class Bar(Widget):
    """One line of pieces, repainted only when it looks different."""

    DEFAULT_CSS = "Bar { height: 1; width: 1fr; }"

    class PieceClicked(Message):
        """A piece with a name was clicked."""

        def __init__(self, bar: Bar, name: str) -> None:
            super().__init__()
            self.bar = bar
            self.name = name

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._pieces: tuple[Piece, ...] = ()

    @property
    def text(self) -> str:
        """What the bar says, as it is seen."""
        return self.render_line(0).text.rstrip()

    def show(self, pieces: Sequence[Piece]) -> None:
        """Say something else."""
        if tuple(pieces) == self._pieces:
            return
        before = self.render_line(0)
        self._pieces = tuple(pieces)
        after = self.render_line(0)
        if before != after:
            self.refresh(changed_part(before, after, 0))

    def render_line(self, y: int) -> Strip:
        """The bar's only line."""
        return Strip(drawn(self._pieces, self.size.width)).adjust_cell_length(self.size.width)

    def on_click(self, event: events.Click) -> None:
        for x, text, piece in arrange(self._pieces, self.size.width):
            if piece.name and x <= event.x < x + width_of(text):
                self.post_message(self.PieceClicked(self, piece.name))
