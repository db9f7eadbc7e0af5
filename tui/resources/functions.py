"""Functions, their deployments and variables."""

from __future__ import annotations

from collections.abc import Sequence

from tui.core.cell import Cell, Tone
from tui.core.endpoint import Endpoint
from tui.core.kind import Kind, Resource, View
from tui.core.order import Order
from tui.core.redact import HIDDEN
from tui.core.sizes import seconds
from tui.core.text import safe, safe_lines
from tui.core.values import of
from tui.resources import fields as f

READ = ("functions.read",)
BUILD_TONES = {"ready": Tone.GOOD, "failed": Tone.BAD, "canceled": Tone.WARN}


def deployment_status(status: object) -> Cell:
    """A build's status in its tone."""
    text = safe(str(status or "—"))
    return Cell(text, BUILD_TONES.get(text, Tone.DIM if text == "—" else Tone.WARN))


FUNCTIONS = Kind(
    name="function",
    title="Functions",
    noun="Function",
    id_name="functionId",
    listing=Endpoint("GET", "/functions", "functions.list", READ),
    get=Endpoint("GET", "/functions/{functionId}", "functions.get", READ),
    items="functions",
    order=Order(descending=False),
    children=("execution", "deployment", "variable"),
    fields=f.always(
        f.identifier(),
        f.text("name", "name", 24, grow=True),
        f.text("runtime", "runtime", 14),
        f.enabled(),
        f.made("deployment", lambda one: deployment_status(one.get("latestDeploymentStatus")), 10),
        f.text("schedule", "schedule", 14),
        f.words("execute", "execute", 14),
        f.made("timeout", lambda one: Cell(f"{one.get('timeout', '—')} s"), 8, right=True),
        f.words("events", "events", in_list=False),
        f.words("scopes", "scopes", in_list=False),
        f.text("entrypoint", "entrypoint", in_list=False),
        f.text("commands", "commands", in_list=False),
        f.switch("logging", "logging", Cell("on"), Cell("off", Tone.WARN), in_list=False),
        f.text("active deployment", "deploymentId", in_list=False),
        f.text("specification", "specification", in_list=False),
        f.text("to build on", "buildSpecification", in_list=False),
        f.text("to run on", "runtimeSpecification", in_list=False),
        *f.stamps(updated=True),
    ),
)


def _build_log(deployment: Resource) -> Sequence[Cell]:
    log = deployment.get("buildLogs")
    if not log:
        return [Cell("No build log.", Tone.DIM)]
    return [Cell(line) for line in safe_lines(str(log))]


DEPLOYMENTS = Kind(
    name="deployment",
    title="Deployments",
    noun="Deployment",
    id_name="deploymentId",
    parent="function",
    listing=Endpoint(
        "GET", "/functions/{functionId}/deployments", "functions.list_deployments", READ
    ),
    get=Endpoint(
        "GET",
        "/functions/{functionId}/deployments/{deploymentId}",
        "functions.get_deployment",
        READ,
    ),
    items="deployments",
    order=Order(),
    views=(View("build log", _build_log),),
    label=lambda deployment: "",
    fields=f.always(
        f.identifier(),
        f.made("status", lambda one: deployment_status(one.get("status")), 10),
        f.switch("active", "activate", Cell("activates"), Cell("—", Tone.DIM), in_list=False),
        f.made("build", lambda one: Cell(seconds(one.get("buildDuration"))), 10, right=True),
        f.bytes_of("size", "totalSize"),
        f.bytes_of("source", "sourceSize"),
        f.text("type", "type", 8),
        f.text("entrypoint", "entrypoint", 16, grow=True),
        *f.stamps(),
    ),
)


def _value(variable: Resource) -> Cell:
    return Cell(HIDDEN, Tone.DIM) if variable.get("secret") else of(variable.get("value"))


VARIABLES = Kind(
    name="variable",
    title="Variables",
    noun="Variable",
    id_name="variableId",
    parent="function",
    listing=Endpoint("GET", "/functions/{functionId}/variables", "functions.list_variables", READ),
    items="variables",
    pages=False,
    label=lambda variable: str(variable.get("key", "")),
    fields=f.always(
        f.text("key", "key", 28),
        f.made("value", _value, 32, grow=True),
        f.switch("secret", "secret", Cell("write-only", Tone.WARN), Cell("—", Tone.DIM), 10),
        f.identifier(),
        *f.stamps(),
    ),
)
