"""Changes of deployments: activated, built anew, stopped while they are built, deleted."""

from __future__ import annotations

from collections.abc import Mapping

from tui.core.change import Change, Level, Look, Verb, Write
from tui.core.deed import Deed
from tui.core.endpoint import Effect, Endpoint
from tui.core.kind import Resource, Writes
from tui.core.text import safe
from tui.resources.deployments import UNFINISHED
from tui.resources.function_changes import PATH, SCOPES, activate

_ONE = f"{PATH}/deployments/{{deploymentId}}"
GET = Endpoint("GET", _ONE, "functions.get_deployment", ("functions.read",))
REDEPLOY = Endpoint(
    "POST",
    f"{PATH}/deployments/duplicate",
    "functions.create_duplicate_deployment",
    SCOPES,
    Effect.WRITE,
)
CANCEL = Endpoint(
    "PATCH", f"{_ONE}/status", "functions.update_deployment_status", SCOPES, Effect.WRITE
)
DELETE = Endpoint("DELETE", _ONE, "functions.delete_deployment", SCOPES, Effect.DESTROY)
ENDPOINTS = (GET, REDEPLOY, CANCEL, DELETE)


def _activate(
    ids: Mapping[str, str], function: Resource | None, deployment: Resource, values: Resource
) -> Change | None:
    if function is None:
        raise ValueError("The function is not known yet; try again in a moment.")
    if deployment.get("status") != "ready":
        raise ValueError(
            f"Only what was built can be activated; this is {safe(str(deployment.get('status')))}."
        )
    former = str(function.get("deploymentId") or "")
    return None if former == ids["deploymentId"] else activate(ids, former, ids["deploymentId"])


def _redeploy(
    ids: Mapping[str, str], function: Resource | None, deployment: Resource, values: Resource
) -> Change:
    return redeploy(ids, ids["deploymentId"], deployment.get("activate") is True)


def redeploy(ids: Mapping[str, str], deployment: str, runs: bool) -> Change:
    """Build the code of a deployment anew, as a new one; `runs` by itself if that one did."""
    source = {"functionId": ids["functionId"], "deploymentId": deployment}
    return Change(
        Verb.CREATE,
        "deployment",
        source,
        safe(f"deployment of {ids['functionId']} from the code of {deployment}"),
        Write(REDEPLOY, source, {"deploymentId": deployment}),
        None,
        level=Level.ASK,
        notes=(
            "It is built with the variables of now"
            + (", and runs as soon as it is ready." if runs else "; activate it then (m)."),
        ),
    )


def _cancel(
    ids: Mapping[str, str], function: Resource | None, deployment: Resource, values: Resource
) -> Change:
    state = str(deployment.get("status"))
    if state not in UNFINISHED:
        raise ValueError(f"Its build has ended already: it is {safe(state)}.")
    return Change(
        Verb.UPDATE,
        "deployment",
        ids,
        _name(ids),
        Write(CANCEL, ids),
        Look(GET),
        {"status": state},
        {"status": "canceled"},
        level=Level.ASK,
        notes=("! The build stops. There is no undo for this; redeploy builds it anew.",),
    )


def _delete(ids: Mapping[str, str], function: Resource | None, whole: Resource) -> Change:
    """Delete one, with its code. What the answer to its creation says of its id counts."""
    ids = {**ids, "deploymentId": str(whole.get("$id") or ids["deploymentId"])}
    notes = ["! Its code goes with it. There is no undo for this."]
    if function is not None and function.get("deploymentId") == ids["deploymentId"]:
        notes.insert(0, "! It is the active one: nothing can run until another is activated.")
    told = ("$id", "status", "type", "$createdAt")
    shown = {name: whole[name] for name in told if whole.get(name)}
    return Change(
        Verb.DELETE,
        "deployment",
        ids,
        _name(ids),
        Write(DELETE, ids),
        Look(GET),
        shown,
        level=Level.TYPE_ID if len(notes) > 1 else Level.ASK,
        notes=tuple(notes),
    )


def _name(ids: Mapping[str, str]) -> str:
    return safe(f"deployment {ids['deploymentId']}")


DEPLOYMENT_WRITES = Writes(lambda ids, parent, base, values: None, None, _delete)
DEEDS = (
    Deed("a", "activate: let it run", _activate),
    Deed("r", "redeploy: build its code anew", _redeploy),
    Deed("c", "cancel its build", _cancel, many=True),
)
