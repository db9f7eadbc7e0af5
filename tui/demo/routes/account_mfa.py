"""Owns the endpoints by which a signed-in user proves more than a password (`/account/mfa`)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from tui.demo.accounts.sessions import own_session
from tui.demo.accounts.shapes import shown_account
from tui.demo.accounts.totp import is_code, new_secret
from tui.demo.accounts.users import change_user
from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.model.users import SESSIONS, TOKENS
from tui.demo.params import OneOf, Text, new_id, param_of
from tui.demo.routes.account import me
from tui.demo.routes.users_change import new_codes
from tui.demo.routing import Routes
from tui.demo.store.clock import now, written
from tui.demo.store.collection import Document

routes = Routes()
declare(
    {
        "user_authenticator_already_verified": (
            409,
            "This authenticator is already verified on the current user.",
        ),
        "user_email_not_found": (
            400,
            "The current user does not have an email address associated with their account.",
        ),
        "user_email_not_verified": (400, "The current user has not verified their email."),
        "user_phone_not_found": (
            400,
            "The current user does not have a phone number associated with their account.",
        ),
        "user_phone_not_verified": (400, "The current user has not verified their phone."),
    }
)
PATH = "/account/mfa"
_CHALLENGE = timedelta(minutes=15)


@routes.post(PATH + "/authenticators/{kind}", "account")
def create_authenticator(call: Call, kind: str) -> Answer:
    """A secret for an app; one that was not verified yet is replaced."""
    _require_totp(kind)
    secret = new_secret()
    with call.store.write():
        user = me(call)
        if "totp" in user.get("_authenticators", []):
            raise ApiError.of("user_authenticator_already_verified")
        change_user(call.store, user, _totp=secret)
    label = quote(f"{call.settings.project}:{user['email'] or user['$id']}")
    uri = f"otpauth://totp/{label}?issuer={quote(call.settings.project)}&secret={secret}"
    return answer_json({"secret": secret, "uri": uri})


@routes.put(PATH + "/authenticators/{kind}", "account")
def verify_authenticator(call: Call, kind: str) -> Answer:
    _require_totp(kind)
    code = call.param("otp", Text(256))
    with call.store.write():
        user = me(call)
        secret = user.get("_totp")
        if not secret:
            raise ApiError.of("user_authenticator_not_found")
        if "totp" in user.get("_authenticators", []):
            raise ApiError.of("user_authenticator_already_verified")
        if not is_code(secret, code):
            raise ApiError.of("user_invalid_token")
        changed = change_user(call.store, user, _authenticators=["totp"])
        _prove(call, "totp")
    return answer_json(shown_account(call, changed))


@routes.delete(PATH + "/authenticators/{kind}", "account")
def delete_authenticator(call: Call, kind: str) -> Answer:
    _require_totp(kind)
    with call.store.write():
        user = me(call)
        if not user.get("_totp"):
            raise ApiError.of("user_authenticator_not_found")
        change_user(call.store, user, _totp="", _authenticators=[])
    return answer_nothing()


def _require_totp(kind: str) -> None:
    param_of({"type": kind}, "type", OneOf(("totp",)))


@routes.get(PATH + "/recovery-codes", "account")
def get_recovery_codes(call: Call) -> Answer:
    return answer_json({"recoveryCodes": _codes(me(call))})


@routes.post(PATH + "/recovery-codes", "account")
def create_recovery_codes(call: Call) -> Answer:
    user = me(call)
    if user.get("_recoveryCodes"):
        raise ApiError.of("user_recovery_codes_already_exists")
    return new_codes(call, user, 201)


@routes.patch(PATH + "/recovery-codes", "account")
def replace_recovery_codes(call: Call) -> Answer:
    user = me(call)
    _codes(user)
    return new_codes(call, user, 200)


def _codes(user: Document) -> list[str]:
    codes: list[str] = user.get("_recoveryCodes") or []
    if not codes:
        raise ApiError.of("user_recovery_codes_not_found")
    return codes


@routes.post(PATH + "/challenges", "account")
def create_challenge(call: Call) -> Answer:
    """Asks for a second factor. Those that would be sent by mail or phone cannot be."""
    factor = call.param("factor", OneOf(("email", "phone", "totp", "recoverycode")))
    user = me(call)
    for address in ("email", "phone"):
        if factor == address:
            _refuse_sending(user, address)
    moment = now()
    challenge: dict[str, Any] = {
        "$id": new_id(),
        "$createdAt": moment,
        "userId": user["$id"],
        "expire": written(datetime.now(UTC) + _CHALLENGE),
    }
    kept = challenge | {"$updatedAt": moment, "secret": "", "_factor": factor}
    TOKENS.add(call.store, kept, user["$id"])
    return answer_json(challenge, 201)


def _refuse_sending(user: Document, address: str) -> None:
    if not user[address]:
        raise ApiError.of(f"user_{address}_not_found")
    if not user[f"{address}Verification"]:
        raise ApiError.of(f"user_{address}_not_verified")
    if address == "email":
        raise ApiError(503, "general_smtp_disabled", "SMTP disabled")
    raise ApiError(503, "general_phone_disabled", "Phone provider not configured")


@routes.put(PATH + "/challenges", "account")
def complete_challenge(call: Call) -> Answer:
    id_ = call.param("challengeId", Text(256))
    code = call.param("otp", Text(256))
    with call.store.write():
        user = me(call)
        challenge = TOKENS.get(call.store, id_, user["$id"])
        if challenge is None or not _solves(call, user, challenge, code):
            raise ApiError.of("user_invalid_token")
        TOKENS.remove(call.store, id_, user["$id"])
        session = _prove(call, challenge["_factor"])
    if session is None:
        raise ApiError(
            404, "user_session_not_found", "The current user session could not be found."
        )
    return answer_json(own_session(call, session))


def _solves(call: Call, user: Document, challenge: Document, code: str) -> bool:
    """Whether a code does; a recovery code is used up by it."""
    factor = challenge.get("_factor")
    if challenge["expire"] < now():
        return False
    if factor == "totp":
        return "totp" in user.get("_authenticators", []) and is_code(user["_totp"], code)
    codes = user.get("_recoveryCodes") or []
    if factor != "recoverycode" or code not in codes:
        return False
    change_user(call.store, user, _recoveryCodes=[each for each in codes if each != code])
    return True


def _prove(call: Call, factor: str) -> Document | None:
    """Note on the caller's session what was proved; None for a caller without one."""
    session = SESSIONS.get(call.store, call.identity.session_id, call.identity.user_id)
    if session is None:
        return None
    factors = list(dict.fromkeys([*session["factors"], factor]))
    changed = session | {"factors": factors, "mfaUpdatedAt": now(), "$updatedAt": now()}
    SESSIONS.put(call.store, changed, call.identity.user_id)
    return changed
