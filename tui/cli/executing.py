"""`appwrite-tui execute FUNCTION`: run it, print its response, tell by the exit how it went."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui.api.connection import Connection
from tui.api.door import State, not_written
from tui.api.errors import ApiError
from tui.cli.connecting import configured, connect, door_of
from tui.config.flags import Flags
from tui.config.problem import ConfigError
from tui.core.jobs import Job
from tui.core.journal import JournalError
from tui.core.kind import Resource
from tui.core.spec import Shape, Spec
from tui.core.text import safe
from tui.core.typed import InputError, read
from tui.jobs.following import follow, is_running
from tui.resources.execution_changes import execute
from tui.resources.execution_request import (
    BACKGROUND,
    LARGEST,
    LATER,
    NOW,
    body_problem,
    headers_problem,
    time_problem,
)

BAD_USAGE = 2
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for on the command line."""

    function: str
    path: str
    method: str
    data: str
    header: list[str]
    background: bool
    wait: bool
    at: str


def run(flags: Flags, order: Order) -> int:
    """Run it. 0 where it completed, 1 where it failed, 2 where it could not begin."""
    try:
        settings = configured(flags)
        connection = connect(settings)
        values = _values(order)
        ids = {"functionId": order.function}
        outcome = door_of(connection, settings, "execute").send(execute(ids, None, values))
        if outcome.state is not State.APPLIED or outcome.answer is None:
            problem = outcome.problem
            raise ConfigError(
                problem.sentence if problem else "It is not known whether it ran.",
                problem.remedy if problem else "",
            )
        return _tell(connection, ids, outcome.answer, order)
    except JournalError as error:
        print(f"appwrite-tui: {not_written(error).line}", file=sys.stderr)
    except (ConfigError, ApiError, OSError) as error:
        print(f"appwrite-tui: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped waiting; the function goes on.", file=sys.stderr)
        return INTERRUPTED
    return BAD_USAGE


def _values(order: Order) -> dict[str, Any]:
    """What the function is sent. Raises ConfigError for what no server would take."""
    headers = [one.strip() for one in order.header]
    if said := headers_problem(headers, {}):
        raise ConfigError(f"{said}.", "It is NAME:VALUE.")
    body = _body(order.data)
    if len(body) > LARGEST:
        raise ConfigError(
            f"The body has {len(body):,} characters; servers take {LARGEST:,} (10 MB).",
            "Put it into a file of a bucket, and send the file's id.",
        )
    if said := body_problem(body, {"headers": headers}):
        raise ConfigError(f"{said}.")
    if order.at and (said := time_problem(_moment(order.at), {"when": LATER})):
        raise ConfigError(f"{said}.")
    when = LATER if order.at else BACKGROUND if order.background else NOW
    return {
        "requestMethod": (order.method or ("POST" if body else "GET")).upper(),
        "requestPath": order.path,
        "body": body,
        "headers": headers,
        "when": when,
        "scheduledAt": _moment(order.at) if order.at else None,
    }


def _moment(text: str) -> str:
    """A point in time, in the form of servers. Raises ConfigError."""
    try:
        return str(read(Spec("at", Shape.DATETIME, ""), text))
    except InputError as error:
        raise ConfigError(f"--at: {error}.") from error


def _body(data: str) -> str:
    if not data.startswith("@"):
        return data
    try:
        return sys.stdin.read() if data == "@-" else Path(data[1:]).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{safe(data[1:])} is no text in UTF-8.", "Bodies are text.") from error


def _tell(connection: Connection, ids: Mapping[str, str], execution: Resource, order: Order) -> int:
    if order.background and order.wait:
        ids = {**ids, "executionId": str(execution.get("$id"))}
        execution = follow(Job("execute"), connection, ids)
    body = str(execution.get("responseBody") or "")
    if body:
        sys.stdout.write(body if body.endswith("\n") else f"{body}\n")
    told = f"{execution.get('$id')} {execution.get('status')}"
    if execution.get("responseStatusCode"):
        told += f" {execution['responseStatusCode']}"
    print(safe(told), file=sys.stderr)
    for line in str(execution.get("errors") or "").splitlines()[:20]:
        print(safe(line), file=sys.stderr)
    went_well = is_running(execution) or execution.get("status") in ("completed", "scheduled")
    return 0 if went_well else 1
