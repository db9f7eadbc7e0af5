"""What must not be seen unasked, taken out of the server's JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

HIDDEN = "‹hidden›"
_EXACT = frozenset({"password", "hash", "hashOptions", "secret", "jwt", "phrase"})
_ENDINGS = ("secret", "password", "apikey", "accesstoken", "refreshtoken", "privatekey")


def is_secret(name: str, value: object) -> bool:
    """Whether a field of the server's own holds something like a password, token or hash."""
    if value in (None, "", [], {}) or isinstance(value, bool):
        return False
    return name in _EXACT or name.lower().replace("_", "").endswith(_ENDINGS)


def redacted(value: Any) -> Any:
    """The same JSON with `‹hidden›` in place of secrets; `{key, value, secret: true}` too."""
    if isinstance(value, Mapping):
        hidden = {"value"} if value.get("secret") is True else set()
        return {
            name: HIDDEN if is_secret(name, one) or (name in hidden and one) else redacted(one)
            for name, one in value.items()
        }
    return [redacted(one) for one in value] if isinstance(value, list) else value
