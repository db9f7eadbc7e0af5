"""Changes of users: each of their fields is sent to an endpoint of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tui.core.change import Change, Guard, Level, Look, Verb, Write, changed_fields
from tui.core.endpoint import Effect, Endpoint
from tui.core.kind import Resource, Writes
from tui.core.redact import without_secrets
from tui.core.spec import Shape, Spec
from tui.core.text import safe
from tui.resources.team_changes import ADD_MEMBER

SCOPES = ("users.write",)
_PATH = "/users/{userId}"
GET = Endpoint("GET", _PATH, "users.get", ("users.read",))
CREATE = Endpoint("POST", "/users", "users.create", SCOPES, Effect.WRITE)
IMPORT = Endpoint("POST", "/users/argon2", "users.create_argon2_user", SCOPES, Effect.WRITE)
MEMBERSHIPS = Endpoint("GET", f"{_PATH}/memberships", "users.list_memberships", ("users.read",))
DELETE = Endpoint("DELETE", _PATH, "users.delete", SCOPES, Effect.DESTROY)


LONGEST_PREFS = 65_535
"""Characters that preferences may have as JSON."""


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


PARTS: Mapping[str, Part] = {
    "name": _part("name", "update_name", "name"),
    "email": _part("email", "update_email", "email", Level.ASK),
    "phone": _part("phone", "update_phone", "number", Level.ASK),
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
    """What can be written of a user; the password of one that is there is set by `m p`."""
    contact = (
        Spec("name", Shape.TEXT, "text", longest=128),
        Spec("email", Shape.EMAIL, "email"),
        Spec("phone", Shape.PHONE, "phone: + and up to 15 digits", longest=16),
    )
    if new:
        password = Spec("password", Shape.SECRET, "8 to 256 characters")
        return (Spec("$id", Shape.ID, "id", longest=36), *contact, password)
    return (
        *contact,
        Spec("labels", Shape.LABEL, "label: letters and digits", array=True, longest=36),
        Spec("status", Shape.BOOLEAN, "active; false blocks"),
        Spec("emailVerification", Shape.BOOLEAN, "boolean"),
        Spec("phoneVerification", Shape.BOOLEAN, "boolean"),
        Spec("mfa", Shape.BOOLEAN, "boolean"),
        Spec("prefs", Shape.JSON, "JSON object", longest=LONGEST_PREFS),
    )


_VERIFIED = {"email": "emailVerification", "phone": "phoneVerification"}
_UNVERIFIED = "The server takes the verification of a changed address away; u gives it back, too."


def steps(
    ids: Mapping[str, str], parent: Resource | None, base: Resource, values: Resource
) -> tuple[Change, ...]:
    """One change for each field that differs, in the order in which they are to be sent."""
    after = changed_fields(base, {name: values[name] for name in PARTS if name in values})
    changes: list[Change] = []
    lost: set[str] = set()
    for name in PARTS:
        if name not in after or (name in lost and not after[name]):
            continue
        change = step(ids, base, name, after[name])
        flag = _VERIFIED.get(name, "")
        if flag and base.get(flag) is True:
            # Changed addresses are unverified: said, and remembered for the way back.
            lost.add(flag)
            change = replace(
                change,
                before={**change.before, flag: True},
                after={**change.after, flag: False},
                notes=(*change.notes, _UNVERIFIED),
            )
        changes.append(change)
    return tuple(changes)


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
    if values.get("password"):
        # Sent, but not among what the journal keeps of it.
        body["password"] = values["password"]
    return Change(
        Verb.CREATE, "user", ids, _name(ids), Write(CREATE, ids, body), Look(GET), {}, given
    )


def _delete(ids: Mapping[str, str], parent: Resource | None, whole: Resource) -> Change:
    kept = without_secrets(whole)
    hashed = whole.get("hash") == "argon2" and whole.get("password") and whole.get("email")
    if hashed:
        # The one secret that the journal holds: by it the old password works again after an undo.
        kept |= {"hash": "argon2", "password": whole["password"]}
    return Change(
        Verb.DELETE,
        "user",
        ids,
        _name(ids),
        Write(DELETE, ids),
        Look(GET),
        kept,
        {},
        str(whole.get("$updatedAt") or ""),
        Guard.READ,
        Level.TYPE_ID,
        (_comes_back(whole, bool(hashed)), _LOST),
    )


_LOST = "! Sessions, identities, targets, MFA and the registration date do not come back."


def _comes_back(whole: Resource, hashed: bool) -> str:
    parts = "id, name, e-mail, phone, labels, preferences and what is verified"
    members = whole.get("memberships")
    if members:
        parts += f", and {len(members)} membership{'s'[: len(members) != 1]}"
    elif members is None:
        parts += ", but no memberships"
    if hashed:
        return f"u brings back {parts}; the old password works again."
    return f"u brings back {parts}" + ("; the password is lost." if whole.get("password") else ".")


def restore_steps(
    ids: Mapping[str, str], parent: Resource | None, whole: Resource
) -> tuple[Change, ...]:
    """A deleted user again: made with the hash of the old password, then all else that it had."""
    base = {"email": whole.get("email"), "name": whole.get("name")}
    given = {name: value for name, value in base.items() if value}
    body = {"userId": ids["userId"], **given}
    endpoint = CREATE
    if whole.get("hash") == "argon2" and whole.get("password"):
        endpoint, body["password"] = IMPORT, whole["password"]
    elif whole.get("phone"):
        given["phone"] = body["phone"] = whole["phone"]
    write = Write(endpoint, ids, body)
    made = Change(Verb.CREATE, "user", ids, _name(ids), write, Look(GET), {}, given)
    had = {name: whole[name] for name in PARTS if whole.get(name) and name != "mfa"}
    had["status"] = whole.get("status") is not False
    now = {**dict.fromkeys(had), "status": True, **given}
    rest = [replace(change, level=Level.NONE, notes=()) for change in steps(ids, parent, now, had)]
    members = whole.get("memberships")
    joined = [_join(ids, one) for one in members] if isinstance(members, list) else []
    return (made, *rest, *joined)


def _join(ids: Mapping[str, str], membership: Resource) -> Change:
    given = {"userId": ids["userId"], "roles": membership.get("roles") or []}
    team = {"teamId": str(membership.get("teamId")), "membershipId": str(membership.get("$id"))}
    name = safe(f"member {ids['userId']} of {team['teamId']}")
    return Change(
        Verb.CREATE, "membership", team, name, Write(ADD_MEMBER, team, given), None, {}, given
    )


def _name(ids: Mapping[str, str]) -> str:
    return safe(f"user {ids['userId']}")


USER_WRITES = Writes(
    _update,
    _create,
    _delete,
    steps=steps,
    restore_steps=restore_steps,
    along={"memberships": MEMBERSHIPS},
)
