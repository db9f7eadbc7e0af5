"""Running a function: a new execution is created, which is a change like any other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.core.change import Change, Level, Verb, Write
from tui.core.endpoint import Effect, Endpoint
from tui.core.kind import Resource, Writes
from tui.core.spec import Spec
from tui.core.text import safe
from tui.resources.execution_request import BACKGROUND, LATER, headers_of, request_form

SCOPES = ("executions.write", "execution.write")
_PATH = "/functions/{functionId}/executions"
CREATE = Endpoint("POST", _PATH, "functions.create_execution", SCOPES, Effect.WRITE)
DELETE = Endpoint(
    "DELETE", f"{_PATH}/{{executionId}}", "functions.delete_execution", SCOPES, Effect.DESTROY
)
STAYS = "What the function has done stays done: only its record goes."
FORGOTTEN = ("requestHeaders", "responseHeaders", "responseBody", "logs", "errors")
"""What of the answer is not journaled: it holds whatever the function was sent and says."""


def execution_form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    """What a function is run with; what has run cannot be edited."""
    return request_form() if new else ()


def execute(ids: Mapping[str, str], parent: Resource | None, values: Resource) -> Change:
    """Run a function. What it is sent stays out of the journal: headers and bodies hold secrets."""
    method = str(values.get("requestMethod") or "GET")
    path = str(values.get("requestPath") or "/")
    scheduled = values.get("scheduledAt") if values.get("when") == LATER else None
    body: dict[str, Any] = {
        "method": method,
        "path": path,
        "async": values.get("when") in (BACKGROUND, LATER),
    }
    if values.get("body"):
        body["body"] = values["body"]
    if headers := headers_of(values.get("headers") or ()):
        body["headers"] = headers
    if scheduled:
        body["scheduledAt"] = scheduled
    name = safe(f"execution of {ids['functionId']}: {method} {path}")
    after = {"requestMethod": method, "requestPath": path}
    write = Write(CREATE, ids, body)
    return Change(Verb.CREATE, "execution", ids, name, write, None, {}, after, forgets=FORGOTTEN)


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
