"""What one value looks like in a list: a text and a tone."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Tone(Enum):
    """How a text stands out. A tone never says something that the text does not say as well."""

    PLAIN = "plain"
    DIM = "dim"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    ACCENT = "accent"


Paint = tuple[int | None, int | None]
"""The colours of the upper and of the lower half of a cell, as 0xRRGGBB; None is the ground."""


class Cell(NamedTuple):
    """One formatted value: a single line, safe to print (no control characters, no markup).

    What is part of a picture has colours instead of a tone.
    """

    text: str
    tone: Tone | Paint = Tone.PLAIN


NULL = Cell("∅ null", Tone.DIM)
NOTHING = Cell("—", Tone.DIM)
