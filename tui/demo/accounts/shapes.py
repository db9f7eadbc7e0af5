"""Owns how users and memberships are shown: joined with what belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tui.demo.accounts.emails import facts_of
from tui.demo.accounts.factors import asks_for_more
from tui.demo.call import Call
from tui.demo.model.users import TARGETS, TEAMS, USERS
from tui.demo.store.collection import Document, shown

_SECRET = ("password", "hash", "hashOptions")
"""What an API key sees of a user and the user does not."""
_OF_HASH = {
    "scrypt": ("type", "costCpu", "costMemory", "costParallel", "length"),
    "scryptMod": ("type", "salt", "saltSeparator", "signerKey"),
    "argon2": ("type", "memory_cost", "time_cost", "threads"),
    "bcrypt": ("type", "cost"),
}


def shown_users(call: Call, users: Sequence[Document]) -> list[dict[str, Any]]:
    """Users as an API key sees them, each with its targets."""
    targets = TARGETS.of_parents(call.store, [user["$id"] for user in users])
    return [_whole(call, user, targets[user["$id"]]) for user in users]


def shown_user(call: Call, user: Document) -> dict[str, Any]:
    return shown_users(call, [user])[0]


def shown_account(call: Call, user: Document) -> dict[str, Any]:
    """A user as it sees itself: nothing of the password."""
    whole = shown_user(call, user)
    if call.identity.impersonator_id:
        whole["impersonatorUserId"] = call.identity.impersonator_id
    return {key: value for key, value in whole.items() if key not in _SECRET}


def _whole(call: Call, user: Document, targets: Sequence[Document]) -> dict[str, Any]:
    options = user["hashOptions"]
    whole = {
        "$id": user["$id"],
        "$createdAt": user["$createdAt"],
        "$updatedAt": user["$updatedAt"],
        "name": user["name"],
        "password": user["password"],
        "hash": user["hash"],
        "hashOptions": {
            key: options[key] for key in _OF_HASH.get(user["hash"], ("type",)) if key in options
        },
        "registration": user["registration"],
        "status": user["status"],
        "labels": user["labels"],
        "passwordUpdate": user["passwordUpdate"] or "",
        "email": user["email"] or "",
        "phone": user["phone"] or "",
        "emailVerification": user["emailVerification"],
        **facts_of(user["email"] or ""),
        "phoneVerification": user["phoneVerification"],
        "mfa": user["mfa"],
        "prefs": user["prefs"],
        "targets": [shown(target) for target in targets],
        "accessedAt": user["accessedAt"] or "",
        "impersonator": user["impersonator"],
        "impersonatorUserId": None,
    }
    return call.settings.version.present("user", whole)


def shown_memberships(call: Call, memberships: Sequence[Document]) -> list[dict[str, Any]]:
    """Memberships with the names of their users and teams."""
    users = USERS.some(call.store, {each["userId"] for each in memberships})
    teams = TEAMS.some(call.store, {each["teamId"] for each in memberships})
    return [
        _membership(call, each, users.get(each["userId"], {}), teams.get(each["teamId"], {}))
        for each in memberships
    ]


def shown_membership(call: Call, membership: Document) -> dict[str, Any]:
    return shown_memberships(call, [membership])[0]


def _membership(call: Call, membership: Document, user: Document, team: Document) -> Document:
    whole = {
        "$id": membership["$id"],
        "$createdAt": membership["$createdAt"],
        "$updatedAt": membership["$updatedAt"],
        "userId": membership["userId"],
        "userName": user.get("name") or "",
        "userEmail": user.get("email") or "",
        "userPhone": user.get("phone") or "",
        "teamId": membership["teamId"],
        "teamName": team.get("name") or "",
        "invited": membership["invited"],
        "joined": membership["joined"] or "",
        "confirm": membership["confirm"],
        "mfa": bool(user and asks_for_more(user)),
        "userAccessedAt": user.get("accessedAt") or "",
        "roles": membership["roles"],
    }
    return call.settings.version.present("membership", whole)
