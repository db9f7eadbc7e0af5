"""Owns the endpoints that make, change and delete teams and their memberships."""

from __future__ import annotations

import re
import secrets
import sqlite3
from dataclasses import dataclass
from typing import Any

from tui.demo.accounts.emails import Email, Phone
from tui.demo.accounts.passwords import ARGON2, Hashed, looks_like_argon2
from tui.demo.accounts.shapes import shown_membership
from tui.demo.accounts.users import count_members, delete_membership, invite_user
from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.model.users import MEMBERSHIPS, TEAMS, USERS
from tui.demo.params import CustomId, ListOf, Object, Text, Uid, new_id
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
        "team_invite_not_found": (404, "The requested team invitation could not be found."),
        "team_membership_mismatch": (404, "The membership ID does not belong to the team ID."),
        "team_invalid_secret": (
            401,
            "The team invitation secret is invalid. Please request  a new invitation and try "
            "again.",
        ),
        "membership_already_confirmed": (409, "Membership is already confirmed."),
        "general_smtp_disabled": (503, "SMTP is disabled on your Appwrite instance."),
    }
)
PATH = "/teams/{team_id}/memberships"
_ROLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class Invited:
    """Whom a membership is for, as the request says; empty is left out."""

    email: str
    user_id: str
    phone: str
    roles: list[str]
    url: str
    name: str


class Role:
    """A role in a team: a key of at most `longest` characters."""

    def __init__(self, longest: int) -> None:
        self._longest = longest

    def problem(self, value: Any) -> str:
        if isinstance(value, str) and _ROLE.fullmatch(value) and len(value) <= self._longest:
            return ""
        return (
            f"Parameter must contain at most {self._longest} chars. Valid chars are a-z, A-Z, 0-9, "
            "period, hyphen, and underscore. Can't start with a special char"
        )

    def clean(self, value: Any) -> Any:
        return value


def _roles(call: Call) -> ListOf:
    return ListOf(Role(call.settings.version.longest_role), 100)


@routes.post("/teams", "teams.write")
def create(call: Call) -> Answer:
    """A user who makes a team becomes its owner; a team made by a key has no members."""
    moment = now()
    team: Document = {
        "$id": call.param("teamId", CustomId()),
        "$createdAt": moment,
        "$updatedAt": moment,
        "name": call.param("name", Text(128)),
        "total": 0,
        "prefs": {},
    }
    roles = call.param("roles", _roles(call), ["owner"])
    with call.store.write():
        try:
            TEAMS.add(call.store, team)
        except sqlite3.IntegrityError as error:
            raise ApiError.of("team_already_exists") from error
        if call.identity.user_id:
            owning = roles if "owner" in roles else [*roles, "owner"]
            _join(call, team, call.identity.user_id, owning)
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
    invited = Invited(
        email=call.param("email", Email(), ""),
        user_id=call.param("userId", Uid(), ""),
        phone=call.param("phone", Phone(), ""),
        roles=call.param("roles", _roles(call)),
        url=call.param("url", Text(2048), ""),
        name=call.param("name", Text(128), ""),
    )
    if not (invited.url or call.identity.is_key):
        raise ApiError.of("general_argument_invalid", reason="URL is required")
    if not (invited.user_id or invited.email or invited.phone):
        reason = "At least one of userId, email, or phone is required"
        raise ApiError.of("general_argument_invalid", reason=reason)
    if not call.identity.is_key:
        raise ApiError.of("general_smtp_disabled")
    with call.store.write():
        team = the_team(call, team_id)
        membership = _join(call, team, _invitee(call, invited)["$id"], invited.roles)
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


def _invitee(call: Call, invited: Invited) -> Document:
    """The user to become a member: known by id, address or number, else made for the address."""
    if invited.user_id:
        user = USERS.get(call.store, invited.user_id)
        if user is None:
            raise ApiError(404, "user_not_found", "User with given userId doesn't exist.")
        _require_same(user, "userId", email=invited.email, phone=invited.phone)
        return user
    by = ("email", invited.email) if invited.email else ("phone", invited.phone)
    found = USERS.where(call.store, *by)
    if found:
        _require_same(found[0], "email", phone=invited.phone)
        return found[0]
    # Such a user has a password that nobody knows, and no targets.
    unknown = Hashed(looks_like_argon2(secrets.token_hex(16)), "argon2", dict(ARGON2))
    name = invited.name or invited.email
    return invite_user(call.store, new_id(), invited.email, invited.phone, name, unknown)


def _require_same(user: Document, known_by: str, **addresses: str) -> None:
    """Refuse with 409 an address that is not the one of the user who is meant."""
    for field, address in addresses.items():
        if address and user[field] != address:
            message = f"Given {known_by} and {field} doesn't match"
            raise ApiError(409, "user_already_exists", message)


@routes.patch(PATH + "/{membership_id}", "teams.write")
def update_membership(call: Call, team_id: str, membership_id: str) -> Answer:
    roles = call.param("roles", _roles(call))
    with call.store.write():
        team = the_team(call, team_id)
        held = the_membership(call, membership_id)
        _require_owner(call, team, "User is not allowed to modify roles")
        changed = held | {"roles": roles, "$updatedAt": now()}
        MEMBERSHIPS.put(call.store, changed, held["teamId"])
    return answer_json(shown_membership(call, changed))


@routes.delete(PATH + "/{membership_id}", "teams.write")
def remove_membership(call: Call, team_id: str, membership_id: str) -> Answer:
    """Owners may remove anybody, members themselves."""
    with call.store.write():
        held = MEMBERSHIPS.anywhere(call.store, membership_id)
        if held is None:
            raise ApiError.of("team_invite_not_found")
        team = the_team(call, team_id)
        _require_of_team(held, team)
        if held["userId"] != call.identity.user_id:
            _require_owner(call, team)
        delete_membership(call.store, held)
    return answer_nothing()


@routes.patch(PATH + "/{membership_id}/status", "public")
def accept(call: Call, team_id: str, membership_id: str) -> Answer:
    """Invitations go by mail, which is not sent here: nobody knows a secret that would do."""
    call.param("userId", Uid())
    call.param("secret", Text(256))
    held = the_membership(call, membership_id)
    team = TEAMS.get(call.store, team_id)
    if team is None:
        raise ApiError.of("team_not_found")
    _require_of_team(held, team)
    raise ApiError.of("team_invalid_secret")


def _require_of_team(membership: Document, team: Document) -> None:
    if membership["teamId"] != team["$id"]:
        raise ApiError.of("team_membership_mismatch")


def _require_owner(call: Call, team: Document, message: str = "") -> None:
    """Refuse with 401, with a message of its own where the server has one."""
    if call.identity.is_key or f"team:{team['$id']}/owner" in call.identity.roles:
        return
    if message:
        raise ApiError(401, "user_unauthorized", message)
    raise ApiError.of("user_unauthorized")
