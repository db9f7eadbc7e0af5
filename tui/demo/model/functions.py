"""Owns how functions and what belongs to them are kept, each with its function's id as parent."""

from __future__ import annotations

from tui.demo.store.collection import Collection
from tui.demo.store.schema import Type, attribute

FUNCTIONS = Collection(
    "functions",
    "Function",
    (
        attribute("name", Type.TEXT),
        attribute("enabled", Type.BOOLEAN),
        attribute("runtime", Type.TEXT),
        attribute("deploymentId", Type.TEXT),
        attribute("schedule", Type.TEXT),
        attribute("timeout", Type.INTEGER),
        attribute("entrypoint", Type.TEXT),
        attribute("commands", Type.TEXT),
        attribute("installationId", Type.TEXT),
    ),
    searched=("$id", "name", "runtime"),
)
DEPLOYMENTS = Collection(
    "deployments",
    "Deployment",
    (
        attribute("buildSize", Type.INTEGER),
        attribute("sourceSize", Type.INTEGER),
        attribute("totalSize", Type.INTEGER),
        attribute("buildDuration", Type.INTEGER),
        attribute("status", Type.TEXT),
        attribute("activate", Type.BOOLEAN),
        attribute("type", Type.TEXT),
    ),
    searched=("$id", "entrypoint"),
)
VARIABLES = Collection(
    "variables",
    "Variable",
    (
        attribute("key", Type.TEXT),
        attribute("resourceType", Type.TEXT),
        attribute("resourceId", Type.TEXT),
        attribute("secret", Type.BOOLEAN),
    ),
    searched=(),
)
EXECUTIONS = Collection(
    "executions",
    "Execution",
    (
        attribute("trigger", Type.TEXT),
        attribute("status", Type.TEXT),
        attribute("responseStatusCode", Type.INTEGER),
        attribute("duration", Type.FLOAT),
        attribute("requestMethod", Type.TEXT),
        attribute("requestPath", Type.TEXT),
        attribute("deploymentId", Type.TEXT),
    ),
    searched=(),
)

COLLECTIONS = (FUNCTIONS, DEPLOYMENTS, VARIABLES, EXECUTIONS)


def code_of(function_id: str, deployment_id: str) -> str:
    """Where the code of a deployment is; ids are equal whatever their case."""
    return f"code/{function_id.lower()}/{deployment_id.lower()}"
