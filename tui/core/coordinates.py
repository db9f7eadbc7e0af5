"""Points, lines and polygons as they are typed: as JSON, or simply as coordinates.

A point is `13.405, 52.52`, longitude first; further points follow behind a semicolon, the next ring
of a polygon behind a bar: `0 0; 0 1; 1 1; 0 0 | …`.
"""

from __future__ import annotations

import json
import re
from typing import Any

from tui.core.spec import Shape

HINTS = {
    Shape.POINT: "longitude, latitude",
    Shape.LINE: "longitude, latitude; longitude, latitude; …",
    Shape.POLYGON: "points of a ring behind each other, the first again at the end; | next ring",
}
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_GAP = re.compile(r"\s*,\s*|\s+")


def coordinates(shape: Shape, text: str) -> Any:
    """The lists of numbers that a text means. ValueError where it means none."""
    text = text.strip()
    if text.startswith("["):
        try:
            return json.loads(text)
        except RecursionError as error:
            raise ValueError("it nests too deep") from error
    if shape is Shape.POINT:
        return _pair(text)
    if shape is Shape.LINE:
        return _points(text)
    return [_points(ring) for ring in text.split("|")]


def _points(text: str) -> list[list[float]]:
    return [_pair(one) for one in text.split(";") if one.strip()]


def _pair(text: str) -> list[float]:
    parts = _GAP.split(text.strip())
    if len(parts) != 2 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise ValueError(f"{text.strip()!r} is no longitude and latitude")
    return [int(part) if re.fullmatch(r"[+-]?[0-9]+", part) else float(part) for part in parts]
