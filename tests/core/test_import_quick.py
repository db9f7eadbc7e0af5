"""What is taken at first sight is what the long way makes of it, and what it refuses is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from tui.core.import_quick import json_reader, text_reader
from tui.core.import_values import ID, PERMISSIONS, of_json, of_text
from tui.core.spec import Shape, Spec
from tui.core.typed import InputError

SHAPES = [
    Shape.TEXT, Shape.INTEGER, Shape.FLOAT, Shape.BOOLEAN, Shape.ENUM, Shape.DATETIME, Shape.EMAIL,
    Shape.URL, Shape.IP, Shape.POINT, Shape.RELATION, Shape.ID,
]  # fmt: skip
LIMITS = st.none() | st.sampled_from([-(2.0**31), -5, 0, 7, 2**31 - 1, 2**40, 1e300])
SPECS = st.builds(
    lambda shape, array, longest, bounds: Spec(
        "column", shape, "", array=array, longest=longest, low=bounds[0], high=bounds[1],
        elements=("red", " odd ", ""),
    ),
    st.sampled_from(SHAPES), st.booleans(), st.sampled_from([0, 3, 10]), st.tuples(LIMITS, LIMITS),
)  # fmt: skip
WORDS = st.sampled_from(
    ["", "red", " odd ", "odd", "true", "True", "yes", "0", "1", "-7", "+8", "007", "1_0", "٣",
     "1.", ".5", "1.5", "1e5", "1e999", "nan", "9" * 25, "2147483648", "2026-01-01", "a@b.de",
     "x\0y", "\ud800", "ä", "a;b", "[1, 2]", '["a", "b"]', "[", "[null]", "1, 2", "row1", "_row"]
)  # fmt: skip
TEXTS = WORDS | st.text(max_size=12) | st.integers().map(str) | st.floats().map(repr)
SCALARS = st.none() | st.booleans() | st.integers() | st.integers().map(float) | st.floats() | TEXTS
VALUES = SCALARS | st.lists(SCALARS, max_size=3) | st.just({"$id": "row1"})


def outcome(read: Callable[..., Any], *given: Any) -> tuple[str, str]:
    try:
        # As JSON: 1, 1.0 and True are three values, and nan is like itself.
        return "value", json.dumps(read(*given))
    except InputError as error:
        return "refused", str(error)


@given(SPECS, TEXTS, st.booleans())
@example(Spec("column", Shape.TEXT, "", longest=3), "abcd", False)
def test_a_cell(spec: Spec, text: str, empty_text: bool) -> None:
    quick = text_reader(spec, empty_text)
    assert outcome(quick, text) == outcome(of_text, spec, text, empty_text)


@given(SPECS, VALUES)
@example(Spec("column", Shape.FLOAT, ""), 10**400)
def test_a_value(spec: Spec, value: Any) -> None:
    assert outcome(json_reader(spec), value) == outcome(of_json, spec, value)


@given(TEXTS)
def test_what_a_row_has_of_itself(text: str) -> None:
    for spec in (ID, PERMISSIONS):
        expected = ("value", "null") if text == "" else outcome(of_text, spec, text)
        assert outcome(text_reader(spec), text) == expected
