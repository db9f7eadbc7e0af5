"""The text that an editor gets: read back as it was, and nothing of the server's becomes a line."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.editor_text import EditorTextError, from_text, to_text, with_complaint
from tui.core.spec import Shape, Spec
from tui.core.text import is_plain

NASTY = st.text(st.characters(codec="utf-8"), max_size=30)
VALUES = st.none() | st.booleans() | st.integers() | NASTY | st.lists(NASTY, max_size=3)


@given(st.dictionaries(NASTY, VALUES, max_size=6), NASTY, st.lists(NASTY, max_size=4))
def test_what_is_not_edited_comes_back_as_it_was(
    values: dict[str, Any], heading: str, elements: list[str]
) -> None:
    specs = [Spec(name, Shape.ENUM, f"enum {heading}", elements=tuple(elements)) for name in values]
    text = to_text(heading, specs, values)
    assert from_text(text, specs) == values
    complained = with_complaint(text, EditorTextError(heading))
    assert from_text(complained, specs) == values
    body = complained.split("\n")
    assert sum(not line.lstrip().startswith("//") for line in body) == len(values) + 3
    # Editors take other characters for the end of a line, too, and terminals for commands.
    assert len(complained.splitlines()) == len(body) - 1
    assert all(is_plain(line) for line in body)


@pytest.mark.parametrize("before", ["", "// ! Line 1: an older complaint\n"])
def test_the_line_is_counted_in_the_text_that_comes_back(before: str) -> None:
    specs = [Spec("a", Shape.INTEGER, "integer")]
    text = before + '// title\n{\n  "a": 5 5\n}'
    with pytest.raises(EditorTextError) as raised:
        from_text(text, specs)
    lines = with_complaint(text, raised.value).split("\n")
    assert lines[0] == "// ! Line 4: Expecting ',' delimiter."
    assert lines[3] == '  "a": 5 5'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{\n  "a": 500\n}', 'Line 2: "a": Value must be a valid range between 0 and 9.'),
        ('{\n  "a": null\n}', 'Line 2: "a": Value is required and must not be null.'),
        ('{\n\n  "tags": "x"\n}', 'Line 3: "tags": Value must be a list: [ … ].'),
        ('{\n  "tags": ["", "long"]\n}', 'Line 2: "tags": Value must be a valid string'),
        ('{\n  "$permissions": "any"\n}', 'Line 2: "$permissions": Value must be a list'),
    ],
)
def test_a_value_that_is_none_of_its_field_is_said_with_its_line(text: str, said: str) -> None:
    specs = [
        Spec("a", Shape.INTEGER, "integer", required=True, low=0, high=9),
        Spec("tags", Shape.TEXT, "varchar(2)[]", array=True, longest=2),
    ]
    with pytest.raises(EditorTextError, match=re.escape(said)):
        from_text(text, specs, {})


def test_what_the_server_holds_is_never_wrong() -> None:
    specs = [Spec("a", Shape.INTEGER, "integer", low=0, high=9)]
    assert from_text('{"a": 500}', specs, {"a": 500}) == {"a": 500}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{\n  "a": 1,\n  "b" 2\n}', "Line 3: Expecting ':' delimiter."),
        ('{\n  "a": 1,\n  "z": 2\n}', 'Line 3: There is no field "z".'),
        ('{"a": 1, "a": 2}', '"a" stands there twice.'),
        ("[1]", "It must be one object"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, said: str) -> None:
    specs = [Spec("a", Shape.INTEGER, "integer"), Spec("b", Shape.INTEGER, "integer")]
    with pytest.raises(EditorTextError, match=said.replace("{", r"\{")):
        from_text(text, specs)


def test_an_empty_text_changes_nothing() -> None:
    assert from_text("// only comments\n\n", []) == {}
