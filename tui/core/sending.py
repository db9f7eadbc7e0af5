"""One request as it can be written down for others: which route, which ids, what goes with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.core.endpoint import Endpoint


@dataclass(frozen=True, slots=True)
class Sending:
    """A request. `params` is the query of a GET and the JSON of everything else.

    What `redact.HIDDEN` stands for is a secret, which is written as an environment variable.
    """

    endpoint: Endpoint
    ids: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def arguments(self) -> dict[str, Any]:
        """What the SDK's method takes: the ids of the path, no others, and the parameters."""
        ids = {name: self.ids[name] for name in self.endpoint.parameters if name in self.ids}
        return {**ids, **self.params}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes, and as whom: with a `key`, with a `jwt`, or as nobody (empty)."""

    endpoint: str
    project: str
    identity: str = "key"
    ca_bundle: str = ""
    insecure: bool = False


class UnwritableError(ValueError):
    """The request cannot be written in that form; the message says why."""


IDENTITIES = {"key": "APPWRITE_API_KEY", "jwt": "APPWRITE_JWT"}
"""Which environment variable holds what lets somebody in."""


def variable(name: str) -> str:
    """The environment variable for a secret field: `password` is `APPWRITE_PASSWORD`."""
    letters = "".join(c if c.isascii() and c.isalnum() else "_" for c in snake(name))
    return f"APPWRITE_{letters.upper() or 'SECRET'}"


def snake(name: str) -> str:
    """`databaseId` is `database_id`."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
