"""Every route against the source of a real server: scopes, required parameters, errors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tui.demo import errors
from tui.demo.routes import AREAS, routes_of
from tui.demo.routes.elsewhere import areas_elsewhere
from tui.demo.routing import Route
from tui.demo.settings import FULL

HERE = Path(__file__).parent
SCOPES: dict[str, list[str]] = json.loads((HERE / "scopes-1.9.6.json").read_text(encoding="utf-8"))
REQUIRED: dict[str, list[str]] = json.loads(
    (HERE / "required-parameters.json").read_text(encoding="utf-8")
)
STATUSES: dict[str, int] = json.loads((HERE / "error-statuses.json").read_text(encoding="utf-8"))
ANONYMOUS = {re.sub(r"\{\w+\}", "{}", name).rstrip("/"): scopes for name, scopes in SCOPES.items()}
"""The scopes of a server's routes by method and path, whatever the parameters are called."""
OF_EVERY_KEY = {"global", "health.read", "graphql"}
OWN_KINDS = frozenset({"disk_full"})
"""Errors of the embedded server alone: it is this machine's disk that is full."""


ALSO_SERVED = frozenset(
    {"PATCH /databases/{database_id}/collections/{table_id}/attributes/{key}/relationship"}
)
"""Where the route of the tables has another order than the one of the collections."""


@pytest.fixture(scope="module")
def demo(start_demo: Any) -> Iterator[Any]:
    """A shop of one's own: some of all routes make things."""
    with start_demo() as started:
        yield started


def served() -> list[Route]:
    """Those that are told not to be served, too: they ask for their scopes all the same."""
    areas = sorted({*AREAS, *areas_elsewhere()})
    found = [route for area in areas for route in routes_of(area, writing=True)]
    return [route for route in found if route.name not in ALSO_SERVED]


def expected(route: Route) -> list[str]:
    if route.path.startswith("/health/queue/"):
        # One route here stands for the queues that have one each there.
        return ["health.read"]
    return ANONYMOUS[re.sub(r"\{\w+\}", "{}", route.name)]


def path_of(route: Route) -> str:
    return re.sub(r"\{\w+\}", "ghost", route.path)


def test_every_route_asks_for_the_scopes_of_a_real_one() -> None:
    wrong = {
        route.name: (list(route.scopes), expected(route))
        for route in served()
        if list(route.scopes) != expected(route)
    }
    assert not wrong


def refused(route: Route, reply: Any, who: str) -> str:
    """What is wrong with how a caller without the scope was refused; empty for nothing."""
    scopes = json.dumps(expected(route), separators=(",", ":"))
    want = (401, "general_unauthorized_scope", f"{who} missing scopes ({scopes})")
    body = reply.body if isinstance(reply.body, dict) else {}
    got = (reply.status, body.get("type"), body.get("message"))
    return "" if got == want else f"{route.name}: {want}, got {got}"


def test_a_key_without_the_scope_is_refused_everywhere_in_the_same_words(demo: Any) -> None:
    who = "app.demo@service.127.0.0.1 (role: applications)"
    wrong = []
    for route in served():
        if not OF_EVERY_KEY & set(expected(route)):
            reply = demo.request(route.method, path_of(route), key="noscopes")
            wrong.append(refused(route, reply, who))
    assert [each for each in wrong if each] == []


def test_nobody_is_refused_where_a_guest_has_no_business(demo: Any) -> None:
    wrong = []
    for route in served():
        if not GUESTS_MAY & set(expected(route)):
            reply = demo.request(route.method, path_of(route), key=None)
            wrong.append(refused(route, reply, "User (role: guests)"))
    assert [each for each in wrong if each] == []


GUESTS_MAY = {
    *("global", "public", "home", "console", "graphql", "locale.read", "avatars.read"),
    *("rows.read", "rows.write", "documents.read", "documents.write", "files.read", "files.write"),
    *("sessions.write", "executions.write", "execution.write"),
}


def test_a_key_with_any_scope_of_a_route_is_let_in(demo: Any) -> None:
    for route in served():
        if (FULL | OF_EVERY_KEY) & set(expected(route)):
            reply = demo.request(route.method, path_of(route))
            kind = reply.body.get("type") if isinstance(reply.body, dict) else None
            assert kind != "general_unauthorized_scope", route.name


def required() -> Iterator[tuple[str, str, list[str]]]:
    for name, parameters in REQUIRED.items():
        method, path = name.split(" ")
        yield method, re.sub(r"\{kind\}", "totp", path), parameters


@pytest.fixture
def asking(demo: Any) -> Iterator[Callable[[str], dict[str, Any]]]:
    """`asking(name)` gives the options by which a route lets somebody in."""
    demo.request("POST", "/users", {"userId": "asking"})
    jwt = demo.request("POST", "/users/asking/jwts", {}).body["jwt"]

    def options(name: str) -> dict[str, Any]:
        scopes = ANONYMOUS[re.sub(r"\{\w+\}", "{}", name)]
        if {"account", "targets.write"} & set(scopes):
            return {"key": None, "headers": {"x-appwrite-jwt": jwt}}
        return {"key": None} if "public" in scopes else {}

    yield options
    demo.request("DELETE", "/users/asking")


def test_what_is_required_is_missed_before_anything_is_looked_for(demo: Any, asking: Any) -> None:
    """The first of a route's parameters in the server's order, though no id of the path exists."""
    wrong = []
    for method, path, parameters in required():
        name = f"{method} {path.replace('/totp', '/{type}')}"
        address = re.sub(r"\{\w+\}", "ghost", path)
        first = parameters[0]
        for body, want in (
            ({}, f'Param "{first}" is not optional.'),
            ({first: None}, f"Invalid `{first}` param: "),
            ({first: {"a": {"b": []}}}, f"Invalid `{first}` param: "),
        ):
            if first == "prefs" and body == {first: {"a": {"b": []}}}:
                continue
            reply = demo.request(method, address, body, **asking(name))
            said = reply.body.get("message") if isinstance(reply.body, dict) else reply.body
            if reply.status != 400 or not str(said).startswith(want):
                wrong.append(f"{name} {body}: {want}, got {reply.status} {said}")
    assert wrong == []


def test_errors_have_the_status_of_real_ones() -> None:
    served()
    known = {kind: status for kind, (status, _) in errors.declared().items()}
    wrong = {
        kind: (status, STATUSES.get(kind))
        for kind, status in known.items()
        if kind not in OWN_KINDS and STATUSES.get(kind) != status
    }
    assert not wrong


def test_every_route_of_a_real_server_is_served_or_said_not_to_be(demo: Any) -> None:
    known = {re.sub(r"\{\w+\}", "{}", route.name) for route in served()}
    queues = "GET /health/queue/"
    missing = [
        name
        for name in ANONYMOUS
        if name not in known
        and not name.startswith(queues)
        and "/mock/" not in name
        and not name.endswith((" /tablesdb/{}/logs", " /databases/{}/logs"))
    ]
    assert missing == []
    reply = demo.get("/locale/countries")
    assert (reply.status, reply.body["message"]) == (
        501,
        "The embedded Appwrite does not serve GET /v1/locale/countries.",
    )
    assert demo.get("/locale/nowhere").status == 404
