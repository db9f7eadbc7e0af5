"""Owns the endpoints that make, change and delete a function's variables."""

from __future__ import annotations

import sqlite3

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
    """Secret unless said otherwise."""
    settings = {
        "key": call.param("key", Text(255)),
        "value": call.param("value", Text(8192, 0)),
        "secret": call.param("secret", Boolean(), True),
    }
    version = call.settings.version
    chosen = (new_id(),) if version.variable_ids_are_optional else ()
    id_ = call.param("variableId", CustomId(), *chosen)
    with call.store.write():
        function = the_function(call, function_id)
        _require_free_key(call, function, settings["key"])
        variable = new_variable(id_, now(), function["$id"], settings)
        try:
            VARIABLES.add(call.store, variable, function["$id"])
        except sqlite3.IntegrityError as error:
            raise ApiError.of("variable_already_exists") from error
        _needs_build(call, function)
    return answer_json(shown_variable(variable), 201)


@routes.put(PATH + "/{variable_id}", "functions.write")
def update(call: Call, function_id: str, variable_id: str) -> Answer:
    with call.store.write():
        function = the_function(call, function_id)
        held = the_variable(call, function, variable_id)
        key = call.param("key", Text(255), held["key"])
        secret = call.param("secret", Boolean(), held["secret"])
        if held["secret"] and not secret:
            raise ApiError.of("variable_cannot_unset_secret")
        _require_free_key(call, function, key, held["$id"])
        changed = held | {
            "key": key,
            "value": call.param("value", Text(8192, 0), held["value"]),
            "secret": secret,
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
