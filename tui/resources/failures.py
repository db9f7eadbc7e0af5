"""Failed executions of all functions, the newest first: one list put together of many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appwrite.query import Query

from tui.core.cell import NOTHING, Cell, Tone
from tui.core.kind import Field, Gathered, Kind, Resource
from tui.core.text import brief
from tui.resources import fields as f
from tui.resources.executions import EXECUTIONS, code, duration
from tui.resources.functions import FUNCTIONS

if TYPE_CHECKING:
    from tui.core.filter_field import FilterField

OF_EACH = 25
"""Failed executions that each function is asked for: a list answers their whole logs."""


def reason(execution: Resource) -> Cell:
    """The first line of what went wrong that says something."""
    told = str(execution.get("errors") or "").lstrip()
    line = told.partition("\n")[0]
    return Cell(brief(line), Tone.BAD) if line else NOTHING


def failure_fields(parent: Resource | None) -> tuple[Field, ...]:
    """What tells failures apart, and whose they are."""
    created, updated = f.stamps()
    return (
        f.identifier(),
        f.text("function", "functionId", 20),
        f.made("code", code, 4, right=True, source="responseStatusCode"),
        f.made("duration", duration, 10, right=True, source="duration"),
        f.text("trigger", "trigger", 8),
        f.text("method", "requestMethod", 7),
        created,
        f.text("path", "requestPath", 14),
        f.made("error", reason, 24),
        updated,
        f.text("deployment", "deploymentId", 20, in_list=False),
    )


def _filters(parent: Resource | None) -> tuple[FilterField, ...]:
    return EXECUTIONS.filters(None) if EXECUTIONS.filters is not None else ()


FAILURES = Kind(
    name="failure",
    title="Failed",
    noun="Failed execution",
    id_name="executionId",
    listing=FUNCTIONS.listing,
    items=EXECUTIONS.items,
    pages=False,
    label=lambda execution: "",
    filters=_filters,
    fields=failure_fields,
    gathered=Gathered(
        FUNCTIONS.name,
        EXECUTIONS.name,
        (
            Query.equal("status", ["failed"]),
            Query.order_desc("$createdAt"),
            Query.limit(OF_EACH),
        ),
        f"the newest {OF_EACH} of each function",
    ),
)
