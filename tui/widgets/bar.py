"""A line of pieces: what matters stands first and stays, the rest goes where there is no room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.core.cell import Tone
from tui.widgets import styles
from tui.widgets.difference import changed_part
from tui.widgets.fit import fit, width_of

GAP = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or two of a bar. `keep` marks those that are never dropped; `right` puts it there.

    One that is `firm` is dropped after all others. A piece with a `name` can be clicked.
    """

    text: str
    tone: Tone = Tone.PLAIN
    keep: bool = False
    firm: bool = False
    strong: bool = False
    right: bool = False
    name: str = ""
    colour: str = ""
    """One of the terminal's colours, as the ground below the text."""


def arrange(pieces: Sequence[Piece], width: int) -> list[tuple[int, str, Piece]]:
    """Where each piece begins and what is left of its text; later pieces are dropped first."""
    shown = [piece for piece in pieces if piece.text]
    while _needed(shown) > width:
        loose = [piece for piece in shown if not piece.keep]
        if not loose:
            break
        shown.remove(([piece for piece in loose if not piece.firm] or loose)[-1])
    placed, x = [], 1
    for piece in (piece for piece in shown if not piece.right):
        text = piece.text
        if x + width_of(text) > width:
            text = fit(text, max(0, width - x))
        if text:
            placed.append((x, text, piece))
        x += width_of(text) + GAP
    right = [piece for piece in shown if piece.right]
    x = max(x, width - sum(width_of(piece.text) + GAP for piece in right) + GAP - 1)
    for piece in right:
        placed.append((x, piece.text, piece))
        x += width_of(piece.text) + GAP
    return placed


def _needed(pieces: Sequence[Piece]) -> int:
    return 1 + sum(width_of(piece.text) + GAP for piece in pieces)


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
        segments: list[Segment] = []
        end = 0
        for x, text, piece in arrange(self._pieces, self.size.width):
            tones = styles.STRONG if piece.strong else styles.TONES
            look = styles.ground(piece.colour) if piece.colour else tones[piece.tone]
            segments += [Segment(" " * (x - end), styles.BLANK), Segment(text, look)]
            end = x + width_of(text)
        return Strip(segments).adjust_cell_length(self.size.width)

    def on_click(self, event: events.Click) -> None:
        for x, text, piece in arrange(self._pieces, self.size.width):
            if piece.name and x <= event.x < x + width_of(text):
                self.post_message(self.PieceClicked(self, piece.name))
