"""What must not be seen unasked, taken out of the server's JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.core.nesting import shallow

HIDDEN = "‹hidden›"
_EXACT = frozenset({"password", "hash", "hashOptions", "secret", "jwt", "phrase"})
_ENDINGS = ("secret", "password", "apikey", "accesstoken", "refreshtoken", "privatekey")
_HEADERS = ("authorization", "cookie", "-key", "-jwt", "-session", "-token")


def is_secret(name: str, value: object) -> bool:
    """Whether a field of the server's own holds something like a password, token or hash."""
    if value in (None, "", [], {}) or isinstance(value, bool):
        return False
    return name in _EXACT or name.lower().replace("_", "").endswith(_ENDINGS)


def without_secrets(resource: Mapping[str, Any]) -> dict[str, Any]:
    """A resource without the fields that hold secrets, for what leaves this program."""
    hidden = redacted(resource)
    return {name: one for name, one in hidden.items() if one != HIDDEN}


def redacted(value: Any) -> Any:
    """The same JSON with `‹hidden›` in place of secrets, cut where it nests too deep.

    Secrets are also the value of a secret variable (`{key, value, secret: true}`) and that of a
    header that lets somebody in (`{name: "authorization", value}`, `headers: {authorization}`).
    """
    return _redacted(shallow(value))


def _redacted(value: Any) -> Any:
    if isinstance(value, Mapping):
        hidden = {"value"} if _hides_value(value) else set()
        return {
            name: HIDDEN if is_secret(name, one) or (name in hidden and one) else _inside(name, one)
            for name, one in value.items()
        }
    return [_redacted(one) for one in value] if isinstance(value, list) else value


def _inside(name: str, value: Any) -> Any:
    """What a field holds; headers that are to be sent stand under their names."""
    if name == "headers" and isinstance(value, Mapping):
        return {
            header: HIDDEN if text and str(header).lower().endswith(_HEADERS) else _redacted(text)
            for header, text in value.items()
        }
    return _redacted(value)


def _hides_value(pair: Mapping[str, Any]) -> bool:
    return pair.get("secret") is True or str(pair.get("name")).lower().endswith(_HEADERS)
