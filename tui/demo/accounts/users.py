"""Owns making, changing and deleting users, with everything that hangs on them."""

from __future__ import annotations

import sqlite3
from typing import Any

from tui.demo.accounts.passwords import Hashed, hash_password
from tui.demo.errors import ApiError, declare
from tui.demo.model.users import (
    IDENTITIES,
    LOGS,
    MEMBERSHIPS,
    SESSIONS,
    TARGETS,
    TEAMS,
    TOKENS,
    USERS,
)
from tui.demo.params import new_id
from tui.demo.store.clock import now
from tui.demo.store.collection import Document
from tui.demo.store.database import Store

declare(
    {
        "user_already_exists": (
            409,
            "A user with the same id, email, or phone already exists in this project.",
        ),
        "user_email_already_exists": (
            409,
            "A user with the same email already exists in the current project.",
        ),
        "user_phone_already_exists": (
            409,
            "A user with the same phone already exists in the current project.",
        ),
        "user_target_already_exists": (409, "A target with the same ID already exists."),
    }
)
NO_PASSWORD = Hashed("", "argon2", {"type": "argon2"})
_ADDRESSES = {"email": "email", "sms": "phone"}
"""Types of targets that follow a field of the user."""


def create_user(
    store: Store, id_: str, email: str, phone: str, name: str, hashed: Hashed
) -> Document:
    """A new user with targets for its addresses; raises 409 when somebody has one of them.

    An address that is a target already gets no second one.
    """
    with store.write():
        user = _added(store, id_, email, phone, name, hashed, bool(hashed.password))
        for kind, identifier in (("email", email), ("sms", phone)):
            if identifier and not TARGETS.where(store, "identifier", identifier):
                target = new_target(user, new_id(), kind, identifier, "")
                TARGETS.add(store, target, id_)
    return user


def invite_user(
    store: Store, id_: str, email: str, phone: str, name: str, unknown: Hashed
) -> Document:
    """A new user for an address that was invited to a team; raises 409 when it is taken.

    Its password (`unknown` to all) counts as never set, and it gets no targets.
    """
    with store.write():
        return _added(store, id_, email, phone, name, unknown, False)


def _added(
    store: Store, id_: str, email: str, phone: str, name: str, hashed: Hashed, is_set: bool
) -> Document:
    moment = now()
    user = {
        "$id": id_,
        "$createdAt": moment,
        "$updatedAt": moment,
        "name": name,
        "password": hashed.password,
        "hash": hashed.hash,
        "hashOptions": hashed.options,
        "registration": moment,
        "status": True,
        "labels": [],
        "passwordUpdate": moment if is_set else None,
        "email": email or None,
        "phone": phone or None,
        "emailVerification": False,
        "phoneVerification": False,
        "mfa": False,
        "prefs": {},
        "accessedAt": None,
        "impersonator": False,
    }
    _refuse_identity(store, email, id_)
    if _users_with(store, "email", email) or _users_with(store, "phone", phone):
        raise ApiError.of("user_already_exists")
    try:
        USERS.add(store, user)
    except sqlite3.IntegrityError as error:
        raise ApiError.of("user_already_exists") from error
    return user


def change_user(store: Store, user: Document, **changes: Any) -> Document:
    """A user with some fields changed; moves `$updatedAt`."""
    with store.write():
        current = USERS.get(store, user["$id"]) or user
        changed = current | changes | {"$updatedAt": now()}
        USERS.put(store, changed)
    return changed


def change_address(store: Store, user: Document, kind: str, identifier: str) -> Document:
    """Give a user another e-mail address or phone number (empty takes it away).

    It counts as unverified from then on. Raises 409 when it is somebody's target already, be it
    the user's own, or somebody else has it.
    """
    field = _ADDRESSES[kind]
    with store.write():
        if field == "email":
            _refuse_identity(store, identifier, user["$id"])
        if identifier and TARGETS.where(store, "identifier", identifier):
            raise ApiError.of("user_target_already_exists")
        if _users_with(store, field, identifier) - {user["$id"]}:
            raise ApiError.of(f"user_{field}_already_exists")
        follow_address(store, user, kind, identifier)
        return change_user(
            store, user, **{field: identifier or None, f"{field}Verification": False}
        )


def change_password(store: Store, user: Document, password: str) -> Document:
    """Set a password; one that nobody can sign in with may be empty."""
    hashed = hash_password(password)
    return change_user(
        store,
        user,
        password=hashed.password,
        hash=hashed.hash,
        hashOptions=hashed.options,
        passwordUpdate=now(),
    )


def follow_address(store: Store, user: Document, kind: str, identifier: str) -> None:
    """Make, change or delete the target that stands for one of the user's addresses."""
    before = user[_ADDRESSES[kind]]
    held = next(
        (
            target
            for target in TARGETS.all(store, user["$id"])
            if before and target["identifier"] == before
        ),
        None,
    )
    moment = now()
    if held is None:
        if identifier:
            target = new_target(user, new_id(), kind, identifier, "")
            TARGETS.add(store, target, user["$id"])
    elif identifier:
        changed = held | {"identifier": identifier, "$updatedAt": moment}
        TARGETS.put(store, changed, user["$id"])
    else:
        TARGETS.remove(store, held["$id"], user["$id"])


def new_target(user: Document, id_: str, kind: str, identifier: str, name: str) -> Document:
    moment = now()
    return {
        "$id": id_,
        "$createdAt": moment,
        "$updatedAt": moment,
        "name": name,
        "userId": user["$id"],
        "providerId": None,
        "providerType": kind,
        "identifier": identifier,
        "expired": False,
    }


def delete_user(store: Store, user: Document) -> None:
    """Forget a user, its memberships (which teams count) and everything below it."""
    id_ = user["$id"]
    with store.write():
        for membership in MEMBERSHIPS.where(store, "userId", id_):
            delete_membership(store, membership)
        for identity in IDENTITIES.where(store, "userId", id_):
            IDENTITIES.remove(store, identity["$id"])
        for collection in (SESSIONS, TARGETS, TOKENS):
            collection.remove_all(store, id_)
        LOGS.remove_where(store, "userId", id_)
        USERS.remove(store, id_)


def delete_membership(store: Store, membership: Document) -> None:
    """Forget a membership; the team's `total` counts the confirmed ones."""
    with store.write():
        MEMBERSHIPS.remove(store, membership["$id"], membership["teamId"])
        if membership["confirm"]:
            count_members(store, membership["teamId"], -1)


def count_members(store: Store, team_id: str, change: int) -> None:
    team = TEAMS.get(store, team_id)
    if team is not None:
        total = max(0, team["total"] + change)
        TEAMS.put(store, team | {"total": total, "$updatedAt": now()})


def _users_with(store: Store, field: str, address: str) -> set[str]:
    """The ids of users that have an address."""
    return {user["$id"] for user in USERS.where(store, field, address)} if address else set()


def _refuse_identity(store: Store, email: str, user_id: str) -> None:
    """An address that somebody else signs in with at another provider is taken."""
    held = IDENTITIES.where(store, "providerEmail", email) if email else []
    if any(identity["userId"] != user_id for identity in held):
        raise ApiError.of("user_email_already_exists")
