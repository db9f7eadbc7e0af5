"""Appwrite's permissions: their grammar, and what they mean in words.

Rules: `type("role")` with read, create, update, delete or write; write means update and delete on
rows and files, and create besides on tables and buckets. A permission of the table counts for every
row; those of a row count only while row security is on. API keys are not bound by any of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tui.core.cell import Cell, Tone
from tui.core.kind import Resource
from tui.core.text import safe

ACTIONS = ("read", "create", "update", "delete")
_PERMISSION = re.compile(r'(read|create|update|delete|write)\("([^"]*)"\)\Z')


@dataclass(frozen=True, slots=True)
class Permission:
    """One action that one role may do. `role` is as the server writes it: `team:sup/lead`."""

    action: str
    role: str

    def __str__(self) -> str:
        return f'{self.action}("{self.role}")'


def parse(text: object) -> Permission | None:
    """The permission that a text of the server's means, None for what is none."""
    found = _PERMISSION.match(text) if isinstance(text, str) else None
    return Permission(found[1], found[2]) if found else None


def parse_all(texts: object, creates: bool) -> list[Permission]:
    """All permissions of a list, `write` replaced by what it stands for."""
    found: list[Permission] = []
    for text in texts if isinstance(texts, list | tuple) else ():
        permission = parse(text)
        if permission is None:
            continue
        if permission.action == "write":
            actions = ACTIONS[1:] if creates else ACTIONS[2:]
            found += [Permission(action, permission.role) for action in actions]
        else:
            found.append(permission)
    return found


def role_in_words(role: str) -> str:
    """A role as one says it: `verified users`, `team sup as lead`."""
    kind, colon, rest = role.partition(":")
    name, slash, dimension = rest.partition("/")
    if not colon:
        base, slash, dimension = role.partition("/")
        words = {"any": "everybody", "guests": "guests", "users": "signed-in users"}
        if base == "users" and slash:
            return safe(f"{dimension} users")
        return words.get(base, safe(role))
    if kind == "team" and slash:
        return safe(f"team {name} as {dimension}")
    return safe(f"{kind} {name}") + (safe(f" if {dimension}") if slash else "")


def summary(texts: object, action: str, creates: bool = True) -> str:
    """Who may do something, short enough for a list: `any`, `2 teams, 1 user`, `keys only`."""
    roles = list(
        dict.fromkeys(one.role for one in parse_all(texts, creates) if one.action == action)
    )
    if not roles:
        return "keys only"
    if "any" in roles:
        return "any"
    plain = [role for role in roles if ":" not in role]
    if len(roles) == 1:
        return safe(roles[0])
    counts: dict[str, int] = {}
    for role in roles:
        if ":" in role:
            kind = role.partition(":")[0]
            counts[kind] = counts.get(kind, 0) + 1
    counted = [f"{number} {kind}{'s' if number > 1 else ''}" for kind, number in counts.items()]
    return safe(", ".join([*plain, *counted]))


def summary_within(own: object, container: Resource, security: str, action: str) -> str:
    """Who may do something to one row or file, by its own list and the one of its container.

    `security` names the switch of the container by which the own list counts (`rowSecurity`).
    """
    lists = [container.get("$permissions"), own if container.get(security) is True else None]
    texts = [text for one in lists if isinstance(one, list) for text in one]
    return summary(texts, action, creates=False)


def in_words(
    own: object, above: object, own_counts: bool, thing: str, container: str
) -> list[Cell]:
    """Who may do what to one row or file: its own list and the one of its table or bucket.

    `own_counts` is whether row (file) security is on; without it the own list is ignored.
    """
    lines: list[Cell] = []
    upper, lower = parse_all(above, True), parse_all(own, False)
    for action in ("read", "update", "delete"):
        who = [f"{role_in_words(one.role)} (from the {container})" for one in _of(upper, action)]
        if own_counts:
            who += [f"{role_in_words(one.role)} (from the {thing})" for one in _of(lower, action)]
        told = ", ".join(who)
        tone = Tone.PLAIN if told else Tone.DIM
        lines.append(Cell(f"{action:<7} {told or 'nobody but API keys'}", tone))
    security = "row security" if thing == "row" else "file security"
    lines.append(Cell(""))
    if own_counts:
        lines.append(Cell(f"{security} is on: the {thing}'s own list counts as well.", Tone.DIM))
    elif lower:
        text = f"{security} is off: the {thing}'s own list of {len(lower)} is ignored."
        lines.append(Cell(text, Tone.WARN))
    else:
        lines.append(Cell(f"{security} is off: only the {container}'s list counts.", Tone.DIM))
    counting = upper + (lower if own_counts else [])
    return lines + [Cell(warning, Tone.WARN) for warning in warnings(counting)]


def container_in_words(texts: object, security: bool, thing: str) -> list[Cell]:
    """Who may do what to all rows of a table, or to all files of a bucket."""
    permissions = parse_all(texts, True)
    lines = []
    for action in ACTIONS:
        told = ", ".join(role_in_words(one.role) for one in _of(permissions, action))
        tone = Tone.PLAIN if told else Tone.DIM
        lines.append(Cell(f"{action:<7} {told or 'nobody but API keys'}", tone))
    if security:
        text = f"{thing} security is on: each {thing} may grant more."
    else:
        text = f"{thing} security is off: lists of single {thing}s are ignored."
    lines += [Cell(""), Cell(text, Tone.DIM)]
    return lines + [Cell(warning, Tone.WARN) for warning in warnings(permissions)]


def warnings(permissions: Sequence[Permission]) -> list[str]:
    """What is easily overlooked about these permissions."""
    found = []
    for action in ("create", "update", "delete"):
        roles = {one.role for one in permissions if one.action == action}
        if "any" in roles or {"guests", "users"} <= roles:
            found.append(f"! Everybody can {action}, signed in or not.")
        elif "guests" in roles:
            found.append(f"! Whoever is not signed in can {action}.")
    return found


def _of(permissions: Sequence[Permission], action: str) -> list[Permission]:
    return [one for one in dict.fromkeys(permissions) if one.action == action]
