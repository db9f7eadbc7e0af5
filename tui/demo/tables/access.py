"""Owns who may do what to rows: permissions of the table, of the row, and the caller's roles."""

from __future__ import annotations

from collections.abc import Iterable

from tui.demo.errors import ApiError
from tui.demo.identity import Identity, Who
from tui.demo.query.where import Where
from tui.demo.tables.table import Table

SERVER = Identity(Who.KEY, "server", frozenset(), ())
"""Reads and writes what belongs to a write itself, past all permissions."""


def allows(permissions: Iterable[str], action: str, identity: Identity) -> bool:
    """Whether a list of permissions lets the caller do `read`, `create`, `update` or `delete`."""
    if identity.is_key:
        return True
    granted = {f'{action}("{role}")' for role in identity.roles}
    return not granted.isdisjoint(permissions)


def readable(table: Table, identity: Identity) -> Where:
    """The rows of a table that the caller sees; raises 401 where there cannot be any."""
    if allows(table.permissions, "read", identity):
        return Where()
    if not table.row_security:
        raise ApiError.of("user_unauthorized")
    granted = tuple(f'read("{role}")' for role in identity.roles)
    marks = ",".join("?" * len(granted))
    return Where(
        f"(_perms != '[]' AND EXISTS (SELECT 1 FROM json_each(_perms) WHERE value IN ({marks})))",
        granted,
    )
