"""The pieces of a one-line bar: which of them there is room for, and where. Free of Textual.

What matters stands first and stays, the rest goes where there is no room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment

from tui.core.cell import Tone
from tui.widgets import styles
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


def drawn(pieces: Sequence[Piece], width: int) -> list[Segment]:
    """The bar as it is drawn, without what would pad it to its width."""
    segments: list[Segment] = []
    end = 0
    for x, text, piece in arrange(pieces, width):
        tones = styles.STRONG if piece.strong else styles.TONES
        look = styles.ground(piece.colour) if piece.colour else tones[piece.tone]
        segments += [Segment(" " * (x - end), styles.BLANK), Segment(text, look)]
        end = x + width_of(text)
    return segments
