"""Owns the endpoints that change one thing of a user (`PATCH /users/{user}/…`)."""

from __future__ import annotations

import re
import secrets
import string
from typing import Any

from tui.demo.accounts.emails import Email, Phone
from tui.demo.accounts.shapes import shown_user
from tui.demo.accounts.users import change_address, change_password, change_user
from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.model.users import SESSIONS
from tui.demo.params import Boolean, ListOf, Object, OneOf, Text, param_of
from tui.demo.routes.users import the_user
from tui.demo.routes.users_write import password_rule
from tui.demo.routing import Routes

routes = Routes()
declare(
    {
        "user_authenticator_not_found": (
            404,
            "Authenticator could not be found on the current user.",
        ),
        "user_recovery_codes_already_exists": (
            409,
            "The current user already generated recovery codes and they can only be read once "
            "for security reasons.",
        ),
    }
)
PATH = "/users/{user_id}"
_CODES = 6


class Label:
    """One label: 1 to 36 letters and digits."""

    def problem(self, value: Any) -> str:
        if isinstance(value, str) and re.fullmatch(r"[0-9A-Za-z]{1,36}", value):
            return ""
        allowed = ", ".join(string.digits + string.ascii_uppercase + string.ascii_lowercase)
        return (
            "Value must be a valid string and at least 1 chars and no longer than 36 chars and "
            f"only consist of '{allowed}' chars"
        )

    def clean(self, value: Any) -> Any:
        return value


def _changed(call: Call, user_id: str, **changes: Any) -> Answer:
    user = change_user(call.store, the_user(call, user_id), **changes)
    return answer_json(shown_user(call, user))


@routes.patch(PATH + "/name", "users.write")
def name(call: Call, user_id: str) -> Answer:
    return _changed(call, user_id, name=call.param("name", Text(128, 0)))


@routes.patch(PATH + "/email", "users.write")
def email(call: Call, user_id: str) -> Answer:
    address = call.param("email", Email(empty=True))
    user = change_address(call.store, the_user(call, user_id), "email", address)
    return answer_json(shown_user(call, user))


@routes.patch(PATH + "/phone", "users.write")
def phone(call: Call, user_id: str) -> Answer:
    number = call.param("number", Phone(empty=True))
    user = change_address(call.store, the_user(call, user_id), "sms", number)
    return answer_json(shown_user(call, user))


@routes.patch(PATH + "/password", "users.write")
def password(call: Call, user_id: str) -> Answer:
    """Signs the user out everywhere.

    An empty password is shown as none once, and kept as the hash of nothing from then on.
    """
    new = call.param("password", password_rule(call, empty=True))
    held = the_user(call, user_id)
    user = change_password(call.store, held, new)
    SESSIONS.remove_all(call.store, user["$id"])
    if not new:
        before = {key: held[key] for key in ("hash", "hashOptions")}
        user = user | {"password": "", **before}
    return answer_json(shown_user(call, user))


@routes.patch(PATH + "/status", "users.write")
def status(call: Call, user_id: str) -> Answer:
    return _changed(call, user_id, status=call.param("status", Boolean()))


@routes.patch(PATH + "/verification", "users.write")
def email_verification(call: Call, user_id: str) -> Answer:
    verified = call.param("emailVerification", Boolean(strict=True))
    return _changed(call, user_id, emailVerification=verified)


@routes.patch(PATH + "/verification/phone", "users.write")
def phone_verification(call: Call, user_id: str) -> Answer:
    verified = call.param("phoneVerification", Boolean(strict=True))
    return _changed(call, user_id, phoneVerification=verified)


@routes.put(PATH + "/labels", "users.write")
def labels(call: Call, user_id: str) -> Answer:
    chosen = call.param("labels", ListOf(Label(), 1000))
    return _changed(call, user_id, labels=list(dict.fromkeys(chosen)))


@routes.patch(PATH + "/prefs", "users.write")
def prefs(call: Call, user_id: str) -> Answer:
    chosen = call.param("prefs", Object())
    return answer_json(change_user(call.store, the_user(call, user_id), prefs=chosen)["prefs"])


@routes.patch(PATH + "/impersonator", "users.write")
def impersonator(call: Call, user_id: str) -> Answer:
    return _changed(call, user_id, impersonator=call.param("impersonator", Boolean()))


@routes.patch(PATH + "/mfa", "users.write")
def mfa(call: Call, user_id: str) -> Answer:
    return _changed(call, user_id, mfa=call.param("mfa", Boolean(strict=True)))


@routes.delete(PATH + "/mfa/authenticators/{kind}", "users.write")
def delete_authenticator(call: Call, user_id: str, kind: str) -> Answer:
    param_of({"type": kind}, "type", OneOf(("totp",)))
    user = the_user(call, user_id)
    if kind not in user.get("_authenticators", []):
        raise ApiError.of("user_authenticator_not_found")
    change_user(call.store, user, _authenticators=[])
    return answer_nothing()


@routes.patch(PATH + "/mfa/recovery-codes", "users.write")
def create_recovery_codes(call: Call, user_id: str) -> Answer:
    user = the_user(call, user_id)
    if user.get("_recoveryCodes"):
        raise ApiError.of("user_recovery_codes_already_exists")
    return new_codes(call, user, 201)


@routes.put(PATH + "/mfa/recovery-codes", "users.write")
def replace_recovery_codes(call: Call, user_id: str) -> Answer:
    user = the_user(call, user_id)
    if not user.get("_recoveryCodes"):
        raise ApiError.of("user_recovery_codes_not_found")
    return new_codes(call, user, 200)


def new_codes(call: Call, user: dict[str, Any], status: int) -> Answer:
    """Give a user recovery codes in place of those it has."""
    codes = [secrets.token_hex(5) for _ in range(_CODES)]
    change_user(call.store, user, _recoveryCodes=codes)
    return answer_json({"recoveryCodes": codes}, status)
