"""Owns making sessions: what a client gets when somebody signs in."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from tui.demo.accounts.clients import client_of
from tui.demo.accounts.tokens import fingerprint, session_secret
from tui.demo.call import Call
from tui.demo.model.users import SESSIONS
from tui.demo.params import new_id
from tui.demo.store.clock import written
from tui.demo.store.collection import Document, shown

LIFE = timedelta(days=365)
"""How long a session lasts from when it was made, or extended."""
_MOST = 10
"""Sessions that a user can sign in to at most; the oldest ones end."""


def create_session(
    call: Call, user: Document, provider: str, factor: str, provider_uid: str = ""
) -> tuple[Document, str]:
    """A session and the secret that the client holds of it. Only its fingerprint is kept."""
    secret = secrets.token_hex(32)
    moment = datetime.now(UTC)
    session: dict[str, Any] = {
        "$id": new_id(),
        "$createdAt": written(moment),
        "$updatedAt": written(moment),
        "userId": user["$id"],
        "expire": written(moment + LIFE),
        "provider": provider,
        "providerUid": provider_uid,
        "providerAccessToken": "",
        "providerAccessTokenExpiry": "",
        "providerRefreshToken": "",
        "ip": "127.0.0.1",
        **client_of(call.user_agent),
        "current": False,
        "factors": [factor],
        "secret": fingerprint(secret),
        "mfaUpdatedAt": "",
    }
    SESSIONS.add(call.store, session, user["$id"])
    return session, session_secret(user["$id"], secret)


def end_oldest_sessions(call: Call, user: Document) -> None:
    """Keep to the limit when a user signs in; sessions made for it by a key do not do so."""
    with call.store.write():
        for old in SESSIONS.all(call.store, user["$id"])[:-_MOST]:
            SESSIONS.remove(call.store, old["$id"], user["$id"])


def own_session(call: Call, session: Document, secret: str = "") -> Document:
    """A session as its user sees it: with `secret` only when it was just made, by a key."""
    current = session["$id"] == call.identity.session_id or bool(secret)
    return shown(session) | {"current": current, "secret": secret}
