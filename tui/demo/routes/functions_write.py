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
from tui.demo.params import Boolean, CustomId, ListOf, Number, OneOf, Text
from tui.demo.permissions import role_problem
from tui.demo.routes.deployments import the_deployment
from tui.demo.routes.functions import shown_function, the_function
from tui.demo.routing import Routes
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
        "build_not_ready": (
            400,
            "Build with the requested ID is building and not ready for execution.",
        ),
    }
)
_BUILT = ("runtime", "entrypoint", "commands", "providerRootDirectory")
"""Settings that need a new build: changing one makes the function not `live`."""


class ExecuteRole:
    """One role that may execute a function, such as `any` or `team:support/owner`."""

    def problem(self, value: Any) -> str:
        if isinstance(value, str) and len(value) <= 64 and not role_problem(value):
            return ""
        return "Role must be a valid role of at most 64 chars"

    def clean(self, value: Any) -> Any:
        return value


def _settings(call: Call, runtime: str | None, entrypoint: str) -> dict[str, Any]:
    """What a caller chooses; whatever is left out gets its default, also in an update.

    Only runtime and entrypoint are kept by an update that does not name them.
    """
    names = runtimes(call.settings.version)
    texts = ListOf(Text(512), 100)
    slugs = OneOf([each["slug"] for each in SPECIFICATIONS])
    given_runtime = call.param("runtime", OneOf(names), *([runtime] if runtime else []))
    one = call.param("specification", slugs, DEFAULT_SPECIFICATION)
    return {
        "name": call.param("name", Text(128)),
        "runtime": given_runtime,
        "execute": call.param("execute", ListOf(ExecuteRole(), 100), []),
        "events": call.param("events", texts, []),
        "schedule": call.param("schedule", Cron(), ""),
        "timeout": call.param("timeout", Number(1, 900), 15),
        "enabled": call.param("enabled", Boolean(), True),
        "logging": call.param("logging", Boolean(), True),
        "entrypoint": call.param("entrypoint", Text(1028, 0), entrypoint) or entrypoint,
        "commands": call.param("commands", Text(8192, 0), ""),
        "scopes": call.param("scopes", ListOf(Text(64), 100), []),
        "installationId": call.param("installationId", Text(128, 0), ""),
        "providerRepositoryId": call.param("providerRepositoryId", Text(128, 0), ""),
        "providerBranch": call.param("providerBranch", Text(128, 0), ""),
        "providerRootDirectory": call.param("providerRootDirectory", Text(128, 0), ""),
        "providerSilentMode": call.param("providerSilentMode", Boolean(), False),
        "providerBranches": call.param("providerBranches", texts, []),
        "providerPaths": call.param("providerPaths", texts, []),
        "buildSpecification": call.param("buildSpecification", slugs, one),
        "runtimeSpecification": call.param("runtimeSpecification", slugs, one),
        "deploymentRetention": call.param("deploymentRetention", Number(0, 36_500), 0),
    }


@routes.post("/functions", "functions.write")
def create(call: Call) -> Answer:
    id_ = call.param("functionId", CustomId())
    function = new_function(id_, now(), _settings(call, None, ""))
    try:
        FUNCTIONS.add(call.store, function)
    except sqlite3.IntegrityError as error:
        raise ApiError.of("function_already_exists") from error
    return answer_json(shown_function(call, function), 201)


@routes.put("/functions/{function_id}", "functions.write")
def update(call: Call, function_id: str) -> Answer:
    with call.store.write():
        held = the_function(call, function_id)
        settings = _settings(call, held["runtime"], held["entrypoint"])
        same = all(settings[key] == held[key] for key in _BUILT)
        changed = held | settings | {"live": held["live"] and same, "$updatedAt": now()}
        FUNCTIONS.put(call.store, changed)
    return answer_json(shown_function(call, changed))


@routes.patch("/functions/{function_id}/deployment", "functions.write")
def activate(call: Call, function_id: str) -> Answer:
    """Make a deployment the one that is executed."""
    with call.store.write():
        function = the_function(call, function_id)
        deployment = the_deployment(call, function, call.param("deploymentId", Text(36)))
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
