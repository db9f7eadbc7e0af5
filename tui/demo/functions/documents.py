"""Owns what new functions, deployments, variables and executions consist of."""

from __future__ import annotations

from typing import Any

from tui.demo.store.collection import Document

_NO_REPOSITORY = (
    *("providerRepositoryName", "providerRepositoryOwner", "providerRepositoryUrl"),
    *("providerCommitHash", "providerCommitAuthorUrl", "providerCommitAuthor"),
    *("providerCommitMessage", "providerCommitUrl", "providerBranch", "providerBranchUrl"),
)


def new_function(id_: str, moment: str, settings: dict[str, Any]) -> Document:
    """A function without deployments. `settings` are all that a caller can choose."""
    return {
        "$id": id_,
        "$createdAt": moment,
        "$updatedAt": moment,
        "execute": settings["execute"],
        "name": settings["name"],
        "enabled": settings["enabled"],
        "live": True,
        "logging": settings["logging"],
        "runtime": settings["runtime"],
        "deploymentRetention": settings["deploymentRetention"],
        "deploymentId": "",
        "deploymentCreatedAt": "",
        "latestDeploymentId": "",
        "latestDeploymentCreatedAt": "",
        "latestDeploymentStatus": "",
        "scopes": settings["scopes"],
        "vars": [],
        "events": settings["events"],
        "schedule": settings["schedule"],
        "timeout": settings["timeout"],
        "entrypoint": settings["entrypoint"],
        "commands": settings["commands"],
        "version": "v5",
        "installationId": settings["installationId"],
        "providerRepositoryId": settings["providerRepositoryId"],
        "providerBranch": settings["providerBranch"],
        "providerRootDirectory": settings["providerRootDirectory"],
        "providerSilentMode": settings["providerSilentMode"],
        "providerBranches": settings["providerBranches"],
        "providerPaths": settings["providerPaths"],
        "buildSpecification": settings["buildSpecification"],
        "runtimeSpecification": settings["runtimeSpecification"],
    }


def new_deployment(
    id_: str, moment: str, function: Document, source_size: int, activate: bool
) -> Document:
    """A deployment that waits for its build."""
    return {
        "$id": id_,
        "$createdAt": moment,
        "$updatedAt": moment,
        "type": "manual",
        "resourceId": function["$id"],
        "resourceType": "functions",
        "entrypoint": function["entrypoint"],
        "sourceSize": source_size,
        "buildSize": 0,
        "totalSize": source_size,
        "buildId": "",
        "activate": activate,
        "screenshotLight": "",
        "screenshotDark": "",
        "status": "waiting",
        "buildLogs": "",
        "buildDuration": 0,
        **dict.fromkeys(_NO_REPOSITORY, ""),
    }


def new_variable(id_: str, moment: str, function_id: str, settings: dict[str, Any]) -> Document:
    return {
        "$id": id_,
        "$createdAt": moment,
        "$updatedAt": moment,
        "key": settings["key"],
        "value": settings["value"],
        "secret": settings["secret"],
        "resourceType": "function",
        "resourceId": function_id,
    }


def new_execution(id_: str, moment: str, function: Document, request: dict[str, Any]) -> Document:
    """An execution that did not run yet.

    `request` has `trigger`, `method`, `path`, `headers` (a list of name and value), and
    `permissions` and `scheduledAt` where they are not empty.
    """
    scheduled_at = request.get("scheduledAt")
    return {
        "$id": id_,
        "$createdAt": moment,
        "$updatedAt": moment,
        "$permissions": request.get("permissions", []),
        "functionId": function["$id"],
        "deploymentId": function["deploymentId"],
        "trigger": request["trigger"],
        "status": "scheduled" if scheduled_at else "waiting",
        "requestMethod": request["method"],
        "requestPath": request["path"],
        "requestHeaders": request["headers"],
        "responseStatusCode": 0,
        "responseBody": "",
        "responseHeaders": [],
        "logs": "",
        "errors": "",
        "duration": 0,
        "scheduledAt": scheduled_at,
    }
