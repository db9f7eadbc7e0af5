"""A row's values: short in a list, whole in the inspector; null, empty and missing differ."""

from __future__ import annotations

from typing import Any

import pytest

from tui.core.cell import NOTHING, NULL, Tone
from tui.core.text import LONGEST_CELL
from tui.core.values import describe, long, of, short, whole

TEXT = {"key": "a", "type": "varchar"}
LINK = {"key": "r", "type": "relationship"}


def texts(row: dict[str, Any], column: dict[str, Any]) -> list[str]:
    return [cell.text for cell in long(row, column)]


def test_null_empty_and_missing_differ() -> None:
    assert short({"a": None}, TEXT) == NULL
    assert short({"a": ""}, TEXT).text == '""'
    assert short({}, TEXT) == NOTHING
    assert short({"a": []}, TEXT).text == "[]"
    assert short({"a": "∅ null"}, TEXT).tone is Tone.PLAIN
    for row in ({"a": None}, {"a": ""}, {}):
        assert long(row, TEXT) == [short(row, TEXT)]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "true"),
        (0, "0"),
        (129.9, "129.9"),
        (2**63 - 1, "9223372036854775807"),
        ("two\nlines", "two␊lines"),
        (["a", "b"], "a, b"),
        ([None, "", "x"], '∅ null, "", x'),
        ([1.5, 2.5], "1.5, 2.5"),
        ([[0, 0], [1, 1]], "[[0,0],[1,1]]"),
        ({"a": {"b": "ü"}}, '{"a": {"b": "ü"}}'),
        ("\x1b[31m", "␛[31m"),
    ],
)
def test_any_value_in_a_line(value: object, said: str) -> None:
    assert of(value).text == said


def test_a_row_may_hold_a_megabyte() -> None:
    row = {"a": "x" * 1_000_000 + "\nend"}
    assert len(short(row, TEXT).text) == LONGEST_CELL
    assert texts(row, TEXT)[1] == "end"
    assert len(texts(row, TEXT)[0]) == 1_000_000


def test_the_inspector_cuts_nothing() -> None:
    row = {"a": ["short", "y" * 900, None]}
    assert texts(row, TEXT) == ["[3]", "· short", "· " + "y" * 900, "· ∅ null"]
    assert [cell.text for cell in whole({"a": [1]})] == ["{", '  "a": [', "    1", "  ]", "}"]
    assert [cell.text for cell in whole("a\n\nb")] == ["a", "", "b"]


def test_times_are_relative_in_lists_and_exact_in_the_inspector() -> None:
    column = {"key": "d", "type": "datetime"}
    row = {"d": "2000-01-02T03:04:05.000+00:00"}
    assert short(row, column).text.endswith("y ago")
    assert "2000-01-02" in texts(row, column)[0]
    assert "03:04:05" in texts(row, column)[0]
    assert short({"d": "yesterday"}, column).text == "yesterday"


def test_relationships_say_what_is_there() -> None:
    assert short({}, LINK).text == "→ not loaded"
    assert short({"r": None}, LINK) == NULL
    assert short({"r": "alice"}, LINK).text == "→ alice"
    assert short({"r": {"$id": "alice"}}, LINK).text == "→ alice"
    assert short({"r": [{"$id": "a"}, {"$id": "b"}]}, LINK).text == "→ 2"
    assert texts({"r": [{"$id": "a"}, "b"]}, LINK) == ["[2]", "→ a", "→ b"]
    assert texts({"r": []}, LINK) == ["[]"]


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ({"type": "varchar", "size": 80}, "varchar(80)"),
        ({"type": "string", "size": 80, "array": True}, "string(80)[]"),
        ({"type": "string", "format": "email", "size": 254}, "email"),
        ({"type": "string", "format": "enum", "array": True}, "enum[]"),
        ({"type": "double"}, "float"),
        ({}, "?"),
        (
            {"type": "relationship", "relatedTable": "users", "relationType": "oneToOne"},
            "→ users (oneToOne)",
        ),
    ],
)
def test_a_columns_type_as_people_say_it(column: dict[str, Any], said: str) -> None:
    assert describe(column) == said
