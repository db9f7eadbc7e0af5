"""Owns finding the user of a request: by JWT, session header or cookie."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http.cookies import CookieError, SimpleCookie

from tui.demo.accounts.factors import asks_for_more
from tui.demo.accounts.roles import roles_of
from tui.demo.accounts.tokens import fingerprint, read_session_secret, verified
from tui.demo.errors import ApiError
from tui.demo.identity import USER_SCOPES, Identity, Who
from tui.demo.model.users import SESSIONS, USERS
from tui.demo.settings import Settings
from tui.demo.store.clock import now, written
from tui.demo.store.collection import Document
from tui.demo.store.database import Store, incidental

_ACCESS = timedelta(days=1)
"""`accessedAt` moves at most this often."""


def find_user(headers: Mapping[str, str], store: Store, settings: Settings) -> Identity | None:
    """The signed-in user; None for a guest. Raises `ApiError` for a false JWT or a blocked user.

    A session that is gone makes a guest, and so does a JWT of a deleted user.
    """
    session_text = headers.get("x-appwrite-session", "") or _cookie(headers, settings)
    user, session = _of_session(store, session_text)
    session_id = session["$id"] if session else ""
    owes_factor = bool(user and session and asks_for_more(user) and len(session["factors"]) < 2)
    jwt = headers.get("x-appwrite-jwt", "")
    if jwt:
        if _cookie(headers, settings):
            raise ApiError.of("user_jwt_and_cookie_set")
        user, session_id = _of_jwt(store, settings, jwt)
        owes_factor = False
    if user is None:
        return None
    refuse_blocked(user, settings)
    _note_access(store, user)
    impersonator_id = ""
    other = _impersonated(headers, store, settings, user)
    if other is not None:
        user, impersonator_id = other, user["$id"]
    name = user["email"] or user["name"] or user["$id"]
    roles = roles_of(store, user)
    return Identity(
        Who.USER,
        name,
        USER_SCOPES,
        roles,
        user["$id"],
        session_id,
        impersonator_id,
        owes_factor=owes_factor,
    )


def _impersonated(
    headers: Mapping[str, str], store: Store, settings: Settings, user: Document
) -> Document | None:
    """Whom an impersonator acts as; a user that does not exist is silently nobody."""
    if not (settings.version.impersonation and user["impersonator"]):
        return None
    id_ = headers.get("x-appwrite-impersonate-user-id", "")
    if id_:
        return USERS.get(store, id_)
    for key in ("email", "phone"):
        address = headers.get(f"x-appwrite-impersonate-user-{key}", "")
        if address:
            return next(iter(USERS.where(store, key, address)), None)
    return None


def refuse_blocked(user: Document, settings: Settings) -> None:
    """Raise the version's `user_blocked` for a blocked user."""
    if not user["status"]:
        refused = ApiError.of("user_blocked")
        refused.status = settings.version.blocked_status
        raise refused


def _of_jwt(store: Store, settings: Settings, jwt: str) -> tuple[Document | None, str]:
    payload = verified(jwt, settings)
    if payload is None:
        raise ApiError.of("user_jwt_invalid")
    user = USERS.get(store, str(payload.get("userId", "")))
    session_id = str(payload.get("sessionId", ""))
    if user is None or (session_id and SESSIONS.get(store, session_id, user["$id"]) is None):
        return None, ""
    return user, session_id


def _of_session(store: Store, text: str) -> tuple[Document | None, Document | None]:
    user_id, secret = read_session_secret(text)
    user = USERS.get(store, user_id) if user_id else None
    if user is None:
        return None, None
    kept = fingerprint(secret)
    for session in SESSIONS.all(store, user["$id"]):
        if session["secret"] == kept and session["expire"] > now():
            return user, session
    return None, None


def _cookie(headers: Mapping[str, str], settings: Settings) -> str:
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    for name in (f"a_session_{settings.project}", f"a_session_{settings.project}_legacy"):
        if name in cookies:
            return cookies[name].value
    return ""


def _note_access(store: Store, user: Document) -> None:
    moment = datetime.now(UTC)
    if (user["accessedAt"] or "") < written(moment - _ACCESS):
        with incidental(store):
            current = USERS.get(store, user["$id"])
            if current is not None:
                USERS.put(store, current | {"accessedAt": written(moment)})
