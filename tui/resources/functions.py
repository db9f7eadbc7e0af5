"""Functions and their variables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.core.cell import NOTHING, Cell, Tone
from tui.core.endpoint import Endpoint
from tui.core.kind import Kind, Resource, Search, Writes
from tui.core.order import Order
from tui.core.redact import HIDDEN
from tui.core.text import brief, safe
from tui.core.values import of
from tui.resources import fields as f
from tui.resources.deployments import status

if TYPE_CHECKING:
    from tui.core.filter_field import FilterField
    from tui.core.spec import Spec

READ = ("functions.read",)


def timeout(function: Resource) -> Cell:
    """How long an execution may take."""
    found = function.get("timeout")
    return NOTHING if found is None else Cell(brief(f"{found} s"))


def _function_filters(parent: Resource | None) -> tuple[FilterField, ...]:
    from tui.resources import filters as q

    return q.with_own(
        q.text("name"),
        q.switch("enabled"),
        q.text("runtime"),
        q.text("schedule"),
        q.duration("timeout", whole=True),
        # In the list, `deployment` is how the last one went, which no server compares.
        q.text("deploymentId"),
    )


def schedule(function: Resource) -> Sequence[Cell]:
    """The schedule, and what it means."""
    from tui.resources.function_changes import schedule_in_words

    text = str(function.get("schedule") or "")
    words = schedule_in_words(text)
    return [
        Cell(safe(text)) if text else NOTHING,
        *([Cell(safe(words), Tone.DIM)] if words else []),
    ]


def _schedule(function: Resource) -> Cell:
    text = function.get("schedule")
    return Cell(brief(str(text))) if text else NOTHING


def _function_changes() -> Writes:
    from tui.resources.function_changes import FUNCTION_WRITES

    return FUNCTION_WRITES


def _function_form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    from tui.resources.function_changes import function_form

    return function_form(parent, new)


def _variable_changes() -> Writes:
    from tui.resources.variable_changes import VARIABLE_WRITES

    return VARIABLE_WRITES


def _variable_form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    from tui.resources.variable_changes import variable_form

    return variable_form(parent, new)


FUNCTIONS = Kind(
    name="function",
    filters=_function_filters,
    search=Search.OWN,
    title="Functions",
    noun="Function",
    id_name="functionId",
    listing=Endpoint("GET", "/functions", "functions.list", READ),
    get=Endpoint("GET", "/functions/{functionId}", "functions.get", READ),
    items="functions",
    order=Order(descending=False),
    children=("execution", "deployment", "variable"),
    changes=_function_changes,
    form=_function_form,
    fields=f.always(
        f.identifier(),
        f.text("name", "name", 24, grow=True),
        f.text("runtime", "runtime", 14),
        f.enabled(),
        f.made("deployment", lambda one: status(one.get("latestDeploymentStatus")), 10),
        f.made("schedule", _schedule, 14, detail=schedule, source="schedule"),
        f.words("execute", "execute", 14),
        f.made("timeout", timeout, 8, right=True),
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
    at_once=5000,
    label=lambda variable: str(variable.get("key", "")),
    changes=_variable_changes,
    form=_variable_form,
    fields=f.always(
        f.text("key", "key", 28),
        f.made("value", _value, 32, grow=True),
        f.switch("secret", "secret", Cell("write-only", Tone.WARN), Cell("—", Tone.DIM), 10),
        f.identifier(),
        *f.stamps(),
    ),
)
