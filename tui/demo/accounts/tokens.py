"""Owns JSON Web Tokens (HS256) and the secrets that sessions travel as."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from typing import Any

from tui.demo.settings import Settings


def sign(payload: dict[str, Any], settings: Settings) -> str:
    """A token of this server; `exp` (seconds since 1970) in the payload makes it expire."""
    head = _encoded(json.dumps({"typ": "JWT", "alg": "HS256"}, separators=(",", ":")).encode())
    body = _encoded(json.dumps(payload, separators=(",", ":")).encode())
    return f"{head}.{body}.{_signature(f'{head}.{body}', settings)}"


def verified(token: str, settings: Settings) -> dict[str, Any] | None:
    """The payload of a token that this server signed and that has not expired."""
    signed, _, signature = token.rpartition(".")
    expected = _signature(signed, settings)
    if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")):
        return None
    payload: dict[str, Any] = json.loads(_decoded(signed.partition(".")[2]))
    return None if payload.get("exp", time.time() + 1) < time.time() else payload


def session_secret(user_id: str, secret: str) -> str:
    """What a client holds of a session: the user's id and the session's secret."""
    held = json.dumps({"id": user_id, "secret": secret}, separators=(",", ":"))
    return base64.b64encode(held.encode()).decode()


def read_session_secret(text: str) -> tuple[str, str]:
    """The user's id and the session's secret, both empty for what is none."""
    try:
        held = json.loads(base64.b64decode(text, validate=True))
        return str(held["id"]), str(held["secret"])
    except (binascii.Error, ValueError, TypeError, KeyError):
        return "", ""


def fingerprint(secret: str) -> str:
    """How a session's secret is kept and listed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _signature(signed: str, settings: Settings) -> str:
    key = hashlib.sha256(settings.keys["full"].encode()).digest()
    return _encoded(hmac.digest(key, signed.encode("utf-8", "replace"), "sha256"))


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
