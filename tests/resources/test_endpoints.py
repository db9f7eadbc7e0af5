"""Every declared endpoint is a route of the server and a method of the SDK."""

from __future__ import annotations

import importlib
import inspect
import json
import re
from pathlib import Path

import pytest

from tui.core.as_python import as_python
from tui.core.endpoint import Effect, Endpoint
from tui.core.sending import Sending, Target
from tui.resources import (
    KINDS,
    PANES,
    bucket_changes,
    deployment_changes,
    execution_changes,
    file_changes,
    file_token_changes,
    function_changes,
    team_changes,
    user_changes,
    user_deeds,
    user_part_changes,
    variable_changes,
)
from tui.resources.buckets import DOWNLOAD, PREVIEW, PUT_BUCKET, PUT_FILE
from tui.resources.places import ancestors

ROUTES = {
    (route["method"], route["path"]): route["scopes"]
    for route in json.loads(
        (Path(__file__).parents[1] / "data" / "routes-1.9.6.json").read_text(encoding="utf-8")
    )
}
DECLARED = (
    *(one for kind in KINDS.values() for one in (kind.listing, kind.get) if one is not None),
    *(part.endpoint for part in user_changes.PARTS.values()),
    user_changes.CREATE,
    user_changes.DELETE,
    user_changes.IMPORT,
    file_changes.UPLOAD,
    file_changes.DELETE,
    bucket_changes.CREATE,
    bucket_changes.DELETE,
    *user_deeds.ENDPOINTS,
    *user_part_changes.ENDPOINTS,
    *team_changes.ENDPOINTS,
    *function_changes.ENDPOINTS,
    *deployment_changes.ENDPOINTS,
    *variable_changes.ENDPOINTS,
    *file_token_changes.ENDPOINTS,
    execution_changes.CREATE,
    execution_changes.DELETE,
    DOWNLOAD,
    PREVIEW,
    PUT_BUCKET,
    PUT_FILE,
)
ENDPOINTS = [pytest.param(endpoint, id=endpoint.sdk) for endpoint in DECLARED]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_it_is_a_route_of_the_server_with_these_scopes(endpoint: Endpoint) -> None:
    path = re.sub(r"\{\w+\}", "{}", endpoint.path)
    assert set(ROUTES[endpoint.method, path]) == set(endpoint.scopes)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_it_is_the_sdk_method_that_it_names(endpoint: Endpoint) -> None:
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


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_it_can_be_written_as_a_call_of_that_method(endpoint: Endpoint) -> None:
    sending = Sending(endpoint, dict.fromkeys(endpoint.parameters, "x"))
    program = as_python(sending, Target("https://example.org/v1", "p"))
    called: list[str] = []

    class Service:
        def __init__(self, client: object) -> None:
            pass

        def __getattr__(self, method: str) -> object:
            return lambda **given: called.append(method) or signature.bind_partial(None, **given)

    module, method = endpoint.sdk.split(".")
    name = re.search(rf"from appwrite.services.{module} import (\w+)", program)[1]
    service = getattr(importlib.import_module(f"appwrite.services.{module}"), name)
    signature = inspect.signature(getattr(service, method))
    exec(program[program.index("answer = ") :], {name: Service, "client": None, "print": str})
    assert called == [method]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_its_ids_are_those_of_the_kinds_above(kind) -> None:
    """So that a place has every id that a path asks for."""
    ids = {one.id_name for one in ancestors(kind)}
    assert set(kind.listing.parameters) <= ids
    missing = ids - set(kind.listing.parameters)
    assert missing == ({kind.narrow} if kind.narrow else set())
    if kind.get is not None:
        above = set() if kind.home is not None else ids
        assert set(kind.get.parameters) == above | {kind.id_name}
    assert kind.listing.effect is Effect.READ


def test_every_kind_is_reached_from_a_pane() -> None:
    reached = [pane.kind for pane in PANES]
    for name in reached:
        for child in KINDS[name].lists:
            assert KINDS[child].parent == name
            reached.append(child)
    reached += [name for name, kind in KINDS.items() if kind.gathered is not None]
    assert sorted(reached) == sorted(KINDS)
    assert len({pane.key for pane in PANES}) == len(PANES)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_fields_of_a_kind_have_labels_of_their_own(kind) -> None:
    labels = [field.label for field in kind.fields(None)]
    assert len(set(labels)) == len(labels)
    assert all(len(field.label) <= 24 for field in kind.fields(None))
