"""Running a function: a new execution is created, which is a change like any other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tui.core.change import Change, Level, Verb, Write
from tui.core.endpoint import Effect, Endpoint
from tui.core.kind import Resource, Writes
from tui.core.spec import Shape, Spec
from tui.core.text import safe

SCOPES = ("executions.write", "execution.write")
_PATH = "/functions/{functionId}/executions"
CREATE = Endpoint("POST", _PATH, "functions.create_execution", SCOPES, Effect.WRITE)
DELETE = Endpoint(
    "DELETE", f"{_PATH}/{{executionId}}", "functions.delete_execution", SCOPES, Effect.DESTROY
)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
STAYS = "What the function has done stays done: only its record goes."


def execution_form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    """What a function is run with; what has run cannot be edited.

    The names of method and path are those of a past execution, so that one can be run again.
    """
    if not new:
        return ()
    return (
        Spec("requestMethod", Shape.ENUM, "method", elements=METHODS, default="GET"),
        Spec("requestPath", Shape.TEXT, "path and query", longest=2048, default="/"),
        Spec("body", Shape.TEXT, "body"),
        Spec("headers", Shape.JSON, 'JSON object: {"content-type": "application/json"}'),
        Spec("async", Shape.BOOLEAN, "in the background; else at most 30 s", default=False),
        Spec("scheduledAt", Shape.DATETIME, "at this time; only in the background"),
    )


def execute(ids: Mapping[str, str], parent: Resource | None, values: Resource) -> Change:
    """Run a function. What it is sent stays out of the journal: headers and bodies hold secrets."""
    method = str(values.get("requestMethod") or "GET")
    path = str(values.get("requestPath") or "/")
    scheduled = values.get("scheduledAt")
    body: dict[str, Any] = {
        "method": method,
        "path": path,
        "async": bool(values.get("async")) or bool(scheduled),
    }
    if values.get("body"):
        body["body"] = values["body"]
    headers = values.get("headers")
    if isinstance(headers, str):
        headers = json.loads(headers)
    if headers:
        body["headers"] = headers
    if scheduled:
        body["scheduledAt"] = scheduled
    name = safe(f"execution of {ids['functionId']}: {method} {path}")
    after = {"requestMethod": method, "requestPath": path}
    return Change(Verb.CREATE, "execution", ids, name, Write(CREATE, ids, body), None, {}, after)


def _delete(ids: Mapping[str, str], parent: Resource | None, whole: Resource) -> Change:
    """Delete the record. Its id is the server's: the one in the answer to its creation counts."""
    ids = {**ids, "executionId": str(whole.get("$id") or ids["executionId"])}
    shown = {name: whole.get(name) for name in ("$id", "status", "requestMethod", "requestPath")}
    name = safe(f"execution {ids['executionId']}")
    notes = ("! There is no undo for this.", STAYS)
    return Change(
        Verb.DELETE,
        "execution",
        ids,
        name,
        Write(DELETE, ids),
        None,
        shown,
        level=Level.ASK,
        notes=notes,
    )


EXECUTION_WRITES = Writes(lambda ids, parent, base, values: None, execute, _delete)
