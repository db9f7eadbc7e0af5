"""What a route of Appwrite is: its path, what it does, the SDK method it stands for, its scopes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from urllib.parse import quote

_PARAMETER = re.compile(r"\{(\w+)\}")


class Effect(Enum):
    """What a request does to what people keep; not the same as its verb.

    `create_jwt` is a POST and READ: nothing that anybody keeps is changed by it.
    """

    READ = "read"
    WRITE = "write"
    DESTROY = "destroy"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One route under `/v1`.

    `path` holds the names of its ids in braces (`/users/{userId}`), as the OpenAPI description
    does. `sdk` names the Python SDK's method (`users.list`), empty where it has none. Any one of
    `scopes` suffices. `public` marks the routes that refuse an API key (`/health/version`).
    """

    method: str
    path: str
    sdk: str = ""
    scopes: tuple[str, ...] = ()
    effect: Effect = Effect.READ
    public: bool = False

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the ids in the path, in order."""
        return tuple(_PARAMETER.findall(self.path))

    def url(self, ids: Mapping[str, str]) -> str:
        """The path with `ids` put in, percent-encoded. KeyError for an id that is missing."""
        return _PARAMETER.sub(lambda match: quote(ids[match[1]], safe=""), self.path)
