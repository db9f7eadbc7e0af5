"""What runs by the clock: cron expressions, functions with a schedule, executions put off."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tui.demo.functions.cron import is_due


@pytest.mark.parametrize(
    ("text", "moment", "due"),
    [
        ("* * * * *", "2026-03-04T05:06", True),
        ("*/5 * * * *", "2026-03-04T05:05", True),
        ("*/5 * * * *", "2026-03-04T05:06", False),
        ("3/20 * * * *", "2026-03-04T05:43", True),
        ("10-20/5 * * * *", "2026-03-04T05:15", True),
        ("10-20/5 * * * *", "2026-03-04T05:25", False),
        ("0 3 * * *", "2026-03-04T03:00", True),
        ("0 3 * * *", "2026-03-04T04:00", False),
        ("0 0 1 jan *", "2026-01-01T00:00", True),
        ("0 0 * * sun", "2026-03-01T00:00", True),
        ("0 0 * * 7", "2026-03-01T00:00", True),
        ("0 0 * * mon-fri", "2026-03-01T00:00", False),
        ("0 0 13 * fri", "2026-03-06T00:00", True),
        ("0 0 13 * fri", "2026-03-13T00:00", True),
        ("0 0 13 * fri", "2026-04-13T00:00", True),
        ("0 0 13 * fri", "2026-04-14T00:00", False),
        ("@hourly", "2026-03-04T05:00", True),
        ("@weekly", "2026-03-01T00:00", True),
        ("@yearly", "2026-03-01T00:00", False),
    ],
)
def test_when_an_expression_is_due(text: str, moment: str, due: bool) -> None:
    assert is_due(text, datetime.fromisoformat(moment)) is due


@pytest.fixture
def scheduled(demo: Any, upload: Callable[..., Any]) -> Iterator[str]:
    """The path of a function that is to run at five past each hour, ready to run."""
    body = {"functionId": "hourly", "name": "Hourly", "runtime": "node-22"}
    body |= {"entrypoint": "index.js", "schedule": "5 * * * *"}
    assert demo.request("POST", "/functions", body).status == 201
    upload("/functions/hourly/deployments", "code.tar.gz", b"code", part="code", activate="true")
    until(lambda: demo.get("/functions/hourly").body["deploymentId"] != "")
    yield "/functions/hourly"
    demo.request("DELETE", "/functions/hourly")


def until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not done():
        assert time.monotonic() < deadline


def minute(demo: Any, moment: datetime | str) -> None:
    text = moment if isinstance(moment, str) else moment.isoformat()
    demo.control("POST", "minute", {"moment": text})


def test_a_function_runs_by_its_schedule(demo: Any, scheduled: str) -> None:
    path = f"{scheduled}/executions"
    minute(demo, "2026-03-04T05:06:00+00:00")
    assert demo.get(path).body["total"] == 0
    minute(demo, "2026-03-04T05:05:00+00:00")
    until(lambda: [each["status"] for each in demo.get(path).body["executions"]] == ["completed"])
    ran = demo.get(path).body["executions"][0]
    assert (ran["trigger"], ran["requestMethod"], ran["requestPath"]) == ("schedule", "POST", "/")
    assert ran["responseStatusCode"] == 200


@pytest.mark.parametrize("change", [{"enabled": False}, {"schedule": ""}])
def test_a_function_that_is_off_or_has_no_schedule_does_not_run(
    demo: Any, scheduled: str, change: dict[str, Any]
) -> None:
    settings = {"name": "Hourly", "schedule": "5 * * * *", **change}
    demo.request("PUT", scheduled, settings)
    minute(demo, "2026-03-04T05:05:00+00:00")
    assert demo.get(f"{scheduled}/executions").body["total"] == 0


def test_an_execution_put_off_runs_when_its_minute_has_come(demo: Any, scheduled: str) -> None:
    moment = (datetime.now(UTC) + timedelta(minutes=3)).replace(second=0, microsecond=0)
    path = f"{scheduled}/executions"
    body = {"async": True, "path": "/echo", "scheduledAt": moment.isoformat()}
    made = demo.request("POST", path, body).body
    assert (made["status"], made["trigger"]) == ("scheduled", "schedule")
    minute(demo, moment - timedelta(minutes=1))
    assert demo.get(f"{path}/{made['$id']}").body["status"] == "scheduled"
    minute(demo, moment)
    minute(demo, moment)
    until(lambda: demo.get(f"{path}/{made['$id']}").body["status"] == "completed")
    assert demo.get(path).body["total"] == 1


def test_an_execution_put_off_and_deleted_never_runs(demo: Any, scheduled: str) -> None:
    path = f"{scheduled}/executions"
    body = {"async": True, "scheduledAt": "2099-01-01T00:00:00.000+00:00"}
    id_ = demo.request("POST", path, body).body["$id"]
    assert demo.request("DELETE", f"{path}/{id_}").status == 204
    minute(demo, "2099-01-01T00:00:00+00:00")
    assert demo.get(path).body["total"] == 0


def test_a_moment_that_is_none_is_said(demo: Any) -> None:
    with pytest.raises(Exception, match="400"):
        minute(demo, "soon")
