"""Deployments of a function: how their builds went, and which one runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.core.cell import NOTHING, Cell, Tone
from tui.core.endpoint import Endpoint
from tui.core.kind import Field, Kind, Resource, Search, View, Writes
from tui.core.order import Order
from tui.core.sizes import seconds
from tui.core.text import brief
from tui.core.text_lines import TextLines
from tui.core.times import seconds_since
from tui.resources import fields as f

if TYPE_CHECKING:
    from tui.core.deed import Deed
    from tui.core.filter_field import FilterField

READ = ("functions.read",)
TONES = {"ready": Tone.GOOD, "failed": Tone.BAD, "canceled": Tone.WARN}
UNFINISHED = ("waiting", "processing", "building")
LONGEST_BUILD = 3600
"""Seconds after which a build that has not ended is taken to have died: Appwrite ends it sooner."""


def status(told: object) -> Cell:
    """How far a build is, in its tone."""
    text = brief(str(told or ""))
    return Cell(text, TONES.get(text, Tone.WARN)) if text else NOTHING


def build_time(deployment: Resource) -> Cell:
    """How long the build took; 0 is what servers say before it began."""
    duration = deployment.get("buildDuration")
    return Cell(seconds(duration)) if duration else NOTHING


def goes_on(deployment: Resource) -> bool:
    """Whether it is being built."""
    so_far = seconds_since(deployment.get("$createdAt"))
    is_built = deployment.get("status") not in UNFINISHED
    return not is_built and so_far is not None and so_far < LONGEST_BUILD


def deployment_fields(function: Resource | None) -> tuple[Field, ...]:
    """The fields of a deployment; only its function knows whether it is the active one."""
    active_id = function.get("deploymentId") if function is not None else None

    def active(deployment: Resource) -> Cell:
        if active_id and deployment.get("$id") == active_id:
            return Cell("● active", Tone.GOOD)
        waits = deployment.get("activate") is True and deployment.get("status") in UNFINISHED
        return Cell("once built", Tone.DIM) if waits else NOTHING

    return (
        f.identifier(),
        f.made("active", active, 10),
        f.made("status", lambda one: status(one.get("status")), 10),
        f.made("build", build_time, 10, right=True),
        f.bytes_of("size", "totalSize"),
        f.bytes_of("source", "sourceSize"),
        f.bytes_of("built", "buildSize"),
        f.text("type", "type", 8),
        f.text("commit", "providerCommitMessage", 24, grow=True),
        *f.stamps(updated=True),
        f.text("entrypoint", "entrypoint", in_list=False),
        f.text("branch", "providerBranch", in_list=False),
        f.text("commit id", "providerCommitHash", in_list=False),
        f.text("commit by", "providerCommitAuthor", in_list=False),
    )


def _build_log(deployment: Resource) -> Sequence[Cell] | TextLines:
    log = deployment.get("buildLogs")
    if not log:
        return [Cell("No build log.", Tone.DIM)]
    return TextLines(str(log))


def _deployment_filters(parent: Resource | None) -> tuple[FilterField, ...]:
    from tui.resources import filters as q

    return q.with_own(
        q.one_of("status", "waiting", "processing", "building", "ready", "failed", "canceled"),
        q.size("buildSize", "built"),
        q.size("sourceSize", "source"),
        q.size("totalSize", "size"),
        q.duration("buildDuration", "build", whole=True),
        q.text("type"),
    )


def _changes() -> Writes:
    from tui.resources.deployment_changes import DEPLOYMENT_WRITES

    return DEPLOYMENT_WRITES


def _deeds() -> tuple[Deed, ...]:
    from tui.resources.deployment_changes import DEEDS

    return DEEDS


DEPLOYMENTS = Kind(
    name="deployment",
    filters=_deployment_filters,
    search=Search.OWN,
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
    changes=_changes,
    deeds=_deeds,
    label=lambda deployment: "",
    fields=deployment_fields,
    goes_on=goes_on,
)
