"""Owns the shapes of spatial columns and the SQL functions that compare them.

A point is `[x, y]` (longitude, latitude), a line a list of points, a polygon a list of closed
rings of which the first is the outer one. Distances are in degrees, or in meters on a sphere.
"""

from __future__ import annotations

import itertools
import json
import math
import sqlite3
from collections.abc import Callable
from typing import Any

Point = tuple[float, float]
Segment = tuple[Point, Point]
_EARTH = 6_370_986.0
"""Radius in meters that MariaDB's ST_Distance_Sphere takes."""


class Shape:
    """A point, line or polygon as points, edges and rings."""

    def __init__(self, raw: Any) -> None:
        depth, probe = 0, raw
        while isinstance(probe, list) and probe:
            depth, probe = depth + 1, probe[0]
        self.rings = [[_point(each) for each in ring] for ring in raw] if depth == 3 else []
        lines = self.rings or ([[_point(each) for each in raw]] if depth == 2 else [])
        self.points = [point for line in lines for point in line] or [_point(raw)]
        self.edges = [pair for line in lines for pair in itertools.pairwise(line)]

    def covers(self, point: Point) -> bool:
        """Whether a point lies in the polygon or on its edge."""
        if any(_on_segment(point, edge) for edge in self.edges):
            return True
        inside = [_in_ring(point, ring) for ring in self.rings]
        return bool(inside) and inside[0] and not any(inside[1:])


def is_shape(raw: Any) -> bool:
    """Whether a JSON value is a point, line or polygon."""
    try:
        Shape(raw)
    except (TypeError, ValueError, IndexError, KeyError):
        return False
    return True


def _point(raw: Any) -> Point:
    return float(raw[0]), float(raw[1])


def _in_ring(point: Point, ring: list[Point]) -> bool:
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _on_segment(point: Point, segment: Segment) -> bool:
    (x1, y1), (x2, y2) = segment
    between = min(x1, x2) <= point[0] <= max(x1, x2) and min(y1, y2) <= point[1] <= max(y1, y2)
    return between and abs(_side(segment[0], segment[1], point)) < 1e-12


def _segments_cross(one: Segment, two: Segment) -> bool:
    """Whether two segments cross at a point inside both."""
    first = _side(*one, two[0]) * _side(*one, two[1])
    second = _side(*two, one[0]) * _side(*two, one[1])
    return first < 0 and second < 0


def _intersects(a: Shape, b: Shape) -> bool:
    if any(_segments_cross(one, two) for one in a.edges for two in b.edges):
        return True
    if any(b.covers(point) for point in a.points) or any(a.covers(point) for point in b.points):
        return True
    return not a.edges and not b.edges and a.points == b.points


def _contains(a: Shape, b: Shape) -> bool:
    crossing = any(_segments_cross(one, two) for one in a.edges for two in b.edges)
    return not crossing and all(a.covers(point) for point in b.points)


def _inner_meeting(a: Shape, b: Shape) -> bool:
    """Whether the insides of two shapes meet, not just their edges."""
    if any(_segments_cross(one, two) for one in a.edges for two in b.edges):
        return True
    strictly = [
        any(_in_ring(point, shape.rings[0]) for point in other.points)
        for shape, other in ((a, b), (b, a))
        if shape.rings
    ]
    return any(strictly)


def _overlaps(a: Shape, b: Shape) -> bool:
    same_kind = bool(a.rings) == bool(b.rings)
    return same_kind and _inner_meeting(a, b) and not _contains(a, b) and not _contains(b, a)


def _crosses(a: Shape, b: Shape) -> bool:
    if a.rings and b.rings:
        return False
    return _inner_meeting(a, b) and not _contains(a, b) and not _contains(b, a)


def _touches(a: Shape, b: Shape) -> bool:
    return _intersects(a, b) and not _inner_meeting(a, b)


def _to_segment(point: Point, segment: Segment) -> float:
    (x1, y1), (x2, y2) = segment
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = ((point[0] - x1) * (x2 - x1) + (point[1] - y1) * (y2 - y1)) / length if length else 0.0
    along = max(0.0, min(1.0, along))
    nearest = (x1 + along * (x2 - x1), y1 + along * (y2 - y1))
    return math.dist(point, nearest)


def _degrees(a: Shape, b: Shape) -> float:
    if _intersects(a, b):
        return 0.0
    distances = [math.dist(one, two) for one in a.points for two in b.points]
    distances += [_to_segment(point, edge) for point in a.points for edge in b.edges]
    distances += [_to_segment(point, edge) for point in b.points for edge in a.edges]
    return min(distances)


def _on_sphere(one: Point, two: Point) -> float:
    x1, y1, x2, y2 = map(math.radians, (*one, *two))
    half = math.sin((y2 - y1) / 2) ** 2
    half += math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half)))


def _distance(held: str | None, asked: str, meters: int) -> float | None:
    if held is None:
        return None
    a, b = Shape(json.loads(held)), Shape(json.loads(asked))
    if meters:
        return min(_on_sphere(one, two) for one in a.points for two in b.points)
    return _degrees(a, b)


def _test(check: Callable[[Shape, Shape], bool]) -> Callable[[str | None, str], int | None]:
    """A check as an SQL function of two JSON texts; null stays null."""

    def function(held: str | None, asked: str) -> int | None:
        if held is None:
            return None
        return int(check(Shape(json.loads(held)), Shape(json.loads(asked))))

    return function


def register(connection: sqlite3.Connection) -> None:
    """Make the functions known to a connection."""
    tests = {
        "geo_intersects": _intersects,
        "geo_contains": _contains,
        "geo_overlaps": _overlaps,
        "geo_crosses": _crosses,
        "geo_touches": _touches,
        "geo_equals": lambda a, b: a.points == b.points,
    }
    for name, check in tests.items():
        connection.create_function(name, 2, _test(check), deterministic=True)
    connection.create_function("geo_distance", 3, _distance, deterministic=True)
