"""How things look: the terminal's own colours, one accent, tones for states only."""

from __future__ import annotations

import os

from rich.style import Style

from tui.core.cell import Tone

COLOURLESS = "NO_COLOR" in os.environ
"""https://no-color.org: whoever sets it gets bold, dim and reverse only."""

PINK = "#fd366e"


def _colour(name: str, bold: bool = False) -> Style:
    return Style(bold=bold or None) if COLOURLESS else Style(color=name, bold=bold or None)


def ground(name: str) -> Style:
    """A bold text on one of the terminal's colours."""
    return _colour(name, bold=True) + Style(reverse=True)


TONES: dict[Tone, Style] = {
    Tone.PLAIN: Style(),
    Tone.DIM: Style(dim=True),
    Tone.GOOD: _colour("green"),
    Tone.WARN: _colour("yellow"),
    Tone.BAD: _colour("red"),
    Tone.ACCENT: _colour(PINK),
}
STRONG: dict[Tone, Style] = {tone: style + Style(bold=True) for tone, style in TONES.items()}
BLANK = Style()
HEADER = Style(bold=True)
STALE = Style(dim=True)
BAR = _colour(PINK, bold=True)
MARK = _colour("yellow", bold=True)
CELL = Style(reverse=True)
HIT = Style(reverse=True)
RULE = Style(dim=True)
