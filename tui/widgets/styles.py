"""How things look: the terminal's own colours, one accent, tones for states only."""

from __future__ import annotations

import os
from functools import lru_cache

from rich.color import Color, ColorSystem
from rich.color_triplet import ColorTriplet
from rich.style import Style

from tui.core.cell import Paint, Tone

COLOURLESS = "NO_COLOR" in os.environ
"""https://no-color.org: whoever sets it gets bold, dim and reverse only."""

PINK = "#fd366e"


def _colour(name: str, bold: bool = False) -> Style:
    return Style(bold=bold or None) if COLOURLESS else Style(color=name, bold=bold or None)


def ground(name: str) -> Style:
    """A bold text on one of the terminal's colours."""
    return _colour(name, bold=True) + Style(reverse=True)


def colours() -> ColorSystem | None:
    """How many colours the terminal has, told from what Textual goes by, too."""
    if os.environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return ColorSystem.TRUECOLOR
    terminal = os.environ.get("TERM", "").strip().lower()
    if terminal in ("dumb", "unknown"):
        return None
    many = terminal.rpartition("-")[2] in ("256color", "kitty")
    return ColorSystem.EIGHT_BIT if many else ColorSystem.STANDARD


class _Looks(dict[Tone | Paint, Style]):
    """How tones look; the colours of pictures are looked up in the same way."""

    def __missing__(self, paint: Tone | Paint) -> Style:
        return _painted(paint) if isinstance(paint, tuple) else BLANK


TONES = _Looks(
    {
        Tone.PLAIN: Style(),
        Tone.DIM: Style(dim=True),
        Tone.GOOD: _colour("green"),
        Tone.WARN: _colour("yellow"),
        Tone.BAD: _colour("red"),
        Tone.ACCENT: _colour(PINK),
    }
)
STRONG: dict[Tone | Paint, Style] = {
    tone: style + Style(bold=True) for tone, style in TONES.items()
}
BLANK = Style()
HEADER = Style(bold=True)
STALE = Style(dim=True)
BAR = _colour(PINK, bold=True)
MARK = _colour("yellow", bold=True)
CELL = Style(reverse=True)
HIT = Style(reverse=True)
RULE = Style(dim=True)


@lru_cache(maxsize=4096)
def _painted(paint: Paint) -> Style:
    upper, lower = (None if one is None else _rgb(one) for one in paint)
    # Where only the lower half has a colour, the glyph is the lower half.
    return Style(color=lower) if upper is None else Style(color=upper, bgcolor=lower)


def _rgb(colour: int) -> Color:
    triplet = ColorTriplet(colour >> 16, colour >> 8 & 255, colour & 255)
    return Color.from_triplet(triplet)
