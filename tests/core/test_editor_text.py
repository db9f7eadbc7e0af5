"""The text that an editor gets: read back as it was, and nothing of the server's becomes a line."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.editor_text import EditorTextError, from_text, to_text
from tui.core.spec import Shape, Spec

NASTY = st.text(st.characters(codec="utf-8"), max_size=30)
VALUES = st.none() | st.booleans() | st.integers() | NASTY | st.lists(NASTY, max_size=3)


@given(st.dictionaries(NASTY, VALUES, max_size=6), NASTY, st.lists(NASTY, max_size=4))
def test_what_is_not_edited_comes_back_as_it_was(
    values: dict[str, Any], heading: str, elements: list[str]
) -> None:
    specs = [Spec(name, Shape.ENUM, f"enum {heading}", elements=tuple(elements)) for name in values]
    text = to_text(heading, specs, values, complaint=heading)
    assert from_text(text, specs) == values
    body = text.split("\n")
    assert sum(not line.lstrip().startswith("//") for line in body) == len(values) + 3


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
