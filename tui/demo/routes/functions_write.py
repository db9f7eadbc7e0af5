"""Owns the endpoints that make, change and delete functions."""

from __future__ import annotations

import sqlite3
from typing import Any

from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.functions.builds import activated
from tui.demo.functions.cron import Cron
from tui.demo.functions.documents import new_function
from tui.demo.functions.runtimes import DEFAULT_SPECIFICATION, SPECIFICATIONS, runtimes
from tui.demo.model.functions import DEPLOYMENTS, EXECUTIONS, FUNCTIONS, VARIABLES
from tui.demo.params import Boolean, CustomId, ListOf, Number, OneOf, Text, Uid
from tui.demo.permissions import RoleList
from tui.demo.routes.deployments import the_deployment
from tui.demo.routes.functions import shown_function, the_function
from tui.demo.routing import Routes
from tui.demo.settings import FULL
from tui.demo.store.blobs import BLOBS
from tui.demo.store.clock import now

routes = Routes()
declare(
    {
        "function_already_exists": (
            409,
            "Function with the requested ID already exists. Try again with a different ID or use "
            "ID.unique() to generate a unique ID.",
        ),
        "installation_not_found": (
            404,
            "Installation with the requested ID could not be found. Check to see if the ID is "
            "correct, or create the installation.",
        ),
        "build_not_ready": (
            400,
            "Build with the requested ID is building and not ready for execution.",
        ),
    }
)
_BUILT = ("name", "runtime", "entrypoint", "commands", "providerRootDirectory")
"""Settings of which an update leaves the function `live` only if it changes none."""


class FunctionEvent:
    """One event that triggers a function, such as `users.*.create`."""

    def problem(self, value: Any) -> str:
        parts = value.split(".") if isinstance(value, str) else []
        if parts[:1] == ["functions"]:
            return "Triggering a function on a function event is not allowed."
        fits = 2 <= len(parts) <= 7 and parts[0] and parts[1]
        return "" if fits else "Event is not valid."

    def clean(self, value: Any) -> Any:
        return value


def _settings(call: Call, is_new: bool) -> dict[str, Any]:
    """What a caller chooses; whatever is left out gets its default, also in an update.

    Only an update may leave out the runtime (None then).
    """
    names = runtimes(call.settings.version)
    texts = ListOf(Text(512), 100)
    strict = Boolean(strict=True)
    slugs = OneOf([each["slug"] for each in SPECIFICATIONS])
    settings = {
        "name": call.param("name", Text(128)),
        "runtime": call.param("runtime", OneOf(names), *(() if is_new else (None,))),
        "execute": call.param("execute", RoleList(), []),
        "events": call.param("events", ListOf(FunctionEvent(), 100), []),
        "schedule": call.param("schedule", Cron(), ""),
        "timeout": call.param("timeout", Number(1, 900), 15),
        "enabled": call.param("enabled", strict, True),
        "logging": call.param("logging", strict, True),
        "entrypoint": call.param("entrypoint", Text(1028, 0), ""),
        "commands": call.param("commands", Text(8192, 0), ""),
        "scopes": call.param("scopes", ListOf(OneOf(sorted(FULL)), 100), []),
        "installationId": call.param("installationId", Text(128, 0), ""),
        "providerRepositoryId": call.param("providerRepositoryId", Text(128, 0), ""),
        "providerBranch": call.param("providerBranch", Text(128, 0), ""),
        "providerSilentMode": call.param("providerSilentMode", strict, False),
        "providerRootDirectory": call.param("providerRootDirectory", Text(128, 0), ""),
        "providerBranches": call.param("providerBranches", texts, []),
        "providerPaths": call.param("providerPaths", texts, []),
    }
    one = call.param("specification", slugs, DEFAULT_SPECIFICATION)
    return settings | {
        "buildSpecification": call.param("buildSpecification", slugs, one),
        "runtimeSpecification": call.param("runtimeSpecification", slugs, one),
        "deploymentRetention": call.param("deploymentRetention", Number(0, 36_500), 0),
    }


def _refuse_repository(settings: dict[str, Any]) -> None:
    """No repository is connected here: there are no installations that one could be reached by."""
    if settings["installationId"]:
        raise ApiError.of("installation_not_found")
    if settings["providerRepositoryId"]:
        reason = (
            "When connecting to VCS (Version Control System), you need to provide "
            '"installationId" and "providerBranch".'
        )
        raise ApiError.of("general_argument_invalid", reason=reason)


@routes.post("/functions", "functions.write")
def create(call: Call) -> Answer:
    id_ = call.param("functionId", CustomId())
    settings = _settings(call, is_new=True)
    _refuse_repository(settings)
    function = new_function(id_, now(), settings)
    try:
        FUNCTIONS.add(call.store, function)
    except sqlite3.IntegrityError as error:
        raise ApiError.of("function_already_exists") from error
    return answer_json(shown_function(call, function), 201)


@routes.put("/functions/{function_id}", "functions.write")
def update(call: Call, function_id: str) -> Answer:
    settings = _settings(call, is_new=False)
    with call.store.write():
        held = the_function(call, function_id)
        _refuse_repository(settings)
        for kept in ("runtime", "entrypoint"):
            settings[kept] = settings[kept] or held[kept]
        same = all(settings[key] == held[key] for key in _BUILT)
        changed = held | settings | {"live": same, "$updatedAt": now()}
        FUNCTIONS.put(call.store, changed)
    return answer_json(shown_function(call, changed))


@routes.patch("/functions/{function_id}/deployment", "functions.write")
def activate(call: Call, function_id: str) -> Answer:
    """Make a deployment the one that is executed."""
    deployment_id = call.param("deploymentId", Uid())
    with call.store.write():
        function = the_function(call, function_id)
        deployment = the_deployment(call, function, deployment_id)
        if deployment["status"] != "ready":
            raise ApiError.of("build_not_ready")
        changed = activated(function, deployment)
        FUNCTIONS.put(call.store, changed)
    return answer_json(shown_function(call, changed))


@routes.delete("/functions/{function_id}", "functions.write")
def delete(call: Call, function_id: str) -> Answer:
    """Deployments, variables and executions go along."""
    with call.store.write():
        id_ = the_function(call, function_id)["$id"]
        for collection in (DEPLOYMENTS, VARIABLES, EXECUTIONS):
            collection.remove_all(call.store, id_)
        BLOBS.remove_below(call.store, f"code/{id_.lower()}/")
        FUNCTIONS.remove(call.store, id_)
    return answer_nothing()
