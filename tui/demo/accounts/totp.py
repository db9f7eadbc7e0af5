"""Owns one-time passwords of authenticator apps (RFC 6238: SHA-1, 30 seconds, six digits)."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
import struct
import time

_STEP = 30


def new_secret() -> str:
    """A secret in Base32, as apps take it."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, moment: float) -> str:
    """The code that an app shows at a moment (seconds since 1970)."""
    key = base64.b32decode(secret)
    digest = hmac.digest(key, struct.pack(">Q", int(moment) // _STEP), "sha1")
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 1_000_000:06}"


def is_code(secret: str, code: str) -> bool:
    """Whether a code is the one of now, or of a step before or after it."""
    moment = time.time()
    try:
        expected = [code_at(secret, moment + step * _STEP) for step in (-1, 0, 1)]
    except binascii.Error:
        return False
    return any(hmac.compare_digest(each.encode(), code.encode()) for each in expected)
