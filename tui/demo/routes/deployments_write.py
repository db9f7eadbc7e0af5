"""Owns the endpoints that upload, build, cancel and delete deployments."""

from __future__ import annotations

from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.files.uploads import read_piece
from tui.demo.functions.builds import DONE, build_later, note_latest
from tui.demo.functions.documents import new_deployment
from tui.demo.model.functions import DEPLOYMENTS, FUNCTIONS, code_of
from tui.demo.params import Boolean, Text, is_id, new_id
from tui.demo.routes.deployments import PATH, the_deployment
from tui.demo.routes.functions import the_function
from tui.demo.routing import Routes
from tui.demo.store.blobs import BLOBS
from tui.demo.store.clock import now
from tui.demo.store.collection import Document, shown

routes = Routes()
declare(
    {
        "function_entrypoint_missing": (
            400,
            "Entrypoint for your Appwrite Function is missing. Please specify it when making "
            'deployment or update the entrypoint under your function\'s "Settings" > '
            '"Configuration" > "Entrypoint".',
        ),
        "build_already_completed": (
            400,
            "Build with the requested ID is already completed and cannot be canceled.",
        ),
    }
)


@routes.post(PATH, "functions.write")
def create(call: Call, function_id: str) -> Answer:
    """An upload of code, whole or in chunks; the last one starts the build."""
    function = the_function(call, function_id)
    entrypoint = call.param("entrypoint", Text(1028, 0), "") or function["entrypoint"]
    if not entrypoint:
        raise ApiError.of("function_entrypoint_missing")
    activate = call.param("activate", Boolean())
    sent = call.uploads.get("code")
    if sent is None:
        raise ApiError(400, "storage_file_empty", "Empty file passed to the endpoint.")
    piece = read_piece(sent.content, call.headers.get("content-range", ""))
    named = call.headers.get("x-appwrite-id", "")
    with call.store.write():
        held = DEPLOYMENTS.get(call.store, named, function["$id"]) if is_id(named) else None
        deployment = held or _added(call, function, piece.size, activate, entrypoint)
        owner = code_of(function["$id"], deployment["$id"])
        BLOBS.put_chunk(call.store, owner, piece.number, piece.content)
        whole = BLOBS.count(call.store, owner) == piece.chunks
    if whole:
        build_later(call.store, call.later, function["$id"], deployment["$id"])
    return answer_json(shown(deployment), 202)


@routes.post(PATH + "/duplicate", "functions.write")
def rebuild(call: Call, function_id: str) -> Answer:
    """A new deployment of the code of another."""
    function = the_function(call, function_id)
    with call.store.write():
        source = the_deployment(call, function, call.param("deploymentId", Text(36)))
        code = BLOBS.read(call.store, code_of(function["$id"], source["$id"]))
        entrypoint = source["entrypoint"]
        deployment = _added(call, function, len(code), source["activate"], entrypoint)
        BLOBS.put(call.store, code_of(function["$id"], deployment["$id"]), code)
    build_later(call.store, call.later, function["$id"], deployment["$id"])
    return answer_json(shown(deployment), 202)


def _added(call: Call, function: Document, size: int, activate: bool, entrypoint: str) -> Document:
    deployment = new_deployment(new_id(), now(), function, size, activate)
    deployment["entrypoint"] = entrypoint
    DEPLOYMENTS.add(call.store, deployment, function["$id"])
    note_latest(call.store, function["$id"], deployment)
    return deployment


@routes.patch(PATH + "/{deployment_id}/status", "functions.write")
def cancel(call: Call, function_id: str, deployment_id: str) -> Answer:
    with call.store.write():
        function = the_function(call, function_id)
        deployment = the_deployment(call, function, deployment_id)
        if deployment["status"] in DONE:
            raise ApiError.of("build_already_completed")
        canceled = deployment | {"status": "canceled", "$updatedAt": now()}
        DEPLOYMENTS.put(call.store, canceled, function["$id"])
        if function["latestDeploymentId"] == canceled["$id"]:
            note_latest(call.store, function["$id"], canceled)
    return answer_json(shown(canceled))


@routes.delete(PATH + "/{deployment_id}", "functions.write")
def delete(call: Call, function_id: str, deployment_id: str) -> Answer:
    """A function whose active deployment goes has none afterwards."""
    with call.store.write():
        function = the_function(call, function_id)
        deployment = the_deployment(call, function, deployment_id)
        BLOBS.remove(call.store, code_of(function["$id"], deployment["$id"]))
        DEPLOYMENTS.remove(call.store, deployment["$id"], function["$id"])
        if function["deploymentId"] == deployment["$id"]:
            nothing = {"deploymentId": "", "deploymentCreatedAt": ""}
            FUNCTIONS.put(call.store, function | nothing | {"$updatedAt": now()})
    return answer_nothing()
