"""Functions, deployments, variables and executions, from what real servers answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tui.core.cell import Tone
from tui.core.kind import View
from tui.resources import KINDS
from tui.resources.executions import code, execution_fields
from tui.screens.inspection import view_lines

VERSIONS = pytest.mark.parametrize("version", ["1.8.1", "1.9.6"])
HELLO = {"$id": "hello", "timeout": 15}


@VERSIONS
def test_functions(recorded, told, version: str) -> None:
    found = told("function", recorded(f"{version}-functions_list", "nightly-report"))
    assert (found["name"], found["runtime"]) == ("Nightly report", "python-3.12")
    assert (found["schedule"], found["execute"]) == ("0 3 * * *", "users, team:team0")
    assert (found["status"], found["deployment"]) == ("enabled", "ready")
    assert found["timeout"] == "15 s"
    listed = [field.label for field in KINDS["function"].fields(None) if field.in_list]
    assert {"name", "runtime", "status", "created", "updated"} <= set(listed)


def test_what_a_function_runs_on(recorded, told) -> None:
    older = told("function", recorded("1.8.1-function_get"))
    newer = told("function", recorded("1.9.6-function_get"))
    assert (older["specification"], newer["to run on"]) == ("s-1vcpu-1gb", "s-1vcpu-1gb")


@VERSIONS
def test_deployments_say_which_one_runs(recorded, told, version: str) -> None:
    function = recorded(f"{version}-functions_list", "hello")
    answer = f"{version}-function_deployments"
    running = told("deployment", recorded(answer, function["deploymentId"]), function)
    assert (running["active"], running["status"]) == ("● active", "ready")
    assert (running["build"], running["size"], running["type"]) == ("2.000 s", "2.2 KB", "manual")
    failed = told("deployment", recorded(answer, function["latestDeploymentId"]), function)
    assert (failed["active"], failed["status"]) == ("—", "failed")
    waiting = {"$id": "new", "activate": True, "status": "building", "buildDuration": 0}
    assert told("deployment", waiting, function)["active"] == "once built"
    assert told("deployment", waiting, function)["build"] == "—"


def shown(view: View, resource: Any) -> list[str]:
    """What a view shows, line by line."""
    return ["".join(cell.text for cell in line) for line in view_lines(view, resource)]


def test_a_build_log_is_read_without_its_colours(recorded) -> None:
    view = KINDS["deployment"].views[0]
    lines = shown(view, recorded("1.9.6-function_deployments"))
    assert view.label == "build log"
    assert lines[0] == " 1  [12:00:00] [open-runtimes] Environment preparation started. "
    assert lines[3] == " 4  added 12 packages in 2s"
    assert shown(view, {"buildLogs": "a\x1b[2Jb\x1b[1;31mc"}) == [" 1  a␛[2Jbc"]
    assert shown(view, {}) == ["No build log."]


def test_variables_do_not_tell_secrets(recorded, told) -> None:
    found = told("variable", recorded("1.9.6-function_variables", "v1"))
    assert (found["key"], found["value"]) == ("API_BASE", "https://example.test")
    found = told("variable", recorded("1.9.6-function_variables", "v2"))
    assert (found["value"], found["secret"]) == ("‹hidden›", "write-only")


@pytest.mark.parametrize("version", ["1.8.1", "1.9.6", "2.0-dev"])
def test_executions(recorded, told, version: str) -> None:
    name = f"{version}-{'executions' if version == '2.0-dev' else 'function_executions'}"
    found = told("execution", recorded(name), HELLO)
    assert (found["status"], found["code"]) == ("✓ done", "200")
    assert (found["trigger"], found["method"], found["path"]) == ("http", "POST", "/users?x=1")
    assert found["duration"].endswith(" s")


def test_a_failed_execution_tells_how(recorded) -> None:
    execution = recorded("1.9.6-function_executions", "6b0496f5c5eba6c952e2")
    status = next(one for one in execution_fields(HELLO) if one.label == "status")
    assert status.show(execution) == ("✗ failed", Tone.BAD)
    assert code(execution) == ("500", Tone.BAD)
    said = {view.label: shown(view, execution) for view in KINDS["execution"].views}
    assert said["logs"] == [" 1  log line 1", " 2  log line 2: /fail"]
    assert said["errors"] == ["!1  Error: boom", " 2      at main (index.js:3:9)"]
    assert [view.label for view in KINDS["execution"].views if view.leads(execution)] == ["errors"]
    assert said["request"][0] == "PUT /fail"
    assert "x-appwrite-client-ip: 127.0.0.1" in said["request"]
    assert said["response"][:2] == ["500", "content-type: application/json"]
    assert said["response"][-1] == "Appwrite does not keep the body of a response."


def test_a_response_is_shown_with_its_json_laid_out() -> None:
    view = next(view for view in KINDS["execution"].views if view.label == "response")
    answered = {
        "responseStatusCode": 201,
        "responseHeaders": [{"name": "set-cookie", "value": "secret"}, {"name": "a", "value": "b"}],
        "responseBody": '{"ok":[1]}',
    }
    said = ["201", "set-cookie: ‹hidden›", "a: b", "", "{", '  "ok": [', "    1", "  ]", "}"]
    assert shown(view, answered) == said
    assert shown(view, answered | {"responseBody": "{no json"})[-1] == "{no json"
    waited = {"name": "x-appwrite-execution-id", "value": "1"}
    empty = {"responseStatusCode": 204, "responseHeaders": [waited], "responseBody": ""}
    assert shown(view, empty)[-1] == "The body of the response is empty."


def test_what_there_is_none_of_is_said() -> None:
    said = [shown(view, {})[0] for view in KINDS["execution"].views]
    assert said == ["Nothing was logged.", "No errors.", "— —", "—"]


def ago(seconds: float) -> str:
    return (datetime.now(UTC) - timedelta(seconds=seconds)).isoformat()


def test_what_runs_says_how_long_already(told) -> None:
    running = {"status": "processing", "$createdAt": ago(3), "duration": 0}
    found = told("execution", running, {**HELLO, "timeout": 900})
    assert found["status"] == "◌ running"
    assert found["duration"] not in ("—", "0.000 s")
    for status in ("waiting", "scheduled"):
        assert told("execution", {**running, "status": status}, HELLO)["duration"] == "—"


def test_what_should_have_ended_is_overdue(told) -> None:
    dead = {"status": "processing", "$createdAt": ago(60), "duration": 0}
    assert told("execution", dead, HELLO)["status"] == "✗ overdue"
    assert told("execution", {**dead, "status": "waiting"}, HELLO)["status"] == "✗ overdue"
    assert told("execution", {**dead, "status": "completed"}, HELLO)["status"] == "✓ done"
    assert told("execution", dead, {**HELLO, "timeout": 900})["status"] == "◌ running"
    assert told("execution", dead)["status"] == "◌ running"
    field = next(one for one in execution_fields(HELLO) if one.label == "status")
    assert field.detail is not None
    assert [cell.text for cell in field.detail(dead)] == [
        "✗ overdue", "still processing, although it may take 15 s",
    ]  # fmt: skip


def test_one_that_is_planned_is_not_late_before_its_time(told) -> None:
    planned = {"status": "waiting", "$createdAt": ago(600), "scheduledAt": ago(2)}
    assert told("execution", planned, HELLO)["status"] == "◌ waiting"
