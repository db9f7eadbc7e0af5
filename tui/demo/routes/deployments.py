"""Owns the endpoints that read deployments (`/functions/{function}/deployments`)."""

from __future__ import annotations

from tui.demo.answers import Answer, answer_json, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.model.functions import DEPLOYMENTS, code_of
from tui.demo.params import OneOf
from tui.demo.routes.functions import the_function
from tui.demo.routing import Routes
from tui.demo.store.blobs import BLOBS
from tui.demo.store.collection import Document, shown

routes = Routes()
PATH = "/functions/{function_id}/deployments"
declare({"deployment_not_found": (404, "Deployment with the requested ID could not be found.")})


def the_deployment(call: Call, function: Document, deployment_id: str) -> Document:
    found = DEPLOYMENTS.get(call.store, deployment_id, function["$id"])
    if found is None:
        raise ApiError.of("deployment_not_found")
    return found


@routes.get(PATH, "functions.read")
def list_deployments(call: Call, function_id: str) -> Answer:
    function = the_function(call, function_id)
    page = DEPLOYMENTS.page(
        call.store,
        call.settings.version,
        call.queries(),
        parent=function["$id"],
        search=call.search(),
        total=call.wants_total(),
    )
    return answer_page(page.total, "deployments", page.documents)


@routes.get(PATH + "/{deployment_id}", "functions.read")
def get_deployment(call: Call, function_id: str, deployment_id: str) -> Answer:
    function = the_function(call, function_id)
    return answer_json(shown(the_deployment(call, function, deployment_id)))


@routes.get(PATH + "/{deployment_id}/download", "functions.read")
def download(call: Call, function_id: str, deployment_id: str) -> Answer:
    """The archive that was uploaded, or what the build made of it (`type=output`)."""
    function = the_function(call, function_id)
    deployment = the_deployment(call, function, deployment_id)
    call.param("type", OneOf(("source", "output")), "source")
    content = BLOBS.read(call.store, code_of(function["$id"], deployment["$id"]))
    name = f'attachment; filename="{deployment["$id"]}.tar.gz"'
    return Answer(200, content, "application/gzip", (("Content-Disposition", name),))
