"""Changes of users: each of their fields is sent to an endpoint of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tui.core.change import Change, Guard, Level, Look, Verb, Write, changed_fields
from tui.core.endpoint import Effect, Endpoint
from tui.core.kind import Resource, Writes
from tui.core.redact import without_secrets
from tui.core.spec import Shape, Spec
from tui.core.text import safe

SCOPES = ("users.write",)
_PATH = "/users/{userId}"
GET = Endpoint("GET", _PATH, "users.get", ("users.read",))
CREATE = Endpoint("POST", "/users", "users.create", SCOPES, Effect.WRITE)
DELETE = Endpoint("DELETE", _PATH, "users.delete", SCOPES, Effect.DESTROY)


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a user: where it is sent to, as which parameter, and what that does besides."""

    endpoint: Endpoint
    parameter: str
    level: Level = Level.NONE
    note: str = ""


def _part(tail: str, sdk: str, parameter: str, level: Level = Level.NONE, note: str = "") -> Part:
    method = "PUT" if tail == "labels" else "PATCH"
    endpoint = Endpoint(method, f"{_PATH}/{tail}", f"users.{sdk}", SCOPES, Effect.WRITE)
    return Part(endpoint, parameter, level, note)


_UNVERIFIED = "The server takes away its verification; an undo does not give that back."

PARTS: Mapping[str, Part] = {
    "name": _part("name", "update_name", "name"),
    "email": _part("email", "update_email", "email", Level.ASK, f"Email: {_UNVERIFIED}"),
    "phone": _part("phone", "update_phone", "number", Level.ASK, f"Phone: {_UNVERIFIED}"),
    "labels": _part("labels", "update_labels", "labels"),
    "status": _part(
        "status", "update_status", "status", Level.ASK, "A blocked user's sessions are refused."
    ),
    "emailVerification": _part(
        "verification", "update_email_verification", "emailVerification", Level.ASK
    ),
    "phoneVerification": _part(
        "verification/phone", "update_phone_verification", "phoneVerification", Level.ASK
    ),
    "mfa": _part("mfa", "update_mfa", "mfa", Level.ASK),
    "prefs": _part("prefs", "update_prefs", "prefs"),
}
"""In the order in which they are sent: what takes a verification away stands before it."""


def user_form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    """What can be written of a user. Passwords are never typed into a form that shows them."""
    contact = (
        Spec("name", Shape.TEXT, "text", longest=128),
        Spec("email", Shape.EMAIL, "email"),
        Spec("phone", Shape.TEXT, "phone: + and up to 15 digits", longest=16),
    )
    if new:
        return (Spec("$id", Shape.ID, "id", longest=36), *contact)
    return (
        *contact,
        Spec("labels", Shape.TEXT, "label: letters and digits", array=True, longest=36),
        Spec("status", Shape.BOOLEAN, "active; false blocks"),
        Spec("emailVerification", Shape.BOOLEAN, "boolean"),
        Spec("phoneVerification", Shape.BOOLEAN, "boolean"),
        Spec("mfa", Shape.BOOLEAN, "boolean"),
        Spec("prefs", Shape.JSON, "JSON object"),
    )


def steps(
    ids: Mapping[str, str], parent: Resource | None, base: Resource, values: Resource
) -> tuple[Change, ...]:
    """One change for each field that differs, in the order in which they are to be sent."""
    after = changed_fields(base, {name: values[name] for name in PARTS if name in values})
    return tuple(step(ids, base, name, after[name]) for name in PARTS if name in after)


def step(ids: Mapping[str, str], base: Resource, name: str, value: Any) -> Change:
    """The change of one field of a user, as `PARTS` has it."""
    part, before = PARTS[name], base.get(name)
    if value is None and name in ("name", "email", "phone"):
        # The server knows no null there.
        value = ""
    seen = str(base.get("$updatedAt") or "")
    return Change(
        Verb.UPDATE,
        "user",
        ids,
        _name(ids),
        Write(part.endpoint, ids, {part.parameter: value}),
        Look(GET),
        {name: before},
        {name: value},
        seen,
        Guard.READ if seen else Guard.NONE,
        part.level,
        (part.note,) if part.note else (),
    )


def _update(
    ids: Mapping[str, str], parent: Resource | None, base: Resource, values: Resource
) -> Change | None:
    """The first step, for whoever changes one field (an undo)."""
    return next(iter(steps(ids, parent, base, values)), None)


def _create(ids: Mapping[str, str], parent: Resource | None, values: Resource) -> Change:
    given = {name: values[name] for name in ("email", "phone", "name") if values.get(name)}
    body = {"userId": ids["userId"], **given}
    return Change(
        Verb.CREATE, "user", ids, _name(ids), Write(CREATE, ids, body), Look(GET), {}, given
    )


def _delete(ids: Mapping[str, str], parent: Resource | None, whole: Resource) -> Change:
    return Change(
        Verb.DELETE,
        "user",
        ids,
        _name(ids),
        Write(DELETE, ids),
        Look(GET),
        without_secrets(whole),
        {},
        str(whole.get("$updatedAt") or ""),
        Guard.READ,
        Level.TYPE_ID,
        ("! There is no undo for this.", "Sessions, memberships, targets, identities go, too."),
    )


def _name(ids: Mapping[str, str]) -> str:
    return safe(f"user {ids['userId']}")


USER_WRITES = Writes(_update, _create, _delete, steps=steps)
