"""Owns building deployments: the steps that a queue of the server would do."""

from __future__ import annotations

import re
import threading
from functools import partial

from tui.demo.functions import build_log as log
from tui.demo.later import Later
from tui.demo.model.functions import DEPLOYMENTS, FUNCTIONS
from tui.demo.store.clock import now
from tui.demo.store.collection import Document
from tui.demo.store.database import Store

DONE = ("ready", "failed", "canceled")
"""Statuses that a deployment keeps."""
_QUEUED = "_queued"
"""Key that says that this server builds the deployment; those of the shop stay as they are."""
_BUILT = 2002
"""Bytes that a build makes of any code."""


def build_later(store: Store, later: Later, function_id: str, deployment_id: str) -> None:
    """Put a build in the queue; it becomes `building`, then `ready` or `failed`.

    It takes a moment, or as many seconds as the function's commands say (`sleep 20`).
    """
    with store.write():
        deployment = DEPLOYMENTS.get(store, deployment_id, function_id)
        if deployment is not None:
            DEPLOYMENTS.put(store, deployment | {_QUEUED: True}, function_id)
    function = FUNCTIONS.get(store, function_id)
    commands = _commands(function, deployment) if function and deployment else ""
    sleeps = re.search(r"\bsleep (\d+(?:\.\d+)?)", commands)
    later.do(partial(_step, store, function_id, deployment_id, "building"))
    end = partial(_step, store, function_id, deployment_id, "ready")
    if sleeps is None:
        later.do(end)
    else:
        timer = threading.Timer(float(sleeps[1]), later.do, args=(end,))
        timer.daemon = True
        timer.start()


def resume_builds(store: Store, later: Later, function_id: str) -> None:
    """Go on with builds that a stopped process had announced and not done."""
    for deployment in DEPLOYMENTS.all(store, function_id):
        if deployment.get(_QUEUED) and deployment["status"] not in DONE:
            build_later(store, later, function_id, deployment["$id"])


def _step(store: Store, function_id: str, id_: str, status: str) -> None:
    """One step of a build, which fails when the function's commands say so (`exit 1`)."""
    with store.write():
        function = FUNCTIONS.get(store, function_id)
        deployment = DEPLOYMENTS.get(store, id_, function_id)
        if function is None or deployment is None or deployment["status"] in DONE:
            return
        commands = _commands(function, deployment)
        if status == "ready" and "exit 1" in commands:
            status = "failed"
        moment = now()
        text, size = {
            "building": (log.started(moment[11:19], commands), 0),
            "ready": (log.finished(moment[11:19], commands), _BUILT),
            "failed": (log.failed(moment[11:19], commands, "exit status 1"), 0),
        }[status]
        deployment |= {
            "status": status,
            "buildLogs": text,
            "buildSize": size,
            "totalSize": deployment["sourceSize"] + size,
            "buildDuration": 0 if status == "building" else 1,
            "$updatedAt": moment,
        }
        DEPLOYMENTS.put(store, deployment, function_id)
        if status == "ready" and deployment["activate"]:
            FUNCTIONS.put(store, activated(function, deployment))
        if function["latestDeploymentId"] == id_:
            note_latest(store, function_id, deployment)


def _commands(function: Document, deployment: Document) -> str:
    """What builds a deployment: its own commands, else those of the function."""
    own = deployment.get("_commands")
    return str(function["commands"] if own is None else own)


def activated(function: Document, deployment: Document) -> Document:
    """The function with a deployment as the one that is executed."""
    return function | {
        "deploymentId": deployment["$id"],
        "deploymentCreatedAt": deployment["$createdAt"],
        "live": True,
        "$updatedAt": now(),
    }


def note_latest(store: Store, function_id: str, deployment: Document) -> None:
    function = FUNCTIONS.get(store, function_id)
    if function is not None:
        latest = {
            "latestDeploymentId": deployment["$id"],
            "latestDeploymentCreatedAt": deployment["$createdAt"],
            "latestDeploymentStatus": deployment["status"],
        }
        FUNCTIONS.put(store, function | latest)
