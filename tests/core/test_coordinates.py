"""Points, lines and polygons as people type them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.spec import Shape, Spec
from tui.core.typed import InputError, read

PAIRS = st.tuples(st.integers(-180, 180), st.floats(-90, 90)).map(list)


def typed(shape: Shape, text: str) -> Any:
    return read(Spec("where", shape, shape.value), text)


@given(st.lists(PAIRS, min_size=2, max_size=5))
def test_a_line_is_the_same_as_json_and_as_coordinates(points: list[list[float]]) -> None:
    plain = "; ".join(f"{x}, {y!r}" for x, y in points)
    assert typed(Shape.LINE, plain) == typed(Shape.LINE, json.dumps(points)) == points


def test_rings_follow_each_other() -> None:
    outer, inner = [[0, 0], [0, 9], [9, 9], [0, 0]], [[1, 1], [1, 2], [2, 2], [1, 1]]
    text = "0 0; 0 9; 9 9; 0 0 | 1,1;1,2;2,2;1,1"
    assert typed(Shape.POLYGON, text) == [outer, inner]
    assert typed(Shape.POINT, " 12.5 55 ") == [12.5, 55]


@pytest.mark.parametrize(
    ("shape", "text", "said"),
    [
        (Shape.POINT, "12", "Value must be a point: longitude, latitude"),
        (Shape.POINT, "200 5", "Longitude (x) must be between -180 and 180, got 200"),
        (Shape.LINE, "x", "Value must be at least two points"),
        (Shape.LINE, "1 2", "Value must be at least two points"),
        (Shape.LINE, "[[1, 2]", "Value must be at least two points"),
        (Shape.POLYGON, "0 0; 0 1; 1 1", "each closed"),
    ],
)
def test_what_is_none_is_told_with_an_example(shape: Shape, text: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        typed(shape, text)
    assert said in str(error.value)
