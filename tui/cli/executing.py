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
from tui.core.text import safe
from tui.jobs.following import follow, is_running
from tui.resources.execution_changes import execute

BAD_USAGE = 2
INTERRUPTED = 130
LARGEST = 10 * 2**20
"""Bytes of a body that servers take."""


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
    headers = {}
    for one in order.header:
        name, colon, value = one.partition(":")
        if not colon or not name.strip() or " " in name.strip():
            raise ConfigError(f"{safe(one)!r} is no header.", "It is NAME:VALUE.")
        headers[name.strip().lower()] = value.strip()
    body = _body(order.data)
    if len(body.encode()) > LARGEST:
        raise ConfigError("The body is larger than the 10 MB that servers take.", "Use a file.")
    return {
        "requestMethod": (order.method or ("POST" if body else "GET")).upper(),
        "requestPath": order.path,
        "body": body,
        "headers": headers,
        "async": order.background,
    }


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
    return 0 if is_running(execution) or execution.get("status") == "completed" else 1
