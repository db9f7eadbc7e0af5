"""Owns the endpoints that upload, build, cancel and delete deployments."""

from __future__ import annotations

from dataclasses import dataclass

from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.files.uploads import Piece, read_piece
from tui.demo.functions.builds import DONE, build_later, note_latest
from tui.demo.functions.documents import new_deployment
from tui.demo.model.functions import DEPLOYMENTS, FUNCTIONS, code_of
from tui.demo.params import Boolean, OneOf, Text, Uid, is_id, new_id
from tui.demo.routes.deployments import PATH, the_deployment
from tui.demo.routes.functions import the_function
from tui.demo.routing import Routes
from tui.demo.store.blobs import BLOBS
from tui.demo.store.clock import now
from tui.demo.store.collection import Document, shown

routes = Routes()
_LARGEST_CODE = 30_000_000
declare(
    {
        "function_entrypoint_missing": (
            404,
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


@dataclass(frozen=True)
class Plan:
    """How a deployment is to be built; None stands for what the function says."""

    entrypoint: str | None
    commands: str | None
    activate: bool
    kind: str
    """`manual`, `cli` or `vcs`."""


@routes.post(PATH, "functions.write")
def create(call: Call, function_id: str) -> Answer:
    """An upload of code, whole or in chunks; the last one starts the build."""
    plan = Plan(
        entrypoint=call.param("entrypoint", Text(1028, nullable=True), None),
        commands=call.param("commands", Text(8192, 0, nullable=True), None),
        activate=call.param("activate", Boolean()),
        kind="cli" if call.headers.get("x-sdk-language") == "cli" else "manual",
    )
    function = the_function(call, function_id)
    if not (function["entrypoint"] if plan.entrypoint is None else plan.entrypoint):
        raise ApiError.of("function_entrypoint_missing")
    piece = _sent_code(call)
    named = call.headers.get("x-appwrite-id", "") if piece.ranged else ""
    id_ = named if is_id(named) else new_id()
    with call.store.write():
        deployment = DEPLOYMENTS.get(call.store, id_, function["$id"])
        owner = code_of(function["$id"], id_)
        if deployment is not None and BLOBS.count(call.store, owner) >= piece.chunks:
            return answer_json(shown(deployment), 202)
        deployment = deployment or _added(call, function, id_, piece.size, plan)
        BLOBS.put_chunk(call.store, owner, piece.number, piece.content)
        whole = BLOBS.count(call.store, owner) == piece.chunks
    if whole:
        build_later(call.store, call.later, function["$id"], id_)
    return answer_json(shown(deployment), 202)


def _sent_code(call: Call) -> Piece:
    """The archive, or a chunk of it. Raises 400 for what can be none."""
    sent = call.uploads.get("code")
    if sent is None:
        raise ApiError(400, "storage_file_empty", "No file sent")
    if not sent.filename.lower().endswith(".gz"):
        message = "The given file extension is not supported."
        raise ApiError(400, "storage_file_type_unsupported", message)
    piece = read_piece(sent.content, call.headers.get("content-range", ""))
    if piece.size > _LARGEST_CODE:
        raise ApiError(
            400,
            "storage_invalid_file_size",
            "The file size is either not valid or exceeds the maximum allowed size. Please check "
            "the file or the value of the _APP_STORAGE_LIMIT environment variable.",
        )
    return piece


@routes.post(PATH + "/duplicate", "functions.write")
def rebuild(call: Call, function_id: str) -> Answer:
    """A new deployment of the code of another."""
    source_id = call.param("deploymentId", Uid())
    call.param("buildId", Uid(), "")
    function = the_function(call, function_id)
    id_ = new_id()
    with call.store.write():
        source = the_deployment(call, function, source_id)
        code = BLOBS.read(call.store, code_of(function["$id"], source["$id"]))
        plan = Plan(source["entrypoint"], source.get("_commands"), source["activate"], "manual")
        deployment = _added(call, function, id_, len(code), plan)
        BLOBS.put(call.store, code_of(function["$id"], id_), code)
    build_later(call.store, call.later, function["$id"], id_)
    return answer_json(shown(deployment), 202)


@routes.post(PATH + "/template", "functions.write")
def from_template(call: Call, function_id: str) -> Answer:
    """A deployment of a public repository, whose code is not fetched here: none is ever run."""
    texts = ("repository", "owner", "rootDirectory")
    given = {name: call.param(name, Text(128)) for name in texts}
    call.param("type", OneOf(("commit", "branch", "tag")))
    reference = call.param("reference", Text(128))
    activate = call.param("activate", Boolean(), False)
    id_ = new_id()
    with call.store.write():
        function = the_function(call, function_id)
        deployment = _added(call, function, id_, 0, Plan(None, None, activate, "vcs"))
        address = f"https://github.com/{given['owner']}/{given['repository']}"
        deployment |= {
            "providerRepositoryName": given["repository"],
            "providerRepositoryOwner": given["owner"],
            "providerRepositoryUrl": address,
            "providerBranch": reference,
            "providerBranchUrl": f"{address}/tree/{reference}",
        }
        DEPLOYMENTS.put(call.store, deployment, function["$id"])
    build_later(call.store, call.later, function["$id"], id_)
    return answer_json(shown(deployment), 202)


@routes.post(PATH + "/vcs", "functions.write")
def from_repository(call: Call, function_id: str) -> Answer:
    """No function is connected to a repository here."""
    call.param("type", OneOf(("branch", "commit", "tag")))
    call.param("reference", Text(255))
    call.param("activate", Boolean(), False)
    the_function(call, function_id)
    raise ApiError.of("installation_not_found")


def _added(call: Call, function: Document, id_: str, size: int, plan: Plan) -> Document:
    deployment = new_deployment(id_, now(), function, size, plan.activate)
    deployment |= {"type": plan.kind, "_commands": plan.commands}
    if plan.entrypoint is not None:
        deployment["entrypoint"] = plan.entrypoint
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
