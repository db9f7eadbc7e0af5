"""Executions, the account of a signed-in user and messaging against what real servers answered.

They were recorded on projects that had been used before: what they have to share is the shape.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.contract.replaying import Journey

MORE = Path(__file__).parent / "more"
SERVERS = {"1.9.6": "1.9.6", "1.8.1": "1.8.1", "2.0-dev": "2.0"}
DIFFERENCES: dict[str, dict[str, Any]] = json.loads(
    (MORE / "differences.json").read_text(encoding="utf-8")
)
"""Regular expression of a difference to `why` it is there, and in which `versions`."""


class Hello:
    """The function that was executed: one deployment is ready and active, the newer one failed."""

    def __init__(self, demo: Any, asked: dict[str, Any]) -> None:
        self._demo = demo
        self._asked = asked

    def build(self) -> None:
        keys = ("name", "runtime", "execute", "events", "schedule", "timeout", "entrypoint")
        keys += ("scopes", "logging", "enabled", "commands")
        self._post("", {key: self._asked[key] for key in keys} | {"functionId": "hello"})
        for variable in self._asked["vars"]:
            body = {key: variable[key] for key in ("key", "secret")}
            value = variable["value"] or "hidden"
            self._post("/hello/variables", body | {"variableId": variable["$id"], "value": value})
        self._deploy("npm install", True, "ready")
        self._deploy("exit 1", False, "failed")
        for path in ("/users?x=1", "/x?y=1"):
            self._post("/hello/executions", {"path": path})

    def _post(self, path: str, body: dict[str, Any]) -> None:
        reply = self._demo.request("POST", f"/functions{path}", body)
        assert reply.status == 201, reply.body

    def _deploy(self, commands: str, activate: bool, status: str) -> None:
        address = f"{self._demo.endpoint}/functions/hello/deployments"
        headers = {
            "x-appwrite-project": self._demo.project,
            "x-appwrite-key": self._demo.keys["full"],
        }
        fields = {"commands": commands, "activate": str(activate).lower()}
        files = {"code": ("code.tar.gz", b"c" * 222)}
        made = requests.post(address, data=fields, files=files, headers=headers, timeout=60).json()
        path = f"/functions/hello/deployments/{made['$id']}"
        deadline = time.monotonic() + 20
        while self._demo.get(path).body["status"] != status:
            assert time.monotonic() < deadline


@pytest.fixture(scope="module", params=SERVERS)
def server(request: Any, start_demo: Any) -> Iterator[tuple[str, Any]]:
    with start_demo("--empty", "--server-version", SERVERS[request.param]) as demo:
        steps = (MORE / request.param / "executions.jsonl").read_text(encoding="utf-8")
        Hello(demo, json.loads(steps.splitlines()[0])["response"]["body"]).build()
        yield request.param, demo


def excused(difference: str, version: str) -> bool:
    return any(
        re.search(pattern, difference) and version in about.get("versions", SERVERS)
        for pattern, about in DIFFERENCES.items()
    )


def differences(server: tuple[str, Any], name: str) -> list[str]:
    version, demo = server
    path = MORE / version / f"{name}.jsonl"
    journey = Journey(path, demo.endpoint, demo.project, demo.keys)
    return [f"{name} {one}" for one in journey.replay()]


@pytest.mark.parametrize("name", ["account", "executions", "messaging"])
def test_more_is_answered_in_the_recorded_shape(server: tuple[str, Any], name: str) -> None:
    found = differences(server, name)
    assert [one for one in found if not excused(one, server[0])] == []


def test_every_exception_has_a_reason() -> None:
    assert all(about["why"] for about in DIFFERENCES.values())
