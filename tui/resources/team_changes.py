"""Changes of teams and of who belongs to them."""

from __future__ import annotations

from collections.abc import Mapping

from tui.core.change import Change, Guard, Level, Look, Verb, Write, changed_fields
from tui.core.endpoint import Effect, Endpoint
from tui.core.kind import Resource, Writes
from tui.core.spec import Shape, Spec
from tui.core.text import safe

SCOPES = ("teams.write",)
_TEAM = "/teams/{teamId}"
_MEMBERS = f"{_TEAM}/memberships"
_MEMBER = f"{_MEMBERS}/{{membershipId}}"
GET_TEAM = Endpoint("GET", _TEAM, "teams.get", ("teams.read",))
GET_MEMBER = Endpoint("GET", _MEMBER, "teams.get_membership", ("teams.read",))
CREATE_TEAM = Endpoint("POST", "/teams", "teams.create", SCOPES, Effect.WRITE)
RENAME = Endpoint("PUT", _TEAM, "teams.update_name", SCOPES, Effect.WRITE)
PREFERENCES = Endpoint("PUT", f"{_TEAM}/prefs", "teams.update_prefs", SCOPES, Effect.WRITE)
DELETE_TEAM = Endpoint("DELETE", _TEAM, "teams.delete", SCOPES, Effect.DESTROY)
ADD_MEMBER = Endpoint("POST", _MEMBERS, "teams.create_membership", SCOPES, Effect.WRITE)
SET_ROLES = Endpoint("PATCH", _MEMBER, "teams.update_membership", SCOPES, Effect.WRITE)
REMOVE = Endpoint("DELETE", _MEMBER, "teams.delete_membership", SCOPES, Effect.DESTROY)
ENDPOINTS = (CREATE_TEAM, RENAME, PREFERENCES, DELETE_TEAM, ADD_MEMBER, SET_ROLES, REMOVE)


def team_form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    """Name and preferences; a new team begins with its id."""
    name = Spec("name", Shape.TEXT, "text", required=True, longest=128)
    if new:
        return (Spec("$id", Shape.ID, "id", longest=36), name)
    return (name, Spec("prefs", Shape.JSON, "JSON object", longest=65_535))


def member_form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    """Roles; a new member also by the user's id."""
    roles = Spec("roles", Shape.TEXT, "role: owner, editor, …", array=True, longest=32)
    user = Spec("userId", Shape.TEXT, "a user's id", required=True, longest=36, related="user")
    return (user, roles) if new else (roles,)


def team_steps(
    ids: Mapping[str, str], parent: Resource | None, base: Resource, values: Resource
) -> tuple[Change, ...]:
    """The name and the preferences each have a request of their own."""
    after = changed_fields(base, {k: values[k] for k in ("name", "prefs") if k in values})
    seen = str(base.get("$updatedAt") or "")
    return tuple(
        Change(
            Verb.UPDATE,
            "team",
            ids,
            _team(ids),
            Write(RENAME if name == "name" else PREFERENCES, ids, {name: value}),
            Look(GET_TEAM),
            {name: base.get(name)},
            {name: value},
            seen,
            Guard.READ if seen else Guard.NONE,
        )
        for name, value in after.items()
    )


def _update_team(
    ids: Mapping[str, str], parent: Resource | None, base: Resource, values: Resource
) -> Change | None:
    return next(iter(team_steps(ids, parent, base, values)), None)


def _create_team(ids: Mapping[str, str], parent: Resource | None, values: Resource) -> Change:
    given = {"name": values.get("name") or ids["teamId"]}
    body = {"teamId": ids["teamId"], **given}
    write = Write(CREATE_TEAM, ids, body)
    return Change(Verb.CREATE, "team", ids, _team(ids), write, Look(GET_TEAM), {}, given)


def _delete_team(ids: Mapping[str, str], parent: Resource | None, whole: Resource) -> Change:
    return Change(
        Verb.DELETE,
        "team",
        ids,
        _team(ids),
        Write(DELETE_TEAM, ids),
        Look(GET_TEAM),
        dict(whole),
        {},
        str(whole.get("$updatedAt") or ""),
        Guard.READ,
        Level.TYPE_ID,
        ("! There is no undo for this.", "Its members lose what its roles let them do."),
    )


def _set_roles(
    ids: Mapping[str, str], parent: Resource | None, base: Resource, values: Resource
) -> Change | None:
    after = changed_fields(base, {"roles": values.get("roles") or []} if "roles" in values else {})
    if not after:
        return None
    seen = str(base.get("$updatedAt") or "")
    return Change(
        Verb.UPDATE,
        "membership",
        ids,
        _member(ids, base),
        Write(SET_ROLES, ids, after),
        Look(GET_MEMBER),
        {"roles": base.get("roles")},
        after,
        seen,
        Guard.READ if seen else Guard.NONE,
        Level.ASK,
    )


def add_member(ids: Mapping[str, str], parent: Resource | None, values: Resource) -> Change:
    """Add a user, who is a member at once: with an API key nobody is invited by e-mail."""
    given = {"userId": values.get("userId"), "roles": values.get("roles") or []}
    name = _member(ids, given)
    return Change(
        Verb.CREATE, "membership", ids, name, Write(ADD_MEMBER, ids, given), None, {}, given
    )


def remove_member(ids: Mapping[str, str], parent: Resource | None, whole: Resource) -> Change:
    """Remove a member. The id of one that was added is the server's: it is in the answer."""
    ids = {**ids, "membershipId": str(whole.get("$id") or ids["membershipId"])}
    return Change(
        Verb.DELETE,
        "membership",
        ids,
        _member(ids, whole),
        Write(REMOVE, ids),
        Look(GET_MEMBER),
        {name: whole.get(name) for name in ("userId", "userName", "roles")},
        {},
        str(whole.get("$updatedAt") or ""),
        level=Level.ASK,
    )


def _team(ids: Mapping[str, str]) -> str:
    return safe(f"team {ids['teamId']}")


def _member(ids: Mapping[str, str], membership: Resource) -> str:
    return safe(f"member {membership.get('userId')} of {ids['teamId']}")


TEAM_WRITES = Writes(_update_team, _create_team, _delete_team, steps=team_steps)
MEMBER_WRITES = Writes(_set_roles, add_member, remove_member, add_member)
