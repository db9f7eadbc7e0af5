"""Pictures as half blocks: a cell of a terminal shows two pixels, one above the other. Pure.

Pillow (the extra `images`) reads them: four formats, and only what has few enough pixels.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from typing import Any

from tui.core.cell import Cell, Paint

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
MOST_PIXELS = 4_000_000
"""What has more is not unpacked: a preview has the size that was asked for, some ten thousand."""
WITHOUT_PILLOW = "Pictures are drawn with Pillow: pip install 'appwrite-tui[images]'."
_OPAQUE = 128
_SHADES = " ░▒▓█"


class PictureError(Exception):
    """Something is no picture that can be drawn; the message says why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of pixels as 0xRRGGBB; None is see-through."""

    rows: Sequence[Sequence[int | None]]

    def lines(self, colourless: bool = False) -> list[list[Cell]]:
        """Two rows of pixels a line; without colours, in shades."""
        rows = [*self.rows, [None] * len(self.rows[0])] if len(self.rows) % 2 else self.rows
        pairs = zip(rows[::2], rows[1::2], strict=True)
        make = _shades if colourless else _half_blocks
        return [make(list(zip(upper, lower, strict=True))) for upper, lower in pairs]


def is_drawable() -> bool:
    """Whether Pillow is there."""
    return find_spec("PIL") is not None


def read(content: bytes, columns: int, rows: int) -> Picture:
    """A picture made to fit into so many cells. Raises PictureError, whatever the bytes are."""
    image = _pillow()
    try:
        with image.open(io.BytesIO(content), formats=FORMATS) as found:
            width, height = found.size
            if width * height > MOST_PIXELS or not width * height:
                raise PictureError(f"It has {width:,} × {height:,} pixels: that is not unpacked.")
            found.thumbnail((columns, rows * 2))
            pixels = found.convert("RGBA")
    except PictureError:
        raise
    except image.UnidentifiedImageError as error:
        said = f"What the server sent as a preview is no picture: {_beginning(content)}"
        raise PictureError(said) from error
    except Exception as error:
        # A broken picture may raise anything in there.
        raise PictureError(f"The picture is broken ({type(error).__name__}).") from error
    data = pixels.tobytes()
    colours = list(map(_colour, data[0::4], data[1::4], data[2::4], data[3::4]))
    width = pixels.width
    return Picture([colours[at : at + width] for at in range(0, len(colours), width)])


@cache
def _pillow() -> Any:
    try:
        from PIL import Image
    except ImportError as error:
        raise PictureError(WITHOUT_PILLOW) from error
    # It would print a warning about large pictures, over the screen.
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    return Image


def _colour(red: int, green: int, blue: int, alpha: int) -> int | None:
    return None if alpha < _OPAQUE else red << 16 | green << 8 | blue


def _half_blocks(paints: Sequence[Paint]) -> list[Cell]:
    cells = []
    for paint, run in groupby(paints):
        upper, lower = paint
        glyph = "▀" if upper is not None else " " if lower is None else "▄"
        text = glyph * len(list(run))
        cells.append(Cell(text) if glyph == " " else Cell(text, paint))
    return cells


def _shades(paints: Sequence[Paint]) -> list[Cell]:
    def shade(paint: Paint) -> str:
        light = sum(_light(one) for one in paint) / 2
        return _SHADES[min(len(_SHADES) - 1, int(light * len(_SHADES) / 256))]

    return [Cell("".join(map(shade, paints)))]


def _light(colour: int | None) -> float:
    if colour is None:
        return 0
    return 0.3 * (colour >> 16) + 0.59 * (colour >> 8 & 255) + 0.11 * (colour & 255)


def _beginning(content: bytes) -> str:
    from tui.core.text import safe

    return safe(content[:60].decode("utf-8", "replace")) or "nothing"
