"""Roles as people type and find them: their grammar, and what was searched for as roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tui.core.permissions import Permission, role_in_words
from tui.core.text import safe

_ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,35}"
_GRAMMAR = re.compile(
    rf"any|guests|users(/(verified|unverified))?|user:{_ID}(/(verified|unverified))?"
    rf"|team:{_ID}(/[A-Za-z0-9._-]+)?|member:{_ID}|label:[A-Za-z0-9]{{1,36}}"
)
_TYPED = re.compile(r'(read|update|delete|write|create)\s*(?:\(\s*"?([^"()]*)"?\s*\)|\s(.*))')
FIXED = ("any", "users", "users/verified", "users/unverified", "guests")


class RoleError(Exception):
    """A text is no role; says what one looks like."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One role that could be meant, and who that is."""

    role: str
    about: str


def checked(text: str) -> str:
    """A role as the server takes it. Raises RoleError."""
    role = text.strip()
    if _GRAMMAR.fullmatch(role):
        return role
    kind, colon, rest = role.partition(":")
    said = {
        "*": "everybody is called any",
        "role": "roles are written without role:",
        "label": "a label has letters and digits only",
        "user": "a user is user:ID, or user:ID/verified",
        "team": "a team is team:ID, or team:ID/ROLE",
        "member": "a member is member:MEMBERSHIP_ID",
    }.get(kind)
    if said is None or (colon and not rest and kind not in ("user", "team", "member", "label")):
        said = said or "there are any, users, guests, user:ID, team:ID, member:ID, label:NAME"
    raise RoleError(f"{safe(role)!r} is no role: {said}.")


def checked_permission(text: str) -> Permission:
    """A permission of a file as it is typed: `read("any")`, or `read any`. Raises RoleError."""
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        said = 'a permission is like read("any"), update("user:ID"), delete("team:ID/owner")'
        raise RoleError(f"{safe(text)!r} is none: {said}.")
    if found[1] == "create":
        raise RoleError("create is granted by the bucket: a file is read, updated, deleted.")
    return Permission(found[1], checked(found[2] or found[3]))


def suggest(
    text: str,
    users: Iterable[Mapping[str, Any]],
    teams: Iterable[Mapping[str, Any]],
    members: Sequence[Mapping[str, Any]] = (),
) -> list[Suggestion]:
    """What a text could mean, of the users, teams and memberships at hand; ids stand beside names.

    The roles that a team has are those that its members have there.
    """
    wanted = text.strip().lower()
    found = [Suggestion(role, role_in_words(role)) for role in FIXED]
    for user in users:
        user_id = str(user.get("$id", ""))
        about = "  ".join(str(user.get(name) or "") for name in ("name", "email"))
        found.append(Suggestion(f"user:{user_id}", safe(about)))
    for team in teams:
        team_id = str(team.get("$id", ""))
        found.append(Suggestion(f"team:{team_id}", safe(f"team {team.get('name', '')}")))
        found.append(Suggestion(f"team:{team_id}/owner", safe(f"its owners, {team.get('name')}")))
    for member in members:
        place, names = member.get("teamId"), member.get("roles")
        for name in names if isinstance(names, list) else ():
            about = f"its {name}, {member.get('teamName') or place}"
            found.append(Suggestion(f"team:{place}/{name}", safe(about)))
    for member in members:
        found.append(Suggestion(f"member:{member.get('$id')}", safe(member_name(member))))
    if wanted and wanted.isalnum():
        found.append(Suggestion(f"label:{text.strip()}", f"users with the label {text.strip()}"))
    offered: dict[str, Suggestion] = {}
    for one in found:
        if wanted in f"{one.role} {one.about}".lower() and _GRAMMAR.fullmatch(one.role):
            offered.setdefault(one.role, one)
    return list(offered.values())


def member_name(membership: Mapping[str, Any]) -> str:
    """Who a membership is, and where: `Bob Stone of Support`."""
    who = membership.get("userName") or membership.get("userEmail") or membership.get("userId")
    return f"{who} of {membership.get('teamName') or membership.get('teamId')}"


def named(role: str) -> tuple[str, str] | None:
    """Which user or team a role names: `("user", ID)`; None for other roles."""
    kind, colon, rest = role.partition(":")
    if kind in ("user", "team") and colon:
        return kind, rest.partition("/")[0]
    return None
