"""Owns the functions of the shop with their variables and deployments."""

from __future__ import annotations

import gzip
from typing import Any

from tui.demo.functions import build_log
from tui.demo.functions.documents import new_deployment, new_function, new_variable
from tui.demo.model.functions import DEPLOYMENTS, FUNCTIONS, VARIABLES, code_of
from tui.demo.seed import executions
from tui.demo.seed.moments import ago
from tui.demo.store.blobs import BLOBS
from tui.demo.store.collection import Document
from tui.demo.store.database import Store

_DEFAULTS: dict[str, Any] = {
    "execute": [],
    "enabled": True,
    "logging": True,
    "deploymentRetention": 0,
    "scopes": [],
    "events": [],
    "schedule": "",
    "timeout": 15,
    "entrypoint": "index.js",
    "commands": "npm install",
    **dict.fromkeys(
        ("installationId", "providerRepositoryId", "providerBranch", "providerRootDirectory"), ""
    ),
    "providerSilentMode": False,
    "providerBranches": [],
    "providerPaths": [],
    "buildSpecification": "s-1vcpu-1gb",
    "runtimeSpecification": "s-1vcpu-1gb",
}
_FUNCTIONS: tuple[tuple[str, dict[str, Any], str], ...] = (
    (
        "send-invoice",
        {
            "name": "Send invoice",
            "runtime": "node-22",
            "execute": ["users"],
            "events": ["databases.shop.tables.orders.rows.*.create"],
            "scopes": ["rows.read", "files.write"],
        },
        "ready failed ready ready canceled",
    ),
    (
        "nightly-report",
        {
            "name": "Nightly report",
            "runtime": "python-3.12",
            "entrypoint": "main.py",
            "commands": "pip install -r requirements.txt",
            "schedule": "0 3 * * *",
            "timeout": 300,
            "runtimeSpecification": "s-0.5vcpu-512mb",
        },
        "ready failed failed building",
    ),
    (
        "resize-image",
        {
            "name": "Resize image 🖼",
            "runtime": "deno-2.0",
            "entrypoint": "main.ts",
            "commands": "deno cache main.ts",
            "execute": ["any"],
            "events": ["buckets.pictures.files.*.create"],
        },
        "ready ready processing waiting",
    ),
)
_VARIABLES = (
    ("SHOP_URL", "https://shop.example.test", False),
    ("SMTP_PASSWORD", "not-a-real-secret", True),
    ("RETRIES", "3", False),
    ("TEMPLATE", "Dear {name},\nyour order is on its way.\n", False),
)


def seed(store: Store) -> None:
    """Three functions; of each the last ready deployment is active."""
    for order, (id_, settings, statuses) in enumerate(_FUNCTIONS):
        function = new_function(id_, ago(300 - order * 10), {**_DEFAULTS, **settings})
        for number, status in enumerate(statuses.split()):
            deployment = _deployment(store, function, number, status)
            function |= _latest(deployment)
            if status == "ready":
                function |= {
                    "deploymentId": deployment["$id"],
                    "deploymentCreatedAt": deployment["$createdAt"],
                }
        FUNCTIONS.add(store, function)
        for number, (key, value, secret) in enumerate(_VARIABLES[: 4 - order]):
            chosen = {"key": key, "value": value, "secret": secret}
            variable = new_variable(f"{id_}-var{number}", ago(280), id_, chosen)
            VARIABLES.add(store, variable, id_)
        executions.seed(store, function)


def _latest(deployment: Document) -> Document:
    return {
        "latestDeploymentId": deployment["$id"],
        "latestDeploymentCreatedAt": deployment["$createdAt"],
        "latestDeploymentStatus": deployment["status"],
    }


def _deployment(store: Store, function: Document, number: int, status: str) -> Document:
    code = gzip.compress(f"// {function['name']}, attempt {number}\n".encode() * 40, mtime=0)
    id_ = f"{function['$id'][:4]}deploy{number:04}"
    deployment = new_deployment(id_, ago(200 - number * 33), function, len(code), number != 1)
    log, size = _build(status, function["commands"])
    ended = status in ("ready", "failed")
    deployment |= {
        "status": status,
        "buildLogs": log,
        "buildSize": size,
        "totalSize": len(code) + size,
        "buildDuration": 14 + number * 9 if ended else 0,
        "type": ("manual", "cli", "vcs")[number % 3],
    }
    if deployment["type"] == "vcs":
        deployment |= {
            "providerRepositoryName": "shop-functions",
            "providerRepositoryOwner": "example",
            "providerCommitHash": "4f2a9c1e8b7d6053a1b2c3d4e5f60718293a4b5c",
            "providerCommitAuthor": "Ada",
            "providerCommitMessage": "Retry when the mail server is away",
            "providerBranch": "main",
        }
    DEPLOYMENTS.add(store, deployment, function["$id"])
    BLOBS.put(store, code_of(function["$id"], id_), code)
    return deployment


def _build(status: str, commands: str) -> tuple[str, int]:
    """What a build logged and the size of what it made."""
    if status == "failed":
        reason = "npm ERR! code ERESOLVE\nnpm ERR! unable to resolve dependency tree"
        return build_log.failed("03:12:09", commands, reason), 0
    if status == "ready":
        return build_log.finished("11:20:45", commands), 184_320
    return (build_log.started("12:00:00", commands) if status == "building" else ""), 0
