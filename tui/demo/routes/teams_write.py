"""Owns the endpoints that make, change and delete teams and their memberships."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from tui.demo.accounts.emails import Email, Phone
from tui.demo.accounts.shapes import shown_membership
from tui.demo.accounts.users import NO_PASSWORD, count_members, create_user, delete_membership
from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.model.users import MEMBERSHIPS, TEAMS, USERS
from tui.demo.params import CustomId, ListOf, Object, Text, new_id
from tui.demo.routes.teams import the_membership, the_team
from tui.demo.routing import Routes
from tui.demo.store.clock import now
from tui.demo.store.collection import Document, shown

routes = Routes()
declare(
    {
        "team_already_exists": (
            409,
            "Team with requested ID already exists. Please choose a different ID and try again.",
        ),
        "membership_already_confirmed": (409, "Membership is already confirmed."),
        "general_smtp_disabled": (503, "SMTP is disabled on your Appwrite instance."),
    }
)
PATH = "/teams/{team_id}/memberships"


class Role:
    """A role in a team: 1 to 32 characters that may stand in a permission."""

    def problem(self, value: Any) -> str:
        if isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}", value):
            return ""
        return "Value must be a valid string and at least 1 chars and no longer than 32 chars"

    def clean(self, value: Any) -> Any:
        return value


_ROLES = ListOf(Role(), 100)


@routes.post("/teams", "teams.write")
def create(call: Call) -> Answer:
    """A user who makes a team becomes its owner; a team made by a key has no members."""
    moment = now()
    team = {
        "$id": call.param("teamId", CustomId()),
        "$createdAt": moment,
        "$updatedAt": moment,
        "name": call.param("name", Text(128)),
        "total": 0,
        "prefs": {},
    }
    roles = call.param("roles", _ROLES, ["owner"])
    with call.store.write():
        try:
            TEAMS.add(call.store, team)
        except sqlite3.IntegrityError as error:
            raise ApiError.of("team_already_exists") from error
        if call.identity.user_id:
            _join(call, team, call.identity.user_id, roles)
            team = TEAMS.get(call.store, team["$id"]) or team
    return answer_json(team, 201)


@routes.put("/teams/{team_id}", "teams.write")
def rename(call: Call, team_id: str) -> Answer:
    return answer_json(_changed(call, team_id, name=call.param("name", Text(128))))


@routes.put("/teams/{team_id}/prefs", "teams.write")
def set_prefs(call: Call, team_id: str) -> Answer:
    return answer_json(_changed(call, team_id, prefs=call.param("prefs", Object()))["prefs"])


def _changed(call: Call, team_id: str, **changes: Any) -> Document:
    with call.store.write():
        changed = the_team(call, team_id) | changes | {"$updatedAt": now()}
        _require_owner(call, changed)
        TEAMS.put(call.store, changed)
    return shown(changed)


@routes.delete("/teams/{team_id}", "teams.write")
def delete(call: Call, team_id: str) -> Answer:
    with call.store.write():
        team = the_team(call, team_id)
        _require_owner(call, team)
        MEMBERSHIPS.remove_all(call.store, team["$id"])
        TEAMS.remove(call.store, team["$id"])
    return answer_nothing()


@routes.post(PATH, "teams.write")
def create_membership(call: Call, team_id: str) -> Answer:
    """With an API key a member is in at once; a user's invitation would need e-mail."""
    team = the_team(call, team_id)
    _require_owner(call, team)
    roles = call.param("roles", _ROLES)
    if not call.identity.is_key:
        raise ApiError.of("general_smtp_disabled")
    with call.store.write():
        membership = _join(call, team, _invitee(call)["$id"], roles)
    return answer_json(shown_membership(call, membership), 201)


def _join(call: Call, team: Document, user_id: str, roles: list[str]) -> Document:
    mine = MEMBERSHIPS.where(call.store, "userId", user_id)
    held = next((each for each in mine if each["teamId"] == team["$id"]), None)
    if held is not None and held["confirm"]:
        raise ApiError.of("membership_already_confirmed")
    moment = now()
    membership = held or {
        "$id": new_id(),
        "$createdAt": moment,
        "userId": user_id,
        "teamId": team["$id"],
        "invited": moment,
    }
    membership |= {"$updatedAt": moment, "joined": moment, "confirm": True, "roles": roles}
    keep = MEMBERSHIPS.add if held is None else MEMBERSHIPS.put
    keep(call.store, membership, team["$id"])
    count_members(call.store, team["$id"], 1)
    return membership


def _invitee(call: Call) -> Document:
    """The user to become a member: known by id, address or number, else made for the address."""
    user_id = call.param("userId", Text(36, 0), "")
    email = call.param("email", Email(empty=True), "")
    phone = call.param("phone", Phone(empty=True), "")
    if user_id:
        user = USERS.get(call.store, user_id)
        if user is None:
            raise ApiError(404, "user_not_found", "User with given userId doesn't exist.")
        return user
    if not (email or phone):
        reason = "At least one of userId, email, or phone is required"
        raise ApiError.of("general_argument_invalid", reason=reason)
    found = USERS.where(call.store, "email", email) if email else []
    found = found or (USERS.where(call.store, "phone", phone) if phone else [])
    if found:
        return found[0]
    name = call.param("name", Text(128, 0), "")
    return create_user(call.store, new_id(), email, phone, name or email, NO_PASSWORD)


@routes.patch(PATH + "/{membership_id}", "teams.write")
def update_membership(call: Call, team_id: str, membership_id: str) -> Answer:
    with call.store.write():
        team = the_team(call, team_id)
        _require_owner(call, team)
        held = the_membership(call, team, membership_id)
        changed = held | {"roles": call.param("roles", _ROLES), "$updatedAt": now()}
        MEMBERSHIPS.put(call.store, changed, team["$id"])
    return answer_json(shown_membership(call, changed))


@routes.delete(PATH + "/{membership_id}", "teams.write")
def remove_membership(call: Call, team_id: str, membership_id: str) -> Answer:
    """Owners may remove anybody, members themselves."""
    with call.store.write():
        team = the_team(call, team_id)
        held = the_membership(call, team, membership_id)
        if held["userId"] != call.identity.user_id:
            _require_owner(call, team)
        delete_membership(call.store, held)
    return answer_nothing()


def _require_owner(call: Call, team: Document) -> None:
    owner = f"team:{team['$id']}/owner" in call.identity.roles
    if not (call.identity.is_key or owner):
        raise ApiError.of("user_unauthorized")
