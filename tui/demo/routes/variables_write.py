"""Owns the endpoints that make, change and delete a function's variables."""

from __future__ import annotations

from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.functions.documents import new_variable
from tui.demo.model.functions import FUNCTIONS, VARIABLES
from tui.demo.params import Boolean, CustomId, Text, new_id
from tui.demo.routes.functions import shown_variable, the_function
from tui.demo.routes.variables import PATH, the_variable
from tui.demo.routing import Routes
from tui.demo.store.clock import now
from tui.demo.store.collection import Document

routes = Routes()
declare(
    {
        "variable_already_exists": (
            409,
            "Variable with the same ID already exists in this project. Try again with a "
            "different ID.",
        ),
        "variable_cannot_unset_secret": (
            400,
            "Secret variables cannot be marked as non-secret. Please re-create the variable if "
            "this is your intention.",
        ),
    }
)


def _require_free_key(call: Call, function: Document, key: str, but: str = "") -> None:
    for held in VARIABLES.all(call.store, function["$id"]):
        if held["key"] == key and held["$id"] != but:
            raise ApiError.of("variable_already_exists")


def _needs_build(call: Call, function: Document) -> None:
    """Variables reach a function with its next deployment."""
    FUNCTIONS.put(call.store, function | {"live": False})


@routes.post(PATH, "functions.write")
def create(call: Call, function_id: str) -> Answer:
    """Secret unless said otherwise. Ids belong to the project, keys to the function."""
    named = call.settings.version.variables_are_named
    id_ = call.param("variableId", CustomId()) if named else new_id()
    settings = {
        "key": call.param("key", Text(255)),
        "value": call.param("value", Text(8192, 0)),
        "secret": call.param("secret", Boolean(strict=True), True),
    }
    with call.store.write():
        function = the_function(call, function_id)
        if VARIABLES.anywhere(call.store, id_):
            raise ApiError.of("variable_already_exists")
        _require_free_key(call, function, settings["key"])
        variable = new_variable(id_, now(), function["$id"], settings)
        VARIABLES.add(call.store, variable, function["$id"])
        _needs_build(call, function)
    return answer_json(shown_variable(variable), 201)


@routes.put(PATH + "/{variable_id}", "functions.write")
def update(call: Call, function_id: str, variable_id: str) -> Answer:
    key = call.param("key", Text(255))
    value = call.param("value", Text(8192, 0, nullable=True), None)
    secret = call.param("secret", Boolean(strict=True), None)
    with call.store.write():
        function = the_function(call, function_id)
        held = the_variable(call, function, variable_id)
        if held["secret"] and secret is False:
            raise ApiError.of("variable_cannot_unset_secret")
        _require_free_key(call, function, key, held["$id"])
        changed = held | {
            "key": key,
            "value": held["value"] if value is None else value,
            "secret": held["secret"] if secret is None else secret,
            "$updatedAt": now(),
        }
        VARIABLES.put(call.store, changed, function["$id"])
        _needs_build(call, function)
    return answer_json(shown_variable(changed))


@routes.delete(PATH + "/{variable_id}", "functions.write")
def delete(call: Call, function_id: str, variable_id: str) -> Answer:
    with call.store.write():
        function = the_function(call, function_id)
        variable = the_variable(call, function, variable_id)
        VARIABLES.remove(call.store, variable["$id"], function["$id"])
        _needs_build(call, function)
    return answer_nothing()
