"""Functions, variables, deployments: what each parameter may be, and what an update resets."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

FUNCTION = {"functionId": "ruled", "name": "Ruled", "runtime": "node-22", "entrypoint": "index.js"}


@pytest.fixture
def function(demo: Any) -> Iterator[str]:
    assert demo.request("POST", "/functions", FUNCTION).status == 201
    yield "/functions/ruled"
    demo.request("DELETE", "/functions/ruled")


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("name", ["x", "x" * 128], ["", "x" * 129, 5, None]),
        ("runtime", ["python-3.12"], ["Python-3.12", "cobol-1", "", 5]),
        ("execute", [[], ["any"], ["team:a/owner"]], [["*"], ["role:all"], ["me"], "any", [5]]),
        ("events", [[], ["users.*.create"]], [["users"], ["functions.*.create"], [5], "users.*"]),
        ("schedule", ["", "*/5 * * * *"], ["whenever", "60 * * * *", 5]),
        ("timeout", [1, 900, "30"], [0, 901, -1, 1.5, "x"]),
        ("enabled", [True, False], ["true", 1, 0]),
        ("logging", [True, False], ["false"]),
        ("entrypoint", ["", "a" * 1028], ["a" * 1029, 5]),
        ("commands", ["", "a" * 8192], ["a" * 8193]),
        ("scopes", [[], ["users.read"]], [["users.eat"], "users.read", ["users.read"] * 101]),
        ("runtimeSpecification", ["s-0.5vcpu-512mb"], ["s-64vcpu", 5]),
    ],
)
def test_settings_are_checked_one_by_one(
    demo: Any, function: str, field: str, good: list[Any], bad: list[Any]
) -> None:
    for value in good:
        reply = demo.request("PUT", function, {"name": "Ruled", field: value})
        assert reply.status == 200, (field, value, reply.body)
    for value in bad:
        for path in (function, "/functions/ghost"):
            reply = demo.request("PUT", path, {"name": "Ruled", field: value})
            assert reply.status == 400, (field, value)
            assert reply.body["message"].startswith(f"Invalid `{field}` param: ")


def test_an_update_that_changes_nothing_makes_it_live_again(demo: Any, function: str) -> None:
    same = {key: FUNCTION[key] for key in ("name", "runtime", "entrypoint")}
    variable = {"variableId": "v", "key": "K", "value": "1", "secret": False}
    demo.request("POST", f"{function}/variables", variable)
    assert demo.get(function).body["live"] is False
    assert demo.request("PUT", function, same).body["live"] is True
    assert demo.request("PUT", function, {**same, "commands": "make"}).body["live"] is False
    assert demo.request("PUT", function, {**same, "commands": "make"}).body["live"] is True


def test_no_repository_can_be_connected(demo: Any, function: str) -> None:
    unknown = demo.request("PUT", function, {"name": "R", "installationId": "x"})
    assert (unknown.status, unknown.body["type"]) == (404, "installation_not_found")
    alone = demo.request("PUT", function, {"name": "R", "providerRepositoryId": "x"})
    assert (alone.status, alone.body["type"]) == (400, "general_argument_invalid")
    body = {"type": "branch", "reference": "main"}
    vcs = demo.request("POST", f"{function}/deployments/vcs", body)
    assert (vcs.status, vcs.body["type"]) == (404, "installation_not_found")


def test_ids_of_variables_belong_to_the_project(demo: Any, function: str) -> None:
    body = {"variableId": "mine", "key": "K", "value": "1", "secret": False}
    assert demo.request("POST", f"{function}/variables", body).status == 201
    demo.request("POST", "/functions", {**FUNCTION, "functionId": "other"})
    again = demo.request("POST", "/functions/other/variables", body)
    assert (again.status, again.body["type"]) == (409, "variable_already_exists")
    same_key = demo.request("POST", "/functions/other/variables", {**body, "variableId": "more"})
    assert same_key.status == 201
    demo.request("DELETE", "/functions/other")


def test_a_variable_keeps_what_an_update_leaves_out_but_its_key(demo: Any, function: str) -> None:
    body = {"variableId": "v", "key": "K", "value": "1", "secret": False}
    demo.request("POST", f"{function}/variables", body)
    path = f"{function}/variables/v"
    missing = demo.request("PUT", path, {"value": "2"})
    assert missing.body["message"] == 'Param "key" is not optional.'
    kept = demo.request("PUT", path, {"key": "K2", "value": None, "secret": None}).body
    assert (kept["key"], kept["value"], kept["secret"]) == ("K2", "1", False)
    assert demo.request("PUT", path, {"key": "K2", "value": ""}).body["value"] == ""
    assert demo.request("PUT", path, {"key": "K2", "value": "x" * 8193}).status == 400
    assert demo.request("PUT", path, {"key": "x" * 256}).status == 400
    assert demo.request("PUT", path, {"key": "K2", "secret": "true"}).status == 400


def ready(demo: Any, path: str) -> dict[str, Any]:
    deadline = time.monotonic() + 20
    while True:
        body: dict[str, Any] = demo.get(path).body
        if body["status"] not in ("waiting", "processing", "building"):
            return body
        assert time.monotonic() < deadline


def test_code_is_an_archive(demo: Any, function: str, upload: Callable[..., Any]) -> None:
    path = f"{function}/deployments"
    refused = upload(path, "code.zip", b"x", part="code", activate="true")
    assert (refused.status, refused.body["type"]) == (400, "storage_file_type_unsupported")
    missing = upload(path, "code.tar.gz", b"x", part="other", activate="true")
    assert (missing.status, missing.body["message"]) == (400, "No file sent")
    unsaid = upload(path, "code.tar.gz", b"x", part="code")
    assert unsaid.body["message"] == 'Param "activate" is not optional.'
    demo.request("POST", "/functions", {**FUNCTION, "functionId": "bare", "entrypoint": ""})
    bare = upload("/functions/bare/deployments", "c.gz", b"x", part="code", activate="false")
    assert (bare.status, bare.body["type"]) == (404, "function_entrypoint_missing")
    demo.request("DELETE", "/functions/bare")


def test_code_in_chunks_keeps_the_id_that_the_client_chose(
    demo: Any, function: str, upload: Callable[..., Any]
) -> None:
    path, named = f"{function}/deployments", {"x-appwrite-id": "chosen"}
    first, rest = b"a" * 5_242_880, b"b" * 100
    size = len(first) + len(rest)
    pieces = {0: first, len(first): rest}
    for start in (len(first), 0):
        chunk = (start, size)
        options = {"part": "code", "chunk": chunk, "headers": named, "activate": "true"}
        made = upload(path, "code.tar.gz", pieces[start], **options)
        assert (made.status, made.body["$id"], made.body["sourceSize"]) == (202, "chosen", size)
    assert ready(demo, f"{path}/chosen")["status"] == "ready"
    again = upload(path, "code.tar.gz", rest, **{**options, "chunk": (len(first), size)})
    assert (again.status, again.body["status"]) == (202, "ready")
    assert demo.request("GET", f"{path}/chosen/download").body == first + rest
    assert demo.get(function).body["deploymentId"] == "chosen"


def test_a_deployment_is_built_by_its_own_commands(
    demo: Any, function: str, upload: Callable[..., Any]
) -> None:
    path = f"{function}/deployments"
    options = {"part": "code", "activate": "false"}
    made = upload(path, "code.tar.gz", b"x", commands="exit 1", **options).body
    assert ready(demo, f"{path}/{made['$id']}")["status"] == "failed"
    cli = {"x-sdk-language": "cli"}
    good = upload(path, "code.tar.gz", b"x", headers=cli, **options).body
    assert (good["type"], ready(demo, f"{path}/{good['$id']}")["status"]) == ("cli", "ready")


def test_a_deployment_comes_from_a_template(demo: Any, function: str) -> None:
    body = {
        "repository": "templates",
        "owner": "appwrite",
        "rootDirectory": "node/starter",
        "type": "tag",
        "reference": "0.3.0",
        "activate": True,
    }
    made = demo.request("POST", f"{function}/deployments/template", body)
    assert (made.status, made.body["providerRepositoryOwner"]) == (202, "appwrite")
    assert ready(demo, f"{function}/deployments/{made.body['$id']}")["status"] == "ready"
    assert (
        demo.request("POST", f"{function}/deployments/template", {**body, "type": "x"}).status
        == 400
    )


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"path": ""}, 400, "path"),
        ({"path": "x" * 2049}, 400, "path"),
        ({"method": "get"}, 400, "method"),
        ({"method": "BREW"}, 400, "method"),
        ({"async": "maybe"}, 400, "async"),
        ({"body": 5}, 400, "body"),
        ({"headers": 5}, 400, "headers"),
        ({"headers": ["a"]}, 400, "headers"),
        ({"scheduledAt": 5}, 400, "scheduledAt"),
    ],
)
def test_executions_check_before_they_look_for_the_function(
    demo: Any, body: dict[str, Any], status: int, field: str
) -> None:
    reply = demo.request("POST", "/functions/ghost/executions", body)
    assert reply.status == status
    assert reply.body["message"].startswith(f"Invalid `{field}` param: ")


@pytest.mark.parametrize(
    ("headers", "fits"),
    [
        ({"X-Mine": "1"}, True),
        ('{"content-type": "text/plain"}', True),
        ("no json", True),
        ({"a" * 50: "x" * 16_333}, True),
        ({"a" * 50: "x" * 16_334}, False),
        ({f"h{number}": "" for number in range(100)}, True),
        ({f"h{number}": "" for number in range(101)}, False),
        ({"-a": "1"}, False),
        ({"a-": "1"}, False),
        ({"a b": "1"}, False),
        ({"x-appwrite-key": "1"}, False),
    ],
)
def test_headers_of_an_execution(demo: Any, headers: Any, fits: bool) -> None:
    reply = demo.request("POST", "/functions/send-invoice/executions", {"headers": headers})
    assert reply.status == (201 if fits else 500)


def test_who_cannot_execute_anything(
    demo: Any, function: str, upload: Callable[..., Any], user: Any, as_user: Any
) -> None:
    path = f"{function}/executions"
    none = demo.request("POST", path, {})
    assert (none.status, none.body["type"]) == (404, "deployment_not_found")
    made = upload(f"{function}/deployments", "c.tar.gz", b"x", part="code", activate="true").body
    ready(demo, f"{function}/deployments/{made['$id']}")
    refused = demo.request("POST", path, {}, **as_user(user()))
    assert refused.body["message"] == "No permissions provided for action 'execute'"
    settings = {**{key: FUNCTION[key] for key in ("name",)}, "execute": ["label:vip"]}
    demo.request("PUT", function, settings)
    refused = demo.request("POST", path, {}, key=None)
    assert refused.body["message"] == (
        'Missing "execute" permission for role "label:vip". Only "["any","guests"]" scopes are '
        'allowed and "["label:vip"]" was given.'
    )
    demo.request("PUT", function, {**settings, "enabled": False, "execute": ["any"]})
    off = demo.request("POST", path, {}, key=None)
    assert (off.status, off.body["type"]) == (404, "function_not_found")
    assert demo.request("POST", path, {}).status == 201
