"""Executions of a function: how they ended, what they logged, what they were asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.core.cell import NOTHING, Cell, Tone
from tui.core.endpoint import Endpoint
from tui.core.kind import Field, Kind, Resource, Search, View, Writes
from tui.core.order import Order
from tui.core.redact import redacted
from tui.core.sizes import seconds
from tui.core.text import brief, safe
from tui.core.text_lines import TextLines
from tui.core.times import seconds_since
from tui.resources import fields as f

if TYPE_CHECKING:
    from tui.core.filter_field import FilterField
    from tui.core.spec import Spec

SCOPES = ("executions.read", "execution.read")
STATUS = {
    "completed": Cell("✓ done", Tone.GOOD),
    "failed": Cell("✗ failed", Tone.BAD),
    "processing": Cell("◌ running", Tone.WARN),
    "waiting": Cell("◌ waiting", Tone.WARN),
    "scheduled": Cell("◷ scheduled", Tone.DIM),
}


LAID_OUT = 200_000
"""Characters of a body up to which JSON is laid out."""
EMPTY_BODY = "The body of the response is empty."
BODY_NOT_KEPT = "Appwrite does not keep the body of a response."
NO_HEADERS = Cell("no headers", Tone.DIM)
OVERDUE = Cell("✗ overdue", Tone.BAD)
UNFINISHED = ("waiting", "processing")
LONGEST_RUN = 900
"""Seconds that Appwrite lets a function run at most, as it is delivered."""


def status(execution: Resource) -> Cell:
    """How it ended, by sign and word."""
    told = execution.get("status")
    return STATUS.get(str(told), Cell(brief(str(told)))) if told else NOTHING


def code(execution: Resource) -> Cell:
    """The function's answer; 0 means that there was none."""
    number = execution.get("responseStatusCode")
    if not isinstance(number, int) or number == 0:
        return NOTHING
    tone = Tone.BAD if number >= 500 else Tone.WARN if number >= 400 else Tone.PLAIN
    return Cell(brief(str(number)), tone)


def running_for(execution: Resource) -> float | None:
    """The seconds since it was to begin; None for one that has ended, or whose time is not come.

    The server says 0 as the duration of an execution that has not ended.
    """
    if execution.get("status") not in UNFINISHED:
        return None
    scheduled = seconds_since(execution.get("scheduledAt"))
    return seconds_since(execution.get("$createdAt")) if scheduled is None else scheduled


def goes_on(execution: Resource) -> bool:
    """Whether it runs; one that began longer ago than any may run has died."""
    so_far = running_for(execution)
    return so_far is not None and so_far < LONGEST_RUN


def duration(execution: Resource) -> Cell:
    """How long it took, or how long it has been running; nothing for one that has not begun."""
    if execution.get("status") == "processing":
        so_far = running_for(execution)
        return NOTHING if so_far is None else Cell(seconds(so_far), Tone.WARN)
    if execution.get("status") in ("waiting", "scheduled"):
        return NOTHING
    took = seconds(execution.get("duration"))
    return NOTHING if took == NOTHING.text else Cell(took)


def execution_fields(function: Resource | None) -> tuple[Field, ...]:
    """The fields of an execution; its function knows how long one may take.

    Older servers leave one that died on its way in `processing` for ever. Later ones call it
    failed, as the Console does; here it is overdue, which is what is known.
    """
    limit = function.get("timeout") if function is not None else None

    def is_overdue(execution: Resource) -> bool:
        so_far = running_for(execution)
        return isinstance(limit, int) and so_far is not None and so_far > limit

    def told(execution: Resource) -> Cell:
        return OVERDUE if is_overdue(execution) else status(execution)

    def why(execution: Resource) -> Sequence[Cell]:
        if not is_overdue(execution):
            return [status(execution)]
        said = f"still {execution['status']}, although it may take {limit} s"
        return [OVERDUE, Cell(safe(said), Tone.DIM)]

    return (
        f.identifier(),
        f.made("status", told, 11, detail=why),
        f.made("code", code, 4, right=True),
        f.made("duration", duration, 10, right=True),
        f.text("trigger", "trigger", 8),
        f.text("method", "requestMethod", 7),
        f.text("path", "requestPath", 20, grow=True),
        f.text("deployment", "deploymentId", 20),
        *f.stamps(),
        f.moment("scheduled", "scheduledAt", in_list=False),
    )


def _logs(execution: Resource) -> Sequence[Cell] | TextLines:
    logs = execution.get("logs")
    return TextLines(str(logs)) if logs else [Cell("Nothing was logged.", Tone.DIM)]


def _errors(execution: Resource) -> Sequence[Cell] | TextLines:
    errors = execution.get("errors")
    return TextLines(str(errors)) if errors else [Cell("No errors.", Tone.DIM)]


def _failed(execution: Resource) -> bool:
    return execution.get("status") == "failed" and bool(execution.get("errors"))


def _answered(execution: Resource) -> bool:
    """Whether its answer is known whole, as only the one who waited for it was told."""
    headers = execution.get("responseHeaders")
    names = [one.get("name") for one in headers or () if isinstance(one, dict)]
    return bool(execution.get("responseBody")) or "x-appwrite-execution-id" in names


def _headers(value: object) -> list[str]:
    """Headers as the server lists them: `{name, value}` each."""
    if not isinstance(value, list):
        return []
    hidden = (one for one in redacted(value) if isinstance(one, dict))
    return [safe(f"{one.get('name')}: {one.get('value')}") for one in hidden]


def _request(execution: Resource) -> Sequence[Cell]:
    line = f"{execution.get('requestMethod') or '—'} {execution.get('requestPath') or '—'}"
    headers = [Cell(one) for one in _headers(execution.get("requestHeaders"))]
    return [Cell(safe(line)), *(headers or [NO_HEADERS])]


def _response(execution: Resource) -> Sequence[Cell] | TextLines:
    """Status, headers and body. The body is only in the answer to a request that waited for it."""
    headers = _headers(execution.get("responseHeaders"))
    body = execution.get("responseBody")
    if body:
        told = [code(execution).text, *headers, "", _laid_out(str(body))]
        return TextLines("\n".join(told), is_log=False)
    return [
        code(execution),
        *([Cell(one) for one in headers] or [NO_HEADERS]),
        Cell(""),
        Cell(EMPTY_BODY if _answered(execution) else BODY_NOT_KEPT, Tone.DIM),
    ]


def _laid_out(body: str) -> str:
    """JSON with a line for each value, anything else as it is."""
    if len(body) > LAID_OUT or body[:1] not in "{[":
        return body
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return body


EXECUTIONS_PATH = "/functions/{functionId}/executions"


def _execution_filters(parent: Resource | None) -> tuple[FilterField, ...]:
    from tui.resources import filters as q

    return q.with_own(
        q.one_of(
            "status",
            "waiting",
            "processing",
            "completed",
            "failed",
            "scheduled",
            done="completed",
            running="processing",
        ),
        q.one_of("trigger", "http", "schedule", "event"),
        q.status_code("responseStatusCode", "code"),
        q.duration("duration"),
        q.text("requestMethod", "method"),
        q.text("requestPath", "path"),
        q.text("deploymentId", "deployment"),
    )


def _changes() -> Writes:
    from tui.resources.execution_changes import EXECUTION_WRITES

    return EXECUTION_WRITES


def _form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    from tui.resources.execution_changes import execution_form

    return execution_form(parent, new)


EXECUTIONS = Kind(
    name="execution",
    filters=_execution_filters,
    search=Search.COLUMNS,
    title="Executions",
    noun="Execution",
    id_name="executionId",
    parent="function",
    listing=Endpoint("GET", EXECUTIONS_PATH, "functions.list_executions", SCOPES),
    get=Endpoint("GET", f"{EXECUTIONS_PATH}/{{executionId}}", "functions.get_execution", SCOPES),
    items="executions",
    order=Order(),
    label=lambda execution: "",
    changes=_changes,
    form=_form,
    saves_by="run",
    told_once=("responseBody", "responseHeaders"),
    bulky=("logs", "errors", "responseBody", "responseHeaders", "requestHeaders"),
    views=(
        View("logs", _logs),
        View("errors", _errors, leads=_failed),
        View("request", _request),
        View("response", _response, leads=_answered),
    ),
    fields=execution_fields,
    goes_on=goes_on,
)
