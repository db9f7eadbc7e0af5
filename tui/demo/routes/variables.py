"""Owns the endpoints that read a function's variables (`/functions/{function}/variables`)."""

from __future__ import annotations

from tui.demo.answers import Answer, answer_json, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.model.functions import VARIABLES
from tui.demo.routes.functions import shown_variable, the_function
from tui.demo.routing import Routes
from tui.demo.store.collection import Document

routes = Routes()
PATH = "/functions/{function_id}/variables"
declare({"variable_not_found": (404, "Variable with the requested ID could not be found.")})


def the_variable(call: Call, function: Document, variable_id: str) -> Document:
    found = VARIABLES.get(call.store, variable_id, function["$id"])
    if found is None:
        raise ApiError.of("variable_not_found")
    return found


@routes.get(PATH, "functions.read")
def list_variables(call: Call, function_id: str) -> Answer:
    function = the_function(call, function_id)
    page = VARIABLES.page(
        call.store,
        call.settings.version,
        call.queries(),
        parent=function["$id"],
        total=call.wants_total(),
    )
    return answer_page(page.total, "variables", [shown_variable(each) for each in page.documents])


@routes.get(PATH + "/{variable_id}", "functions.read")
def get_variable(call: Call, function_id: str, variable_id: str) -> Answer:
    function = the_function(call, function_id)
    return answer_json(shown_variable(the_variable(call, function, variable_id)))
