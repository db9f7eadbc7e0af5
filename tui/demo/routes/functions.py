"""Owns the endpoints that read functions, runtimes and specifications (`/functions`)."""

from __future__ import annotations

from collections.abc import Sequence

from tui.demo.answers import Answer, answer_json, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.functions.runtimes import SPECIFICATIONS, runtime_of, runtimes
from tui.demo.model.functions import FUNCTIONS, VARIABLES
from tui.demo.routing import Routes
from tui.demo.store.collection import Document, shown

routes = Routes()
declare({"function_not_found": (404, "Function with the requested ID could not be found.")})


def the_function(call: Call, function_id: str) -> Document:
    """A function that the caller may use; disabled ones exist for API keys only."""
    found = FUNCTIONS.get(call.store, function_id)
    if found is None or not (found["enabled"] or call.identity.is_key):
        raise ApiError.of("function_not_found")
    return found


def shown_variable(variable: Document) -> Document:
    """A variable; secret values can be written and never read."""
    return shown(variable) | ({"value": ""} if variable["secret"] else {})


def shown_functions(call: Call, functions: Sequence[Document]) -> list[Document]:
    """Functions with their variables."""
    version = call.settings.version
    variables = VARIABLES.of_parents(call.store, [each["$id"] for each in functions])
    found = []
    for function in functions:
        whole = shown(function) | {
            "vars": [shown_variable(each) for each in variables[function["$id"]]]
        }
        if version.one_specification:
            whole["specification"] = function["runtimeSpecification"]
        found.append(version.present("function", whole))
    return found


def shown_function(call: Call, function: Document) -> Document:
    return shown_functions(call, [function])[0]


@routes.get("/functions", "functions.read")
def list_functions(call: Call) -> Answer:
    page = FUNCTIONS.page(
        call.store,
        call.settings.version,
        call.queries(),
        search=call.search(),
        total=call.wants_total(),
    )
    return answer_page(page.total, "functions", shown_functions(call, page.documents))


@routes.get("/functions/{function_id}", "functions.read")
def get_function(call: Call, function_id: str) -> Answer:
    return answer_json(shown_function(call, the_function(call, function_id)))


@routes.get("/functions/runtimes", "public")
def list_runtimes(call: Call) -> Answer:
    """Public: a request with an API key lacks the scope `public` and is refused."""
    names = runtimes(call.settings.version)
    return answer_page(len(names), "runtimes", [runtime_of(name) for name in names])


@routes.get("/functions/specifications", "functions.read")
def list_specifications(call: Call) -> Answer:
    return answer_page(len(SPECIFICATIONS), "specifications", list(SPECIFICATIONS))
