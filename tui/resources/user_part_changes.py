"""Changes of what hangs on a user: sessions are ended, targets added, edited, removed."""

from __future__ import annotations

from collections.abc import Mapping

from tui.core.change import Change, Guard, Level, Look, Verb, Write, changed_fields
from tui.core.endpoint import Effect, Endpoint
from tui.core.kind import Resource, Writes
from tui.core.spec import Shape, Spec
from tui.core.text import safe
from tui.resources.team_changes import MEMBER_WRITES, add_member, remove_member

SCOPES = ("users.write",)
_TARGETS = "/users/{userId}/targets"
_TARGET = f"{_TARGETS}/{{targetId}}"
GET_TARGET = Endpoint("GET", _TARGET, "users.get_target", ("users.read",))
ADD_TARGET = Endpoint("POST", _TARGETS, "users.create_target", SCOPES, Effect.WRITE)
SET_TARGET = Endpoint("PATCH", _TARGET, "users.update_target", SCOPES, Effect.WRITE)
REMOVE_TARGET = Endpoint("DELETE", _TARGET, "users.delete_target", SCOPES, Effect.DESTROY)
END_SESSION = Endpoint(
    "DELETE",
    "/users/{userId}/sessions/{sessionId}",
    "users.delete_session",
    ("users.write", "sessions.write"),
    Effect.DESTROY,
)
REMOVE_IDENTITY = Endpoint(
    "DELETE", "/users/identities/{identityId}", "users.delete_identity", SCOPES, Effect.DESTROY
)
ENDPOINTS = (GET_TARGET, ADD_TARGET, SET_TARGET, REMOVE_TARGET, END_SESSION, REMOVE_IDENTITY)
_FIELDS = ("identifier", "providerId", "name")


def target_form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    """What can be written of a target; its type is chosen once."""
    fields = (
        Spec("identifier", Shape.TEXT, "address, number or token", required=True, longest=2048),
        Spec("providerId", Shape.TEXT, "a provider's id", longest=36),
        Spec("name", Shape.TEXT, "text", longest=128),
    )
    if not new:
        return fields
    kinds = ("email", "sms", "push")
    choice = Spec("providerType", Shape.ENUM, "how it is reached", required=True, elements=kinds)
    return (Spec("$id", Shape.ID, "id", longest=36), choice, *fields)


def _update_target(
    ids: Mapping[str, str], parent: Resource | None, base: Resource, values: Resource
) -> Change | None:
    after = changed_fields(base, {name: values[name] for name in _FIELDS if name in values})
    if not after:
        return None
    seen = str(base.get("$updatedAt") or "")
    return Change(
        Verb.UPDATE,
        "target",
        ids,
        _target(ids),
        Write(SET_TARGET, ids, after),
        Look(GET_TARGET),
        {name: base.get(name) for name in after},
        after,
        seen,
        Guard.READ if seen else Guard.NONE,
    )


def _add_target(ids: Mapping[str, str], parent: Resource | None, values: Resource) -> Change:
    names = ("providerType", *_FIELDS)
    given = {name: values[name] for name in names if values.get(name)}
    write = Write(ADD_TARGET, ids, {"targetId": ids["targetId"], **given})
    return Change(Verb.CREATE, "target", ids, _target(ids), write, Look(GET_TARGET), {}, given)


def _remove_target(ids: Mapping[str, str], parent: Resource | None, whole: Resource) -> Change:
    return Change(
        Verb.DELETE,
        "target",
        ids,
        _target(ids),
        Write(REMOVE_TARGET, ids),
        Look(GET_TARGET),
        {name: whole.get(name) for name in ("providerType", *_FIELDS)},
        {},
        str(whole.get("$updatedAt") or ""),
        level=Level.ASK,
    )


def _target(ids: Mapping[str, str]) -> str:
    return safe(f"target {ids['targetId']} of {ids['userId']}")


def _end_session(ids: Mapping[str, str], parent: Resource | None, whole: Resource) -> Change:
    told = ("provider", "ip", "countryName", "clientName", "osName")
    return Change(
        Verb.DELETE,
        "session",
        ids,
        safe(f"session {ids['sessionId']} of {ids['userId']}"),
        Write(END_SESSION, ids),
        None,
        {name: whole[name] for name in told if whole.get(name)},
        level=Level.ASK,
        notes=("! Whoever uses it must sign in again.", "! There is no undo for this."),
    )


def _unchangeable(
    ids: Mapping[str, str], parent: Resource | None, base: Resource, values: Resource
) -> None:
    """Nothing of a session or of an identity can be set."""


def _remove_identity(ids: Mapping[str, str], parent: Resource | None, whole: Resource) -> Change:
    told = ("provider", "providerUid", "providerEmail")
    return Change(
        Verb.DELETE,
        "identity",
        ids,
        safe(f"identity {ids['identityId']} of {ids['userId']}"),
        Write(REMOVE_IDENTITY, ids),
        None,
        {name: whole[name] for name in told if whole.get(name)},
        level=Level.ASK,
        notes=(
            "! The user is no longer known by this account of the provider's.",
            "! There is no undo for this: only the user can sign in by it again.",
        ),
    )


def joining_form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    """Roles; a new membership also by the team's id."""
    roles = Spec("roles", Shape.TEXT, "role: owner, editor, …", array=True, longest=32)
    team = Spec("teamId", Shape.TEXT, "a team's id", required=True, longest=36, related="team")
    return (team, roles) if new else (roles,)


def _in_team(ids: Mapping[str, str], team: Resource) -> dict[str, str]:
    """The ids of a membership's path, which leads by its team."""
    return {"teamId": str(team.get("teamId")), "membershipId": ids["membershipId"]}


def _set_roles(
    ids: Mapping[str, str], parent: Resource | None, base: Resource, values: Resource
) -> Change | None:
    return MEMBER_WRITES.update(_in_team(ids, base), None, base, values)


def _join(ids: Mapping[str, str], parent: Resource | None, values: Resource) -> Change:
    given = {"userId": ids["userId"], "roles": values.get("roles")}
    return add_member(_in_team(ids, values), None, given)


def _part(ids: Mapping[str, str], parent: Resource | None, whole: Resource) -> Change:
    return remove_member(_in_team(ids, whole), None, whole)


TARGET_WRITES = Writes(_update_target, _add_target, _remove_target, _add_target)
SESSION_WRITES = Writes(_unchangeable, None, _end_session)
IDENTITY_WRITES = Writes(_unchangeable, None, _remove_identity)
JOINING_WRITES = Writes(_set_roles, _join, _part)
"""Memberships seen from the user: what is journaled is a change of the team's membership."""
