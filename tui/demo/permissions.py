"""Owns permissions as parameters: which texts are permissions, what `write` stands for, who may
grant what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from tui.demo.errors import ApiError
from tui.demo.identity import Identity
from tui.demo.params import is_id
from tui.demo.query.where import Where

CONTAINER_ACTIONS = ("create", "read", "update", "delete", "write")
"""What can be granted on a table or bucket."""
CONTENT_ACTIONS = ("read", "update", "delete", "write")
"""What can be granted on a row or file."""
MAX_PERMISSIONS = 100
_ROLES = ("any", "guests", "users", "user", "team", "member", "label")
_DIMENSIONS = ("verified", "unverified")
_PERMISSION = re.compile(r'(\w+)\("([^"]*)"\)')


class PermissionList:
    """The `permissions` parameter: a list of texts like `read("user:alice")`."""

    def __init__(self, actions: Sequence[str]) -> None:
        self._actions = actions

    def problem(self, value: Any) -> str:
        if not isinstance(value, list):
            return "Permissions must be an array of strings. or null"
        if len(value) > MAX_PERMISSIONS:
            return f"You can only provide up to {MAX_PERMISSIONS} permissions. or null"
        problems = (self._of_one(each) for each in value)
        found = next((problem for problem in problems if problem), "")
        return f"{found} or null" if found else ""

    def clean(self, value: Any) -> Any:
        """`write` becomes the actions it stands for; repetitions go."""
        writes = [each for each in self._actions if each not in ("read", "write")]
        granted: dict[str, None] = {}
        for permission in value:
            action, role = permission.split("(", 1)
            for each in writes if action == "write" else (action,):
                granted[f"{each}({role}"] = None
        return list(granted)

    def _of_one(self, value: Any) -> str:
        if not isinstance(value, str):
            return "Every permission must be of type string."
        parts = _PERMISSION.fullmatch(value)
        if value == "*" or parts is None:
            return f'Invalid permission string format: "{value}".'
        if parts[1] not in self._actions:
            allowed = ", ".join(self._actions)
            return f'Permission "{value}" is not allowed. Must be one of: {allowed}.'
        return role_problem(parts[2])


class RoleList:
    """The `execute` parameter: a list of roles like `team:support/owner`."""

    def problem(self, value: Any) -> str:
        if not isinstance(value, list):
            return "Roles must be an array of strings."
        if len(value) > MAX_PERMISSIONS:
            return f"You can only provide up to {MAX_PERMISSIONS} roles."
        if not all(isinstance(each, str) for each in value):
            return "Every role must be of type string."
        problems = (_wildcard(each) or role_problem(each) for each in value)
        return next((problem for problem in problems if problem), "")

    def clean(self, value: Any) -> Any:
        return value


def _wildcard(role: str) -> str:
    if role == "*":
        return 'Wildcard role "*" has been replaced. Use "any" instead.'
    if role.startswith("role:"):
        return (
            'Roles using the "role:" prefix have been removed. Use "users", "guests", or "any" '
            "instead."
        )
    return ""


def role_problem(text: str) -> str:
    """What is wrong with a role like `team:support/owner`; empty when nothing is."""
    role, _, dimension = text.partition("/")
    kind, colon, id_ = role.partition(":")
    if kind not in _ROLES:
        return f'Role "{kind}" is not allowed. Must be one of: {", ".join(_ROLES)}.'
    takes_id = kind in ("user", "team", "member", "label")
    if takes_id and not is_id(id_):
        return f'Role "{kind}" identifier value is invalid: Parameter must be a valid id.'
    if not takes_id and colon:
        return f'Role "{kind}" can not have an ID value.'
    if dimension and kind in ("any", "guests", "member", "label"):
        return f'Role "{kind}" can not have a dimension value.'
    if dimension and kind in ("users", "user") and dimension not in _DIMENSIONS:
        return f'Role "{kind}" dimension value is invalid. Must be one of: verified, unverified.'
    return ""


def require_grantable(permissions: Iterable[str], identity: Identity) -> None:
    """Refuse with 401 unless the caller has every role that is granted; keys may grant any."""
    if identity.is_key:
        return
    for permission in permissions:
        parts = _PERMISSION.fullmatch(permission)
        if parts is None or parts[2] not in identity.roles:
            roles = ", ".join(identity.roles)
            raise ApiError(401, "user_unauthorized", f"Permissions must be one of: ({roles})")


def granted_in_document(action: str, identity: Identity) -> Where:
    """Of the documents of a collection those whose own permissions let the caller do `action`."""
    if identity.is_key:
        return Where()
    granted = tuple(f'{action}("{role}")' for role in identity.roles)
    marks = ", ".join("?" * len(granted))
    path = '$."$permissions"'
    return Where(
        f"EXISTS (SELECT 1 FROM json_each(_doc, '{path}') WHERE value IN ({marks}))", granted
    )


def granted_to_creator(identity: Identity) -> list[str]:
    """What a row or file gets when its creator names no permissions: keys and guests give none."""
    if identity.is_key or not identity.user_id:
        return []
    return [f'{action}("user:{identity.user_id}")' for action in ("read", "update", "delete")]


def require_action(permissions: Iterable[str], action: str, identity: Identity) -> None:
    """Refuse with the database's own words, as for creating in a table or bucket."""
    parts = (_PERMISSION.fullmatch(each) for each in permissions)
    roles = [part[2] for part in parts if part is not None and part[1] == action]
    require_role(roles, action, identity)


def require_role(roles: Sequence[str], action: str, identity: Identity) -> None:
    """Refuse with 401 unless the caller has one of `roles`; API keys may do everything."""
    if identity.is_key or set(roles) & set(identity.roles):
        return
    explanation = f"No permissions provided for action '{action}'"
    if roles:
        explanation = (
            f'Missing "{action}" permission for role "{roles[-1]}". Only '
            f'"{_listed(identity.roles)}" scopes are allowed and "{_listed(roles)}" was given.'
        )
    raise ApiError.of("user_unauthorized").explained(explanation)


def _listed(roles: Sequence[str]) -> str:
    """As PHP writes a list in JSON."""
    return "[" + ",".join('"' + role.replace("/", "\\/") + '"' for role in roles) + "]"
