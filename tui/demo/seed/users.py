"""Owns the users of the shop with their targets, sessions, identities and logs.

`alice`, `bob`, `carol` and `dave` can sign in with `password-1234`; nobody else can.
"""

from __future__ import annotations

import hashlib
import random
from typing import Any

from tui.demo.accounts.clients import client_of
from tui.demo.accounts.passwords import ARGON2, hash_password, looks_like_argon2
from tui.demo.accounts.tokens import fingerprint
from tui.demo.model.users import IDENTITIES, LOGS, SESSIONS, TARGETS, USERS
from tui.demo.seed.moments import ago
from tui.demo.seed.words import FIRST_NAMES, LAST_NAMES, SPECIAL_NAMES
from tui.demo.store.collection import Document
from tui.demo.store.database import Store

USERS_IN_SHOP = 520
PASSWORD = "password-1234"
KNOWN = {
    "alice": ("Alice Andersson", ["staff", "vip"], {"theme": "dark", "lang": "sv"}),
    "bob": ("Bob Ibrahim", ["staff"], {"theme": "light", "columns": ["number", "total"]}),
    "carol": ("Carol Nakamura", [], {}),
    "dave": ("Dave “unverified” Öztürk", ["beta"], {"nested": {"a": [1, 2, {"b": None}]}}),
    "everyone": ("any", [], {}),
}
"""Users with ids that the shop's permissions and tests name; one is called like a role."""
_AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/139.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605 Version/18.1 Safari/605",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) Version/18.2 Mobile Safari/604",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/139.0 Mobile Safari/537",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/139.0 Safari/537.36 Edg/139.0",
    "python-requests/2.34.2",
    "curl/8.14.1",
)
_COUNTRIES = (("DE", "Germany"), ("FR", "France"), ("JP", "Japan"), ("BR", "Brazil"))
_PROVIDERS = ("github", "google", "apple")


def seed(store: Store) -> None:
    """520 users; one page of all of them is refused by the server."""
    dice = random.Random(21)
    for number in range(USERS_IN_SHOP):
        user = _user(number, dice)
        USERS.add(store, user)
        _targets(store, user)
        if number < len(KNOWN) or number % 7 == 0:
            _sessions(store, user, 6 if number == 0 else dice.randrange(1, 4), dice)
        if number % 13 == 1:
            _identity(store, user, _PROVIDERS[number % 3])


def user_id(number: int) -> str:
    """The id of the user with a running number."""
    return list(KNOWN)[number] if number < len(KNOWN) else f"user{number:04}"


def _user(number: int, dice: random.Random) -> Document:
    id_ = user_id(number)
    created = ago(395 - number * 0.75)
    name, labels, prefs = KNOWN.get(id_) or _plain(number, dice)
    phone_only = number % 41 == 20
    anonymous = number % 97 == 50
    email = None if phone_only or anonymous else f"{id_}@example.test"
    password, kind, options = _password(number)
    return {
        "$id": id_,
        "$createdAt": created,
        "$updatedAt": ago(30 - number % 30) if number % 5 == 0 else created,
        "name": "" if anonymous else name,
        "password": "" if phone_only or anonymous else password,
        "hash": kind,
        "hashOptions": options,
        "registration": created,
        "status": number % 29 != 17,
        "labels": labels,
        "passwordUpdate": None if phone_only or anonymous else created,
        "email": email,
        "phone": f"+49301234{number:04}" if phone_only or number % 8 == 0 else None,
        "emailVerification": email is not None and number % 3 != 0 and id_ != "dave",
        "phoneVerification": number % 16 == 0,
        "mfa": number % 50 == 0,
        "prefs": prefs,
        "accessedAt": None if number % 11 == 6 else ago(minutes=number * number % 40_000 + 7),
        "impersonator": id_ == "bob",
    }


def _plain(number: int, dice: random.Random) -> tuple[str, list[str], dict[str, Any]]:
    name = f"{dice.choice(FIRST_NAMES)} {dice.choice(LAST_NAMES)}"
    if number % 31 == 9:
        name = SPECIAL_NAMES[number // 31 % len(SPECIAL_NAMES)]
    labels = dice.sample(["vip", "beta", "wholesale", "newsletter"], number % 3)
    prefs = {"theme": dice.choice(["dark", "light"]), "n": number} if number % 4 == 0 else {}
    return name, labels, prefs


def _password(number: int) -> tuple[str, str, dict[str, Any]]:
    """The hash of a user: signing in works for the first four, the others have all kinds."""
    if number < 4:
        salt = hashlib.md5(user_id(number).encode()).digest()
        hashed = hash_password(PASSWORD, salt)
        return hashed.password, hashed.hash, hashed.options
    digest = hashlib.sha512(f"user {number}".encode()).hexdigest()
    imported: dict[int, tuple[str, str, dict[str, Any]]] = {
        1: (f"$2y$10${digest[:53]}", "bcrypt", {"type": "bcrypt", "cost": 8}),
        2: (digest[:32], "md5", {"type": "md5"}),
        3: (digest, "sha", {"type": "sha", "version": "sha512"}),
        4: (f"$P$B{digest[:30]}", "phpass", {"type": "phpass"}),
        5: (
            digest,
            "scrypt",
            {"type": "scrypt", "salt": "NaCl", "costCpu": 8, "costMemory": 14}
            | {"costParallel": 1, "length": 64},
        ),
        6: (
            digest[:88],
            "scryptMod",
            {"type": "scryptMod", "salt": "UxLMreBr6tYyjQ==", "saltSeparator": "Bw=="}
            | {"signerKey": "c2hvcCBzaWduZXIga2V5"},
        ),
    }
    plain = (looks_like_argon2(f"user {number}"), "argon2", dict(ARGON2))
    return imported.get(number % 20, plain)


def _targets(store: Store, user: Document) -> None:
    for kind, identifier in (("email", user["email"]), ("sms", user["phone"])):
        if identifier:
            _target(store, user, kind, identifier, "")
    if user["$id"] == "alice":
        _target(store, user, "push", "fcm:dGhpcyBpcyBhIGRldmljZQ", "Alice’s phone")


def _target(store: Store, user: Document, kind: str, identifier: str, name: str) -> None:
    target = {
        "$id": _id(f"target {user['$id']} {kind}"),
        "$createdAt": user["$createdAt"],
        "$updatedAt": user["$createdAt"],
        "name": name,
        "userId": user["$id"],
        "providerId": None,
        "providerType": kind,
        "identifier": identifier,
        "expired": kind == "push",
    }
    TARGETS.add(store, target, user["$id"])


def _sessions(store: Store, user: Document, count: int, dice: random.Random) -> None:
    days = sorted((dice.uniform(0.01, 60) for _ in range(count)), reverse=True)
    for number, created in enumerate(map(ago, days)):
        code, country = dice.choice(_COUNTRIES)
        client = client_of(_AGENTS[(number + len(user["$id"])) % len(_AGENTS)])
        client |= {"countryCode": code.lower(), "countryName": country}
        ip = f"203.0.113.{dice.randrange(1, 250)}" if number % 3 else "2001:db8::7:1"
        session = {
            "$id": _id(f"session {user['$id']} {number}"),
            "$createdAt": created,
            "$updatedAt": created,
            "userId": user["$id"],
            "expire": f"{int(created[:4]) + 1}{created[4:]}",
            "provider": "email" if user["email"] else "anonymous",
            "providerUid": user["email"] or "",
            "providerAccessToken": "",
            "providerAccessTokenExpiry": "",
            "providerRefreshToken": "",
            "ip": ip,
            **client,
            "current": False,
            "factors": ["password"] if user["email"] else ["anonymous"],
            "secret": fingerprint(f"{user['$id']} {number}"),
            "mfaUpdatedAt": "",
        }
        SESSIONS.add(store, session, user["$id"])
        _log(store, user, created, ip, client)


def _log(store: Store, user: Document, moment: str, ip: str, client: dict[str, str]) -> None:
    LOGS.add(
        store,
        {
            "$id": _id(f"log {user['$id']} {moment}"),
            "$createdAt": moment,
            "$updatedAt": moment,
            "event": "session.create",
            "userId": user["$id"],
            "userEmail": user["email"] or "",
            "userName": user["name"],
            "mode": "default",
            "userType": "user",
            "ip": ip,
            "time": f"{moment[:19]}.000+00:00",
            **client,
        },
        f"user/{user['$id']}",
    )


def _identity(store: Store, user: Document, provider: str) -> None:
    IDENTITIES.add(
        store,
        {
            "$id": _id(f"identity {user['$id']}"),
            "$createdAt": user["$createdAt"],
            "$updatedAt": user["$createdAt"],
            "userId": user["$id"],
            "provider": provider,
            "providerUid": str(int(_id(user["$id"]), 16) % 10**9),
            "providerEmail": user["email"] or "",
            "providerAccessToken": fingerprint(f"access {user['$id']}")[:40],
            "providerAccessTokenExpiry": ago(-20),
            "providerRefreshToken": fingerprint(f"refresh {user['$id']}")[:40],
        },
    )


def _id(text: str) -> str:
    """An id that looks generated and is always the same for a text."""
    return hashlib.md5(text.encode()).hexdigest()[:20]
