"""Waiting for an execution or a build to end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.api.connection import Connection
from tui.core.jobs import Job
from tui.core.kind import Resource
from tui.resources.deployments import DEPLOYMENTS
from tui.resources.deployments import UNFINISHED as UNBUILT
from tui.resources.executions import EXECUTIONS, UNFINISHED

SECONDS = (0.5, 1.0, 2.0, 3.0)
"""Between two looks; the last goes on."""


def follow(job: Job, connection: Connection, ids: Mapping[str, str]) -> dict[str, Any]:
    """Look at an execution until it has ended. Raises ApiError, CancelledError."""
    if EXECUTIONS.get is None:
        raise AssertionError("executions can be read")
    looks = 0
    while True:
        found = connection.fetch(EXECUTIONS.get, ids)
        if not is_running(found):
            return found
        job.note = str(found.get("status"))
        job.wait(SECONDS[min(looks, len(SECONDS) - 1)])
        looks += 1


def follow_build(job: Job, connection: Connection, ids: Mapping[str, str]) -> dict[str, Any]:
    """Look at a deployment until its build has ended. Raises ApiError, CancelledError."""
    if DEPLOYMENTS.get is None:
        raise AssertionError("deployments can be read")
    looks = 0
    while True:
        found = connection.fetch(DEPLOYMENTS.get, ids)
        if found.get("status") not in UNBUILT:
            return found
        job.note = str(found.get("status"))
        job.wait(SECONDS[min(looks, len(SECONDS) - 1)])
        looks += 1


def is_running(execution: Resource) -> bool:
    """Whether it is on its way. One that is scheduled for later is not."""
    return execution.get("status") in UNFINISHED
