"""What servers may send, and worse: every cell stays one printable line, and nothing fails."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core.cell import Cell
from tui.core.kind import Kind
from tui.core.text import LONGEST_CELL
from tui.resources import KINDS
from tui.screens.inspection import view_lines

ANSWERS = Path(__file__).parents[1] / "data" / "answers"
NASTY = "\x1b[31m\x07\x9b2J\r\n\t\u202e\u2066\u200b\ufeff\x00\ud800 [bold]x[/]"
HUGE = "x\n" * 1_000

texts = st.text() | st.sampled_from([NASTY, HUGE, "2026-13-45", "", "-1"])
numbers = st.integers() | st.floats() | st.sampled_from([10**400, -(10**400), 1e308, 10**18])
anything = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


def names_of(kind_name: str) -> list[str]:
    """Every name that a real server uses in resources of a kind, and what we look for besides."""
    found = {field.source for field in KINDS[kind_name].fields(None)} - {""}
    for path in ANSWERS.glob("*.json"):
        answer = json.loads(path.read_text(encoding="utf-8"))
        if answer["kind"] == kind_name:
            listed = answer["body"].get(KINDS[kind_name].items, [answer["body"]])
            found |= {name for one in listed if isinstance(one, Mapping) for name in one}
    return sorted(found)


def cells_of(kind: Kind, resource: Any, parent: Any) -> Iterator[tuple[Cell, bool]]:
    """Every cell that is made of a resource, and whether it is for a list."""
    for field in kind.fields(parent):
        yield field.show(resource), True
        if field.detail is not None:
            yield from ((cell, False) for cell in field.detail(resource))
    for view in kind.views:
        yield from ((cell, False) for line in view_lines(view, resource) for cell in line)
    if kind.permissions is not None:
        yield from ((cell, False) for cell in kind.permissions(resource, parent))


def check(kind: Kind, resource: Any, parent: Any = None) -> None:
    assert isinstance(kind.identify(resource), str)
    assert isinstance(kind.label(resource), str)
    kind.detail(parent)
    for cell, in_list in cells_of(kind, resource, parent):
        assert all(one.isprintable() or one == "\u200d" for one in cell.text), repr(cell.text[:99])
        assert not in_list or len(cell.text) <= LONGEST_CELL


def test_recorded_answers_are_shown(answer: tuple[Kind, list[Any]]) -> None:
    kind, resources = answer
    assert resources
    for resource in resources:
        assert kind.identify(resource)
        check(kind, resource)
        assert any(field.show(resource).text not in ("", "—") for field in kind.fields(None))


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=30)
@given(data=st.data())
def test_no_value_breaks_anything(name: str, data: st.DataObject) -> None:
    kind = KINDS[name]
    resources = st.dictionaries(st.sampled_from(names_of(name)), anything, max_size=8)
    above = names_of(kind.parent) if kind.parent else ["$id"]
    parents = st.none() | st.dictionaries(st.sampled_from(above), anything, max_size=6)
    check(kind, data.draw(resources), data.draw(parents))


@pytest.mark.parametrize(
    "value",
    [NASTY, HUGE, None, [HUGE, NASTY], {HUGE: NASTY}, 10**400, float("inf"), float("nan"), True],
    ids=["nasty", "huge", "null", "list", "object", "number", "infinite", "nan", "true"],
)
@pytest.mark.parametrize("name", KINDS)
def test_the_same_value_everywhere(name: str, value: Any) -> None:
    resource = dict.fromkeys(names_of(name), value)
    parent = KINDS[name].parent
    check(KINDS[name], resource, dict.fromkeys(names_of(parent), value) if parent else None)


keys = st.sampled_from(["key", "type", "array", "format", "size", "elements", "side", "default"])
columns = st.dictionaries(keys, anything | st.sampled_from(["relationship", "datetime", "enum"]))


@given(st.lists(columns | anything, max_size=4), anything, anything)
def test_no_column_of_a_table_breaks_its_rows(found: list[Any], value: Any, own: Any) -> None:
    table = {"columns": found, "$permissions": own, "rowSecurity": True}
    names = [str(one.get("key", "")) for one in found if isinstance(one, dict)]
    row = {"$id": "r", "$permissions": own, **dict.fromkeys(names, value)}
    check(KINDS["row"], row, table)
    check(KINDS["table"], table)
    for column in found:
        if isinstance(column, dict):
            check(KINDS["column"], column, {**table, "indexes": found})


def test_hashes_tokens_and_secrets_are_not_shown() -> None:
    hidden = "hunter2-hunter2-hunter2"
    resources = {
        "user": {"password": hidden, "hashOptions": {"salt": hidden}},
        "session": {"secret": hidden, "providerAccessToken": hidden},
        "identity": {"providerAccessToken": hidden, "providerRefreshToken": hidden},
        "variable": {"key": "K", "value": hidden, "secret": True},
    }
    for name, resource in resources.items():
        shown = [cell.text for cell, _ in cells_of(KINDS[name], resource, None)]
        assert hidden not in " ".join(shown)
