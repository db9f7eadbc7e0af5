"""Recorded answers of real servers, and what the catalogue makes of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tui.core.kind import Kind
from tui.resources import KINDS

ANSWERS = Path(__file__).parents[1] / "data" / "answers"
Told = dict[str, str]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with `answer` is run for each recorded answer."""
    if "answer" in metafunc.fixturenames:
        paths = sorted(ANSWERS.glob("*.json"))
        metafunc.parametrize("answer", paths, ids=[path.stem for path in paths], indirect=True)


@pytest.fixture
def answer(request: pytest.FixtureRequest) -> tuple[Kind, list[Any]]:
    """The kind of a recorded answer, and the resources in it."""
    return read(request.param)


@pytest.fixture(scope="session")
def recorded() -> Callable[..., Any]:
    """`recorded("1.9.6-users_list", "alice")`: the resource of this id (the first one without)."""

    def find(name: str, resource_id: str | None = None) -> Any:
        kind, resources = read(ANSWERS / f"{name}.json")
        if resource_id is None:
            return resources[0]
        return next(one for one in resources if kind.identify(one) == resource_id)

    return find


@pytest.fixture(scope="session")
def told() -> Callable[..., Told]:
    """`told("user", resource, parent)`: what each field shows, by its label."""

    def show(kind_name: str, resource: Any, parent: Any = None) -> Told:
        return {field.label: field.show(resource).text for field in KINDS[kind_name].fields(parent)}

    return show


def read(path: Path) -> tuple[Kind, list[Any]]:
    """A list's answer holds resources below the name of the list; the other is one itself."""
    found = json.loads(path.read_text(encoding="utf-8"))
    kind, body = KINDS[found["kind"]], found["body"]
    return kind, body[kind.items] if "total" in body and kind.items in body else [body]
