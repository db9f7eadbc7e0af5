"""The catalogue against the server's routes, the SDK, recorded answers, and hostile values."""

from __future__ import annotations

import importlib
import inspect
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.kind import Kind
from tui.core.place import Place
from tui.resources import KINDS, PANES
from tui.resources.places import PlaceError, ancestors, parse, text_of

DATA = Path(__file__).parents[1] / "data"
ROUTES = {
    (route["method"], route["path"]): tuple(route["scopes"])
    for route in json.loads((DATA / "routes-1.9.6.json").read_text())
}
ENDPOINTS = [
    pytest.param(endpoint, id=endpoint.sdk)
    for kind in KINDS.values()
    for endpoint in (kind.listing, kind.get)
    if endpoint is not None
]
ANSWERS = sorted((DATA / "answers").glob("*.json"))


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_every_endpoint_is_a_route_of_the_server_with_these_scopes(endpoint) -> None:
    path = re.sub(r"\{\w+\}", "{}", endpoint.path)
    assert set(ROUTES[endpoint.method, path]) == set(endpoint.scopes)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_every_endpoint_is_the_sdk_method_it_names(endpoint) -> None:
    module, method = endpoint.sdk.split(".")
    services = importlib.import_module(f"appwrite.services.{module}")
    service = next(
        value
        for value in vars(services).values()
        if inspect.isclass(value) and value.__module__ == services.__name__
    )
    source = inspect.getsource(getattr(service, method))
    assert f"'{endpoint.path}'" in source
    assert f"'{endpoint.method.lower()}'" in source


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_recorded_answers_are_shown(path: Path) -> None:
    answer = json.loads(path.read_text())
    kind = KINDS[answer["kind"]]
    resources = answer["body"][kind.items]
    assert resources
    for resource in resources:
        assert kind.identify(resource)
        check_shown(kind, resource)


def check_shown(kind: Kind, resource: Any, parent: Any = None) -> None:
    """Every cell of every field and view is one printable line."""
    cells = []
    for field in kind.fields(parent):
        cells.append(field.show(resource))
        cells += field.detail(resource) if field.detail else []
    for view in kind.views:
        cells += view.show(resource)
    if kind.permissions is not None:
        cells += kind.permissions(resource, parent or {})
    for cell in cells:
        assert all(c.isprintable() or c in "\u200d\ufe0f" for c in cell.text), repr(cell.text)


hostile = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
def test_no_value_of_a_server_breaks_a_list(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(list(KINDS.values())))
    names = {field.source for field in kind.fields(None)} | {
        "$permissions", "status", "password", "logs", "errors", "requestHeaders", "elements",
        "responseHeaders", "columns", "type", "relatedTable", "secret", "chunksTotal",
    }  # fmt: skip
    resource = data.draw(st.dictionaries(st.sampled_from(sorted(names)), hostile))
    check_shown(kind, resource)


@given(st.dictionaries(st.sampled_from(["key", "type", "array", "format"]), hostile), hostile)
def test_no_column_of_a_table_breaks_its_rows(column: dict[str, Any], value: Any) -> None:
    table = {"columns": [column], "$permissions": ["read"], "rowSecurity": "maybe"}
    check_shown(KINDS["row"], {"$id": "r", str(column.get("key", "")): value}, table)


def test_hashes_and_secrets_are_not_shown() -> None:
    user = {"$id": "u", "password": "$argon2id$v=19$hash", "hash": "argon2"}
    shown = " ".join(field.show(user).text for field in KINDS["user"].fields(None))
    assert "$argon2id" not in shown
    variable = {"$id": "v", "key": "K", "value": "hunter2", "secret": True}
    shown = " ".join(field.show(variable).text for field in KINDS["variable"].fields(None))
    assert "hunter2" not in shown


ids = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,35}", fullmatch=True)


@given(st.data())
def test_places_read_back_as_they_were(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(list(KINDS.values())))
    above = ancestors(kind)
    parents = tuple(data.draw(ids) for _ in above)
    first = not above or above[-1].children[0] == kind.name
    focus = data.draw(st.none() | ids) if first and not kind.children else None
    place = Place(kind.name, parents, focus)
    assert parse(text_of(place)) == place


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("databse", "Did you mean databases"),
        ("users/al ice", "no id"),
        ("users/alice:nothing", "sessions, memberships, targets, identities"),
        ("databases/a/b/c/d", "nothing below a row"),
        ("", "no pane"),
    ],
)
def test_texts_that_name_no_place(text: str, said: str) -> None:
    with pytest.raises(PlaceError, match=said):
        parse(text)


def test_panes_have_keys_and_kinds_of_their_own() -> None:
    assert len({pane.key for pane in PANES}) == len(PANES)
    assert all(KINDS[pane.kind].parent is None for pane in PANES)
