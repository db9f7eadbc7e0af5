"""Owns the endpoints that read executions (`/functions/{function}/executions`)."""

from __future__ import annotations

from tui.demo.answers import Answer, answer_json, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.model.functions import EXECUTIONS
from tui.demo.permissions import granted_in_document
from tui.demo.routes.functions import the_function
from tui.demo.routing import Routes
from tui.demo.store.collection import Document, shown
from tui.demo.tables.access import allows

routes = Routes()
PATH = "/functions/{function_id}/executions"
READ = ("executions.read", "execution.read")
declare({"execution_not_found": (404, "Execution with the requested ID could not be found.")})


def shown_execution(call: Call, execution: Document) -> Document:
    """An execution; its logs and errors are for API keys only."""
    whole = shown(execution)
    if not call.identity.is_key:
        whole |= {"logs": "", "errors": ""}
    if call.settings.version.executions_name_resource:
        whole |= {"resourceId": whole.pop("functionId"), "resourceType": "functions"}
    return whole


def the_execution(call: Call, function: Document, execution_id: str) -> Document:
    found = EXECUTIONS.get(call.store, execution_id, function["$id"])
    if found is None or not allows(found["$permissions"], "read", call.identity):
        raise ApiError.of("execution_not_found")
    return found


@routes.get(PATH, *READ)
def list_executions(call: Call, function_id: str) -> Answer:
    function = the_function(call, function_id)
    page = EXECUTIONS.page(
        call.store,
        call.settings.version,
        call.queries(),
        parent=function["$id"],
        total=call.wants_total(),
        scope=granted_in_document("read", call.identity),
    )
    shown_ones = [shown_execution(call, each) for each in page.documents]
    return answer_page(page.total, "executions", shown_ones)


@routes.get(PATH + "/{execution_id}", *READ)
def get_execution(call: Call, function_id: str, execution_id: str) -> Answer:
    function = the_function(call, function_id)
    return answer_json(shown_execution(call, the_execution(call, function, execution_id)))
