"""Changes of functions: made, set, deleted; which deployment of them runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.core.change import Change, Guard, Level, Look, Verb, Write
from tui.core.cron import CronError, in_words
from tui.core.endpoint import Effect, Endpoint
from tui.core.kind import Resource, Writes
from tui.core.spec import Shape, Spec
from tui.core.text import safe
from tui.resources.put_changes import update_by_put

SCOPES = ("functions.write",)
PATH = "/functions/{functionId}"
GET = Endpoint("GET", PATH, "functions.get", ("functions.read",))
CREATE = Endpoint("POST", "/functions", "functions.create", SCOPES, Effect.WRITE)
PUT = Endpoint("PUT", PATH, "functions.update", SCOPES, Effect.WRITE)
DELETE = Endpoint("DELETE", PATH, "functions.delete", SCOPES, Effect.DESTROY)
ACTIVATE = Endpoint(
    "PATCH", f"{PATH}/deployment", "functions.update_function_deployment", SCOPES, Effect.WRITE
)
DEPLOYMENTS = Endpoint(
    "GET", f"{PATH}/deployments", "functions.list_deployments", ("functions.read",)
)
ENDPOINTS = (CREATE, PUT, DELETE, ACTIVATE)
SETTINGS = (
    *("name", "runtime", "execute", "events", "schedule", "timeout", "enabled", "logging"),
    *("entrypoint", "commands", "scopes", "specification"),
    *("installationId", "providerRepositoryId", "providerBranch", "providerSilentMode"),
    *("providerRootDirectory", "providerBranches", "providerPaths"),
    *("buildSpecification", "runtimeSpecification", "deploymentRetention"),
)
"""What the PUT of a function takes, and resets where it is left out; each server has its own."""
MOST_SECONDS = 900


def function_form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    """Everything of a function that is set by hand; a new one begins with its id."""
    fields = (
        Spec("name", Shape.TEXT, "text", required=True, longest=128),
        Spec("enabled", Shape.BOOLEAN, "users can run it", default=True),
        Spec("timeout", Shape.INTEGER, "seconds 1–900", low=1, high=MOST_SECONDS, default=15),
        Spec("schedule", Shape.TEXT, "cron, UTC; empty: none", default="",
             check=schedule_problem, means=schedule_in_words),
        Spec("execute", Shape.ROLE, "roles that may run it", array=True, longest=64),
        Spec("events", Shape.TEXT, "events that run it", array=True, longest=512),
        Spec("logging", Shape.BOOLEAN, "logs are kept", default=True),
        Spec("entrypoint", Shape.TEXT, "file", longest=1028, default=""),
        Spec("commands", Shape.TEXT, "that build it", longest=8192, default=""),
        Spec("scopes", Shape.TEXT, "scopes of its own key", array=True, longest=64),
    )  # fmt: skip
    runtime = Spec("runtime", Shape.TEXT, "node-22, python-3.12 …", required=True, longest=64)
    if not new:
        return (*fields, runtime)
    return (Spec("$id", Shape.ID, "id", longest=36), fields[0], runtime, *fields[1:])


def schedule_problem(value: Any, values: Mapping[str, Any]) -> str:
    """Why a schedule is none."""
    if not value:
        return ""
    try:
        in_words(str(value))
    except CronError as error:
        return str(error)
    return ""


def schedule_in_words(value: Any) -> str:
    """When a schedule runs the function; nothing for none, and for what is none."""
    try:
        return in_words(str(value)) if value else ""
    except CronError:
        return ""


_put = update_by_put("function", "functionId", PUT, GET, SETTINGS)


def _update(
    ids: Mapping[str, str], parent: Resource | None, base: Resource, values: Resource
) -> Change | None:
    if "deploymentId" in values:
        return activate(ids, str(base.get("deploymentId") or ""), str(values["deploymentId"] or ""))
    # Null empties a text or a list; servers take no null there.
    given = {
        name: ([] if isinstance(base.get(name), list) else "") if value is None else value
        for name, value in values.items()
    }
    return _put(ids, parent, base, given)


def activate(ids: Mapping[str, str], former: str, deployment: str) -> Change | None:
    """Let another deployment run; None where there is none to be it."""
    if not deployment:
        return None
    notes = () if former else ("! There is no undo for this: none was active before.",)
    return Change(
        Verb.UPDATE,
        "function",
        ids,
        safe(f"function {ids['functionId']}"),
        Write(ACTIVATE, ids, {"deploymentId": deployment}),
        Look(GET),
        {"deploymentId": former},
        {"deploymentId": deployment},
        level=Level.ASK,
        notes=notes,
    )


def _create(ids: Mapping[str, str], parent: Resource | None, values: Resource) -> Change:
    given = {name: values[name] for name in SETTINGS if values.get(name) not in (None, "")}
    write = Write(CREATE, ids, {"functionId": ids["functionId"], **given})
    name = safe(f"function {ids['functionId']}")
    return Change(Verb.CREATE, "function", ids, name, write, Look(GET), {}, given)


def _delete(ids: Mapping[str, str], parent: Resource | None, whole: Resource) -> Change:
    known = whole.get("deployments")
    held = f"{len(known)}{'' if len(known) < 500 else ' or more'}" if known is not None else "All"
    kept = {name: whole[name] for name in SETTINGS if whole.get(name) not in (None, "", [])}
    return Change(
        Verb.DELETE,
        "function",
        ids,
        safe(f"function {ids['functionId']}"),
        Write(DELETE, ids),
        Look(GET),
        {"$id": whole.get("$id"), **kept},
        {},
        str(whole.get("$updatedAt") or ""),
        Guard.READ,
        Level.TYPE_ID,
        (
            f"! {held} deployments, all variables and all executions go with it.",
            "! There is no undo for this.",
        ),
    )


FUNCTION_WRITES = Writes(_update, _create, _delete, along={"deployments": DEPLOYMENTS})
