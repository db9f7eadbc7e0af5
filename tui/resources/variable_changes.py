"""Changes of a function's variables. The values of secret ones are written and never read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.core.change import Change, Guard, Level, Look, Verb, Write, changed_fields
from tui.core.endpoint import Effect, Endpoint
from tui.core.kind import Resource, Writes
from tui.core.spec import Shape, Spec
from tui.core.text import safe
from tui.resources.function_changes import PATH, SCOPES

_ALL = f"{PATH}/variables"
_ONE = f"{_ALL}/{{variableId}}"
GET = Endpoint("GET", _ONE, "functions.get_variable", ("functions.read",))
CREATE = Endpoint("POST", _ALL, "functions.create_variable", SCOPES, Effect.WRITE)
PUT = Endpoint("PUT", _ONE, "functions.update_variable", SCOPES, Effect.WRITE)
DELETE = Endpoint("DELETE", _ONE, "functions.delete_variable", SCOPES, Effect.DESTROY)
ENDPOINTS = (GET, CREATE, PUT, DELETE)
NEVER_READ = "Its value is write-only: nobody can read it again, neither here nor in the Console."


def variable_form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    """Key, value and whether it is secret: that can be turned on and never off."""
    told = "text; write-only if secret" if new else "a secret one: write-only"
    return (
        Spec("key", Shape.TEXT, "name in the function", required=True, longest=255),
        Spec("value", Shape.TEXT, told, longest=8192, default="", private=True),
        Spec("secret", Shape.BOOLEAN, "never plain again", default=False),
    )


def _update(
    ids: Mapping[str, str], parent: Resource | None, base: Resource, values: Resource
) -> Change | None:
    given = {n: v for n, v in values.items() if n in ("key", "value", "secret") and v is not None}
    sent = changed_fields(base, given)
    if not sent:
        return None
    hides = base.get("secret") is True or sent.get("secret") is True
    after = {name: value for name, value in sent.items() if name != "value" or not hides}
    seen = str(base.get("$updatedAt") or "")
    return Change(
        Verb.UPDATE,
        "variable",
        ids,
        _name(ids, base),
        Write(PUT, ids, {"key": base.get("key"), **sent}),
        Look(GET),
        {name: base.get(name) for name in after},
        after,
        seen,
        Guard.READ if seen else Guard.NONE,
        Level.ASK if sent.get("secret") is True else Level.NONE,
        ("! It can never be made plain again. " + NEVER_READ,) if sent.get("secret") else (),
    )


def _create(ids: Mapping[str, str], parent: Resource | None, values: Resource) -> Change:
    secret = values.get("secret") is True
    given: dict[str, Any] = {
        "key": values.get("key"), "value": values.get("value") or "", "secret": secret,
    }  # fmt: skip
    after = {name: value for name, value in given.items() if name != "value" or not secret}
    write = Write(CREATE, ids, {"variableId": ids["variableId"], **given})
    return Change(
        Verb.CREATE, "variable", ids, _name(ids, given), write, Look(GET), {}, after,
        notes=(NEVER_READ,) if secret else (),
    )  # fmt: skip


def _delete(ids: Mapping[str, str], parent: Resource | None, whole: Resource) -> Change:
    secret = whole.get("secret") is True
    kept = ("key", "secret") if secret else ("key", "value", "secret")
    return Change(
        Verb.DELETE,
        "variable",
        ids,
        _name(ids, whole),
        Write(DELETE, ids),
        Look(GET),
        {name: whole.get(name) for name in kept},
        {},
        str(whole.get("$updatedAt") or ""),
        Guard.READ if whole.get("$updatedAt") else Guard.NONE,
        Level.ASK,
        ("! There is no undo for this: nobody can read its value.",) if secret else (),
    )


def _restore(ids: Mapping[str, str], parent: Resource | None, whole: Resource) -> Change | None:
    return None if whole.get("secret") is True else _create(ids, parent, whole)


def _name(ids: Mapping[str, str], variable: Resource) -> str:
    return safe(f"variable {variable.get('key') or ids['variableId']} of {ids['functionId']}")


VARIABLE_WRITES = Writes(_update, _create, _delete, _restore)
