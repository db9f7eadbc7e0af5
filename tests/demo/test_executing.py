"""Making functions, deploying and executing them."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

HELLO = "/functions/hello"


@pytest.fixture
def function(demo: Any) -> Iterator[str]:
    body = {"functionId": "hello", "name": "Hello", "runtime": "python-3.12"}
    body |= {"entrypoint": "main.py", "execute": ["users"]}
    assert demo.request("POST", "/functions", body).status == 201
    yield HELLO
    demo.request("DELETE", HELLO)


@pytest.fixture
def deployed(demo: Any, function: str, deploy: Callable[..., Any]) -> str:
    assert deploy()["status"] == "ready"
    return function


@pytest.fixture
def deploy(demo: Any, upload: Callable[..., Any]) -> Callable[..., Any]:
    """Upload code and wait for the build."""

    def run(activate: str = "true") -> Any:
        path = f"{HELLO}/deployments"
        reply = upload(path, "code.tar.gz", b"some code", part="code", activate=activate)
        assert reply.status == 202, reply.body
        return until(demo, f"{path}/{reply.body['$id']}", "ready", "failed", "canceled")

    return run


def until(demo: Any, path: str, *statuses: str) -> Any:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        body = demo.get(path).body
        if body["status"] in statuses:
            return body
    raise AssertionError(f"{path} stayed {body['status']}")


def execute(demo: Any, path: str, **options: Any) -> Any:
    body = {"path": path, **options.pop("body", {})}
    return demo.request("POST", f"{HELLO}/executions", body, **options)


def test_a_build_makes_a_deployment_ready_and_active(
    demo: Any, function: str, deploy: Callable[..., Any]
) -> None:
    deployment = deploy()
    assert "Deployment finished." in deployment["buildLogs"]
    assert deployment["sourceSize"] == len(b"some code")
    about = demo.get(function).body
    assert (about["deploymentId"], about["live"]) == (deployment["$id"], True)
    assert about["latestDeploymentStatus"] == "ready"
    code = demo.request("GET", f"{HELLO}/deployments/{deployment['$id']}/download")
    assert code.body == b"some code"


def test_a_build_that_fails_changes_nothing_that_runs(
    demo: Any, deployed: str, deploy: Callable[..., Any]
) -> None:
    before = demo.get(deployed).body["deploymentId"]
    settings = {"name": "Hello", "commands": "make && exit 1", "execute": ["users"]}
    demo.request("PUT", deployed, settings)
    failed = deploy()
    assert failed["status"] == "failed"
    assert "Build failed" in failed["buildLogs"]
    about = demo.get(deployed).body
    assert (about["deploymentId"], about["latestDeploymentStatus"]) == (before, "failed")


def test_a_build_that_takes_long_is_cancelled(
    demo: Any, deployed: str, deploy: Callable[..., Any]
) -> None:
    before = demo.get(deployed).body["deploymentId"]
    demo.request("PUT", deployed, {"name": "Hello", "commands": "sleep 600", "execute": ["users"]})
    path = f"{deployed}/deployments"
    made = demo.request("POST", f"{path}/duplicate", {"deploymentId": before}).body["$id"]
    until(demo, f"{path}/{made}", "building")
    assert demo.request("PATCH", f"{path}/{made}/status").body["status"] == "canceled"
    assert demo.get(deployed).body["deploymentId"] == before


def test_who_waits_too_long_is_sent_away(start_demo: Callable[..., Any]) -> None:
    with start_demo("--wait-limit", "0.2") as impatient:
        executions = "/functions/nightly-report/executions"
        body = {"path": "/sleep?seconds=300"}
        refused = impatient.request("POST", executions, body)
        assert (refused.status, refused.body["type"]) == (408, "function_synchronous_timeout")
        newest = {"method": "orderDesc", "attribute": "$sequence", "values": []}
        [ran] = [
            one
            for one in impatient.get(executions, newest).body["executions"]
            if one["requestPath"] == body["path"]
        ]
        assert ran["status"] == "failed"


def test_a_deployment_is_rebuilt_activated_and_deleted(
    demo: Any, deployed: str, deploy: Callable[..., Any]
) -> None:
    first = demo.get(deployed).body["deploymentId"]
    body = {"deploymentId": first}
    path = f"{deployed}/deployments"
    second = demo.request("POST", f"{path}/duplicate", body).body["$id"]
    until(demo, f"{path}/{second}", "ready")
    assert demo.get(deployed).body["deploymentId"] == second
    assert demo.request("PATCH", f"{deployed}/deployment", body).body["deploymentId"] == first
    done = demo.request("PATCH", f"{path}/{second}/status")
    assert (done.status, done.body["type"]) == (400, "build_already_completed")
    assert demo.request("DELETE", f"{path}/{first}").status == 204
    assert demo.get(deployed).body["deploymentId"] == ""
    assert execute(demo, "/").body["type"] == "deployment_not_found"


def test_an_answer_is_given_once_and_never_kept(demo: Any, deployed: str) -> None:
    options = {"body": "hi", "method": "PUT", "headers": {"content-type": "text/plain", "x-a": "1"}}
    made = execute(demo, "/echo?x=1", body=options)
    assert (made.status, made.body["status"]) == (201, "completed")
    answer = json.loads(made.body["responseBody"])
    assert answer == {"ok": True, "path": "/echo?x=1", "method": "PUT", "echo": "hi"}
    names = [header["name"] for header in made.body["responseHeaders"]]
    assert names == ["content-type", "x-custom", "x-appwrite-execution-id"]
    kept = demo.get(f"{deployed}/executions/{made.body['$id']}").body
    assert kept["responseBody"] == ""
    assert [header["name"] for header in kept["requestHeaders"]] == [
        "content-type",
        "x-appwrite-client-ip",
    ]


@pytest.mark.parametrize(
    ("path", "status", "code", "said"),
    [
        ("/fail", "failed", 500, "Error: boom"),
        ("/crash", "failed", 500, "Runtime container exited"),
        ("/status?code=404", "completed", 404, ""),
        ("/json", "completed", 200, ""),
        ("/sleep?seconds=0.01", "completed", 200, ""),
        ("/sleep?seconds=nan", "completed", 200, ""),
    ],
)
def test_handlers(demo: Any, deployed: str, path: str, status: str, code: int, said: str) -> None:
    made = execute(demo, path).body
    assert (made["status"], made["responseStatusCode"]) == (status, code)
    assert said in made["errors"]
    assert made["duration"] > 0


def test_an_execution_in_the_background_waits_works_and_ends(demo: Any, deployed: str) -> None:
    made = execute(demo, "/sleep?seconds=0.5", body={"async": True})
    assert (made.status, made.body["status"]) == (202, "waiting")
    path = f"{deployed}/executions/{made.body['$id']}"
    until(demo, path, "processing")
    refused = demo.request("DELETE", path)
    assert (refused.status, refused.body["type"]) == (400, "execution_in_progress")
    done = until(demo, path, "completed")
    assert (done["logs"], done["duration"] >= 0.5) == ("slept 0.5 s", True)
    assert demo.request("DELETE", path).status == 204


def test_an_execution_that_takes_too_long_fails(
    demo: Any, function: str, deploy: Callable[..., Any]
) -> None:
    demo.request("PUT", function, {"name": "Hello", "timeout": 1})
    deploy()
    made = execute(demo, "/sleep?seconds=60").body
    assert (made["status"], made["responseStatusCode"]) == ("failed", 500)
    assert "timed out" in made["errors"]


def test_long_logs_are_cut_and_no_logs_are_kept_when_switched_off(demo: Any, deployed: str) -> None:
    long = execute(demo, "/log?lines=100000").body["logs"]
    assert len(long) == 1_000_000
    assert long.startswith("[WARNING] Logs truncated")
    demo.request("PUT", deployed, {"name": "Hello", "logging": False})
    assert execute(demo, "/fail").body["errors"] == ""


def test_scheduling_needs_a_minute_and_the_background(demo: Any, deployed: str) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=30)
    for body in (
        {"scheduledAt": "2099-01-01T00:00:00.000+00:00"},
        {"async": True, "scheduledAt": soon.isoformat()},
        {"async": True, "scheduledAt": "2099-01-01T00:00:07.000+00:00"},
        {"async": True, "scheduledAt": "whenever"},
    ):
        refused = execute(demo, "/", body=body)
        assert (refused.status, refused.body["type"]) == (400, "general_bad_request")
    later = {"async": True, "scheduledAt": "2099-01-01T00:00:00.000+00:00"}
    made = execute(demo, "/", body=later)
    assert (made.status, made.body["status"], made.body["trigger"]) == (
        202,
        "scheduled",
        "schedule",
    )


def test_only_roles_of_the_function_execute_it(
    demo: Any, deployed: str, user: Callable[..., str], as_user: Callable[..., dict[str, Any]]
) -> None:
    ann, ben = user(), user()
    assert execute(demo, "/", key=None).body["type"] == "user_unauthorized"
    made = execute(demo, "/fail", **as_user(ann)).body
    assert made["$permissions"] == [f'read("user:{ann}")']
    assert (made["logs"], made["errors"]) == ("", "")
    path = f"{deployed}/executions"
    assert demo.get(path, **as_user(ann)).body["total"] == 1
    assert demo.get(path, **as_user(ben)).body["total"] == 0
    assert demo.get(f"{path}/{made['$id']}", **as_user(ben)).status == 404
    assert demo.get(f"{path}/{made['$id']}").body["errors"].startswith("Error: boom")


def test_a_secret_variable_never_comes_back(demo: Any, function: str) -> None:
    path = f"{function}/variables"
    body = {"variableId": "v", "key": "TOKEN", "value": "hush"}
    assert demo.request("POST", path, body).body["value"] == ""
    assert demo.request("POST", path, {**body, "variableId": "w"}).status == 409
    changed = demo.request("PUT", f"{path}/v", {"key": "TOKEN", "value": "hush hush"}).body
    assert (changed["value"], changed["secret"]) == ("", True)
    unset = demo.request("PUT", f"{path}/v", {"key": "TOKEN", "secret": False})
    assert unset.body["type"] == "variable_cannot_unset_secret"
    assert demo.request("POST", path, {"key": "X", "value": "1"}).status == 400


@pytest.mark.parametrize(
    ("schedule", "fits"),
    [
        ("*/5 * * * *", True),
        ("0 3 1-15 jan,jul mon-fri", True),
        ("@daily", True),
        ("", True),
        ("60 * * * *", False),
        ("* * * *", False),
        ("*/0 * * * *", False),
        ("0 0 0 * *", False),
        ("whenever", False),
    ],
)
def test_schedules(demo: Any, function: str, schedule: str, fits: bool) -> None:
    reply = demo.request("PUT", function, {"name": "Hello", "schedule": schedule})
    assert reply.status == (200 if fits else 400)


def test_a_restart_goes_on_with_what_was_accepted(
    start_demo: Callable[..., Any], tmp_path: Path
) -> None:
    with start_demo("--state", str(tmp_path)) as first:
        path = "/functions/send-invoice/executions"
        body = {"path": "/sleep?seconds=2", "body": "kept", "async": True}
        id_ = first.request("POST", path, body).body["$id"]
        until(first, f"{path}/{id_}", "processing")
        os.kill(first.pid, signal.SIGKILL)
    waiting = {"method": "equal", "attribute": "status", "values": ["waiting"]}
    with start_demo("--state", str(tmp_path)) as second:
        done = until(second, f"{path}/{id_}", "completed")
        assert done["logs"] == "slept 2 s"
        assert second.get(path, waiting).body["total"] == 1
