"""Owns who a request comes from: an API key, a user or a guest, and what each may ask for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tui.demo.errors import ApiError
from tui.demo.settings import Settings
from tui.demo.store.database import Store


class Who(StrEnum):
    """The roles of the scope check, as its error message names them."""

    KEY = "applications"
    USER = "users"
    GUEST = "guests"


_EVERYBODY = frozenset({"global", "public", "home", "console", "graphql"})
_ROWS_AND_FILES = frozenset(
    {
        "rows.read",
        "rows.write",
        "documents.read",
        "documents.write",
        "files.read",
        "files.write",
        "sessions.write",
        "locale.read",
        "avatars.read",
        "executions.write",
        "execution.write",
    }
)
GUEST_SCOPES = _EVERYBODY | _ROWS_AND_FILES
USER_SCOPES = (
    _EVERYBODY
    | _ROWS_AND_FILES
    | frozenset(
        {
            "account",
            "teams.read",
            "teams.write",
            "executions.read",
            "execution.read",
            "targets.read",
            "targets.write",
            "subscribers.read",
            "subscribers.write",
        }
    )
)
KEY_SCOPES = frozenset({"global", "health.read", "graphql"})
"""What every API key may do beside its own scopes; `public` is not among them."""


@dataclass(frozen=True)
class Identity:
    """The caller. `name` is how the server calls it when it refuses."""

    who: Who
    name: str
    scopes: frozenset[str]
    roles: tuple[str, ...] = ("any", "guests")
    """Permission roles: `any`, `users`, `user:ID`, `team:ID/ROLE`, ... in the server's order."""
    user_id: str = ""
    session_id: str = ""
    impersonator_id: str = ""
    """The user who acts as this one."""
    key_name: str = ""
    """How the API key is called."""
    owes_factor: bool = False
    """The user's session proved one factor only, and the user asks for two."""

    @property
    def is_key(self) -> bool:
        """API keys skip all permission checks."""
        return self.who is Who.KEY

    def require(self, scopes: tuple[str, ...]) -> None:
        """Refuse with 401 unless one of `scopes` is held."""
        if self.scopes.isdisjoint(scopes):
            raise ApiError.of(
                "general_unauthorized_scope",
                who=self.name,
                role=self.who.value,
                scopes=json.dumps(scopes, separators=(",", ":")),
            )


GUEST = Identity(Who.GUEST, "User", GUEST_SCOPES)

_SIGNED_IN = ("x-appwrite-jwt", "x-appwrite-session", "cookie")
"""Headers that a user's request has at least one of."""


def identify(
    headers: Mapping[str, str],
    store: Store,
    settings: Settings,
    host: str,
    project: str = "",
) -> Identity:
    """Who sends a request with these (lower-case) headers.

    `project` is the one that the address names, as links to files do.
    """
    project = headers.get("x-appwrite-project", "") or project
    key = headers.get("x-appwrite-key", "")
    if not project:
        if key:
            raise ApiError.of("project_id_missing")
        return GUEST
    if project != settings.project:
        raise ApiError.of("project_not_found")
    user = _user(headers, store, settings)
    if not key:
        return user or GUEST
    if user is not None:
        raise ApiError.of("user_api_key_and_session_set")
    known = settings.key_of(key)
    if known is None:
        raise ApiError.of("user_unauthorized")
    name = f"app.{project}@service.{host}"
    return Identity(Who.KEY, name, known.scopes | KEY_SCOPES, (), key_name=known.name)


def _user(headers: Mapping[str, str], store: Store, settings: Settings) -> Identity | None:
    if not any(headers.get(name) for name in _SIGNED_IN):
        return None
    # Imported by the first request that needs it: most come with an API key.
    from tui.demo.accounts.signin import find_user

    return find_user(headers, store, settings)
