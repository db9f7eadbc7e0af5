"""Owns passwords: their rule, hashing with Argon2 and checking hashes of other systems."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ARGON2: dict[str, Any] = {"type": "argon2", "memory_cost": 65536, "time_cost": 4, "threads": 3}
"""The `hashOptions` of every password that the server hashed itself."""
_PHPASS_ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Hashed:
    """A password as a user keeps it; `options` are the `hashOptions` that are shown."""

    password: str
    hash: str
    options: dict[str, Any]


class Password:
    """The `password` parameter: 8 to 256 bytes."""

    def __init__(self, common_in_rule: bool = False, empty: bool = False) -> None:
        self._common_in_rule = common_in_rule
        self._empty = empty

    def problem(self, value: Any) -> str:
        if isinstance(value, str):
            size = len(value.encode("utf-8", "replace"))
            if 8 <= size <= 256 or (self._empty and not size):
                return ""
        if self._common_in_rule:
            return (
                "Password must be between 8 and 265 characters long, and should not be one of "
                "the commonly used password."
            )
        return "Password must be between 8 and 256 characters long."

    def clean(self, value: Any) -> Any:
        return value


def hash_password(password: str, salt: bytes | None = None) -> Hashed:
    """Hash with Argon2id; a fixed `salt` (16 bytes) gives the same hash again."""
    from argon2 import PasswordHasher

    hasher = PasswordHasher(
        time_cost=ARGON2["time_cost"],
        memory_cost=ARGON2["memory_cost"],
        parallelism=ARGON2["threads"],
    )
    return Hashed(hasher.hash(password, salt=salt), "argon2", dict(ARGON2))


def is_password(password: str, held: Hashed) -> bool:
    """Whether a password belongs to a hash."""
    check = _CHECKS.get(held.hash)
    return check is not None and bool(held.password) and check(password, held)


def _argon2(password: str, held: Hashed) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(held.password, password)
    except (InvalidHashError, VerificationError):
        return False


def _bcrypt(password: str, held: Hashed) -> bool:
    import bcrypt

    try:
        return bcrypt.checkpw(password.encode()[:72], held.password.encode())
    except ValueError:
        return False


def _digest(password: str, held: Hashed) -> bool:
    name = str(held.options.get("version") or "md5").replace("/", "_").replace("sha3-", "sha3_")
    if name not in hashlib.algorithms_available:
        return False
    found = hashlib.new(name, password.encode()).hexdigest()
    return hmac.compare_digest(found.encode(), held.password.encode("utf-8", "replace"))


def _scrypt(password: str, held: Hashed) -> bool:
    options = held.options
    cpu, memory, parallel = (int(options[key]) for key in ("costCpu", "costMemory", "costParallel"))
    try:
        found = hashlib.scrypt(
            password.encode(),
            salt=str(options["salt"]).encode(),
            n=cpu,
            r=memory,
            p=parallel,
            maxmem=256 * 1024 * 1024,
            dklen=int(options["length"]),
        )
    except ValueError:
        return False
    return hmac.compare_digest(found.hex().encode(), held.password.encode("utf-8", "replace"))


def _scrypt_modified(password: str, held: Hashed) -> bool:
    """The hash of Firebase: the signer's key encrypted with what scrypt makes of the password."""
    from tui.demo.accounts.aes import encrypt_ctr

    try:
        salt, separator, signer = (
            base64.b64decode(str(held.options[key]))
            for key in ("salt", "saltSeparator", "signerKey")
        )
        derived = hashlib.scrypt(
            password.encode(), salt=salt + separator, n=16384, r=8, p=1, dklen=64, maxmem=2**26
        )
    except ValueError:
        return False
    found = base64.b64encode(encrypt_ctr(derived[:32], signer))
    return hmac.compare_digest(found, held.password.encode("utf-8", "replace"))


def _phpass(password: str, held: Hashed) -> bool:
    """The portable hashes of phpass: `$P$`, rounds, 8 characters of salt, 22 of MD5."""
    kept = held.password
    if len(kept) != 34 or kept[:3] not in ("$P$", "$H$"):
        return False
    salt = kept[4:12].encode()
    digest = hashlib.md5(salt + password.encode()).digest()
    for _ in range(1 << min(30, _PHPASS_ALPHABET.index(kept[3]))):
        digest = hashlib.md5(digest + password.encode()).digest()
    return hmac.compare_digest(_phpass_text(digest), kept[12:])


def _phpass_text(digest: bytes) -> str:
    """Six bits a character, the lowest first."""
    number = int.from_bytes(digest, "little")
    return "".join(_PHPASS_ALPHABET[number >> shift & 63] for shift in range(0, 132, 6))


_CHECKS: dict[str, Callable[[str, Hashed], bool]] = {
    "argon2": _argon2,
    "bcrypt": _bcrypt,
    "md5": _digest,
    "sha": _digest,
    "scrypt": _scrypt,
    "scryptMod": _scrypt_modified,
    "phpass": _phpass,
}


def looks_like_argon2(seed: str) -> str:
    """A hash in Argon2's form that belongs to no password, for users that nobody signs in as."""
    digest = hashlib.sha512(seed.encode()).digest()
    salt, hashed = (_unpadded(part) for part in (digest[:16], digest[16:48]))
    return f"$argon2id$v=19$m=65536,t=4,p=3${salt}${hashed}"


def _unpadded(content: bytes) -> str:
    return base64.b64encode(content).decode().rstrip("=")
