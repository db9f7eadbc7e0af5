"""Executions of a function: how they ended, what they logged, what they were asked."""

from __future__ import annotations

from collections.abc import Sequence

from tui.core.cell import NOTHING, Cell, Tone
from tui.core.endpoint import Endpoint
from tui.core.kind import Kind, Resource, View
from tui.core.order import Order
from tui.core.sizes import seconds
from tui.core.text import safe, safe_lines
from tui.resources import fields as f

SCOPES = ("executions.read", "execution.read")
STATUS = {
    "completed": Cell("✓ done", Tone.GOOD),
    "failed": Cell("✗ failed", Tone.BAD),
    "processing": Cell("◌ running", Tone.WARN),
    "waiting": Cell("◌ waiting", Tone.WARN),
    "scheduled": Cell("◷ scheduled", Tone.DIM),
}


def status(execution: Resource) -> Cell:
    """How it ended, by sign and word."""
    return STATUS.get(str(execution.get("status")), Cell(safe(str(execution.get("status")))))


def code(execution: Resource) -> Cell:
    """The function's answer; 0 means that there was none."""
    number = execution.get("responseStatusCode")
    if not isinstance(number, int) or number == 0:
        return NOTHING
    tone = Tone.BAD if number >= 500 else Tone.WARN if number >= 400 else Tone.PLAIN
    return Cell(str(number), tone)


def duration(execution: Resource) -> Cell:
    """How long it took; nothing for one that has not ended."""
    if execution.get("status") in ("waiting", "processing", "scheduled"):
        return NOTHING
    return Cell(seconds(execution.get("duration")))


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
        for one in value
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

EXECUTIONS = Kind(
    name="execution",
    title="Executions",
    noun="Execution",
    id_name="executionId",
    parent="function",
    listing=Endpoint("GET", EXECUTIONS_PATH, "functions.list_executions", SCOPES),
    get=Endpoint("GET", f"{EXECUTIONS_PATH}/{{executionId}}", "functions.get_execution", SCOPES),
    items="executions",
    order=Order(),
    label=lambda execution: "",
    views=(
        _text_view("logs", "Nothing was logged.", Tone.PLAIN),
        _text_view("errors", "No errors.", Tone.BAD),
        View("request", _request),
        View("response", _response),
    ),
    fields=f.always(
        f.identifier(),
        f.made("status", status, 11),
        f.made("code", code, 4, right=True),
        f.made("duration", duration, 10, right=True),
        f.text("trigger", "trigger", 8),
        f.text("method", "requestMethod", 7),
        f.text("path", "requestPath", 20, grow=True),
        f.text("deployment", "deploymentId", 20),
        *f.stamps(),
        f.moment("scheduled", "scheduledAt", in_list=False),
    ),
)
