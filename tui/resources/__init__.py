"""The catalogue: every kind of thing that Appwrite has, and the panes they are reached from.

A new kind is a file of its own here, and one name in `_ALL`.
"""

from __future__ import annotations

from collections.abc import Mapping

from tui.core.kind import Kind, Pane, Writes
from tui.resources.buckets import BUCKETS, FILES
from tui.resources.columns import COLUMNS, INDEXES
from tui.resources.databases import DATABASES
from tui.resources.deployments import DEPLOYMENTS
from tui.resources.executions import EXECUTIONS
from tui.resources.failures import FAILURES
from tui.resources.file_tokens import FILE_TOKENS
from tui.resources.functions import FUNCTIONS, VARIABLES
from tui.resources.memberships import MEMBERSHIPS
from tui.resources.rows import ROWS
from tui.resources.tables import TABLES
from tui.resources.teams import TEAMS
from tui.resources.user_parts import IDENTITIES, SESSIONS, TARGETS, USER_MEMBERSHIPS
from tui.resources.users import USERS

_ALL = (
    USERS, SESSIONS, USER_MEMBERSHIPS, TARGETS, IDENTITIES,
    DATABASES, TABLES, ROWS, COLUMNS, INDEXES,
    BUCKETS, FILES, FILE_TOKENS,
    FUNCTIONS, EXECUTIONS, DEPLOYMENTS, VARIABLES, FAILURES,
    TEAMS, MEMBERSHIPS,
)  # fmt: skip

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}

PANES: tuple[Pane, ...] = (
    Pane("1", "Users", "Users", "user"),
    Pane("2", "Databases", "Data", "database"),
    Pane("3", "Storage", "Files", "bucket"),
    Pane("4", "Functions", "Func", "function"),
    Pane("5", "Teams", "Teams", "team"),
)


def writes_of(kind: str) -> Writes | None:
    """How resources of a kind are changed; None where they are not, or nobody knows the kind."""
    return KINDS[kind].writes if kind in KINDS else None
