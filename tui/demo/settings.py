"""Owns how one embedded Appwrite is set up: project, keys and their scopes, version, delays."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

from tui.demo.versions import VERSIONS, Version

_AREAS = (
    *("databases", "tables", "columns", "indexes", "rows"),
    *("collections", "attributes", "documents"),
    *("users", "sessions", "teams", "targets"),
    *("buckets", "files", "tokens"),
    *("functions", "executions", "execution", "sites", "log", "rules", "vcs", "schedules"),
    *("providers", "topics", "subscribers", "messages"),
    *("project", "keys", "platforms", "mocks", "templates", "webhooks", "migrations", "presences"),
    *("project.policies", "project.oauth2"),
)

FULL = frozenset(f"{area}.{verb}" for area in _AREAS for verb in ("read", "write")) | {
    "locale.read",
    "avatars.read",
    "health.read",
    "assistant.read",
}


@dataclass(frozen=True)
class ApiKey:
    """An API key as the project lists it."""

    name: str
    scopes: frozenset[str]


KEYS: dict[str, ApiKey] = {
    "full": ApiKey("Full", FULL),
    "readonly": ApiKey("Read only", frozenset(each for each in FULL if each.endswith(".read"))),
    "usersonly": ApiKey("Users only", frozenset({"users.read", "users.write"})),
    "noscopes": ApiKey("No scopes", frozenset()),
}
"""The keys by their ids."""


PROJECT = "demo"


def public_keys(project: str) -> dict[str, str]:
    """The keys of a project by their ids, the same on every start: they guard nothing."""
    salt = "" if project == PROJECT else f"{project} "
    return {id_: _secret(f"{salt}{id_}") for id_ in KEYS}


def _secret(name: str) -> str:
    """A key that looks like a real one."""
    digest = hashlib.sha512(f"embedded appwrite {name}".encode()).hexdigest()
    return f"standard_{digest}{digest}"


@dataclass(frozen=True)
class Settings:
    """One server. `latency` and `jitter` are seconds added to every answer.

    `fail_rate` is the share of requests that fail with 500, from 0 to 1. `realistic` adds the time
    that a real server takes. `storage_limit` is how many bytes a file may have at most,
    `wait_limit` how many seconds a caller waits for a function at most.
    """

    project: str = PROJECT
    version: Version = VERSIONS["1.9.6"]
    latency: float = 0.0
    jitter: float = 0.0
    fail_rate: float = 0.0
    realistic: bool = False
    storage_limit: int = 30_000_000
    wait_limit: float = 30.0
    keys: dict[str, str] = field(default_factory=lambda: public_keys(PROJECT), repr=False)

    def key_of(self, secret: str) -> ApiKey | None:
        """The API key with a secret, None for one that does not exist."""
        for id_, known in self.keys.items():
            if hmac.compare_digest(known.encode(), secret.encode()):
                return KEYS[id_]
        return None
