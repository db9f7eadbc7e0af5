"""Owns the permission roles of a user."""

from __future__ import annotations

from tui.demo.model.users import MEMBERSHIPS
from tui.demo.store.collection import Document
from tui.demo.store.database import Store


def roles_of(store: Store, user: Document) -> tuple[str, ...]:
    """The roles in the server's order; only confirmed memberships count.

    A user is verified with either a verified e-mail address or a verified phone number.
    """
    id_ = user["$id"]
    verified = user["emailVerification"] or user["phoneVerification"]
    dimension = "verified" if verified else "unverified"
    roles = ["any", "users", f"user:{id_}", f"user:{id_}/{dimension}", f"users/{dimension}"]
    for membership in MEMBERSHIPS.where(store, "userId", id_):
        if membership["confirm"]:
            team = f"team:{membership['teamId']}"
            roles += [team, f"member:{membership['$id']}"]
            roles += [f"{team}/{role}" for role in membership["roles"]]
    return (*roles, *(f"label:{label}" for label in user["labels"]))
