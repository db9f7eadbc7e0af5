"""Executions of a function: how they ended, what they logged, what they were asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui.core.cell import NOTHING, Cell, Tone
from tui.core.endpoint import Endpoint
from tui.core.kind import Field, Kind, Resource, Search, View, Writes
from tui.core.order import Order
from tui.core.redact import redacted
from tui.core.sizes import seconds
from tui.core.text import brief, safe, safe_lines
from tui.core.times import parse
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


OVERDUE = Cell("✗ overdue", Tone.BAD)
UNFINISHED = ("waiting", "processing")


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
    began = parse(execution.get("scheduledAt")) or parse(execution.get("$createdAt"))
    return None if began is None else max(0.0, (datetime.now(UTC) - began).total_seconds())


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


def _text_view(source: str, nothing: str, tone: Tone) -> View:
    def show(execution: Resource) -> Sequence[Cell]:
        text = execution.get(source)
        if not text:
            return [Cell(nothing, Tone.DIM)]
        return [Cell(line, tone) for line in safe_lines(str(text))]

    return View(source, show)


def _headers(value: object) -> list[Cell]:
    """Headers as the server lists them: `{name, value}` each."""
    if not isinstance(value, list) or not value:
        return [Cell("no headers", Tone.DIM)]
    return [
        Cell(safe(f"{one.get('name')}: {one.get('value')}"))
        for one in redacted(value)
        if isinstance(one, dict)
    ]


def _request(execution: Resource) -> Sequence[Cell]:
    line = f"{execution.get('requestMethod') or '—'} {execution.get('requestPath') or '—'}"
    return [Cell(safe(line)), *_headers(execution.get("requestHeaders"))]


def _response(execution: Resource) -> Sequence[Cell]:
    body = execution.get("responseBody")
    told = safe_lines(str(body)) if body else []
    lines = [code(execution), *_headers(execution.get("responseHeaders")), Cell("")]
    if told:
        return [*lines, *(Cell(line) for line in told)]
    return [*lines, Cell("Appwrite does not keep the body of a response.", Tone.DIM)]


EXECUTIONS_PATH = "/functions/{functionId}/executions"


def _execution_filters(parent: Resource | None) -> tuple[FilterField, ...]:
    from tui.resources import filters as q

    return q.with_own(
        q.one_of("status", "waiting", "processing", "completed", "failed", "scheduled"),
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
    views=(
        _text_view("logs", "Nothing was logged.", Tone.PLAIN),
        _text_view("errors", "No errors.", Tone.BAD),
        View("request", _request),
        View("response", _response),
    ),
    fields=execution_fields,
)
