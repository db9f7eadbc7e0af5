"""Owns the endpoints of the signed-in user itself (`/account`)."""

from __future__ import annotations

from typing import Any

from tui.demo.accounts.emails import Email
from tui.demo.accounts.logs import logs_by
from tui.demo.accounts.passwords import Hashed, Password, hash_password, is_password
from tui.demo.accounts.shapes import shown_account
from tui.demo.accounts.users import change_password, change_user, create_user
from tui.demo.answers import Answer, answer_json, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.model.users import IDENTITIES, SESSIONS
from tui.demo.params import Boolean, CustomId, Object, Text
from tui.demo.query.where import Where
from tui.demo.routes.users import factors_of, the_user
from tui.demo.routes.users_write import password_rule
from tui.demo.routing import Routes
from tui.demo.store.clock import now
from tui.demo.store.collection import Document

routes = Routes()
declare(
    {
        "user_invalid_credentials": (
            401,
            "Invalid credentials. Please check the email and password.",
        ),
    }
)


def me(call: Call) -> Document:
    """The user who asks; the scope `account` lets nobody else in."""
    return the_user(call, call.identity.user_id)


def hashed_of(user: Document) -> Hashed:
    return Hashed(user["password"], user["hash"], user["hashOptions"])


@routes.post("/account", "sessions.write")
def create(call: Call) -> Answer:
    id_ = call.param("userId", CustomId())
    email = call.param("email", Email())
    password = call.param("password", password_rule(call))
    name = call.param("name", Text(128), "")
    with call.store.write():
        user = create_user(call.store, id_, email, "", name, hash_password(password))
        user = change_user(call.store, user, accessedAt=now())
    return answer_json(shown_account(call, user), 201)


@routes.get("/account", "account")
def get(call: Call) -> Answer:
    return answer_json(shown_account(call, me(call)))


@routes.get("/account/prefs", "account")
def get_prefs(call: Call) -> Answer:
    return answer_json(me(call)["prefs"])


def _changed(call: Call, **changes: Any) -> Answer:
    with call.store.write():
        user = change_user(call.store, me(call), **changes)
    return answer_json(shown_account(call, user))


@routes.patch("/account/name", "account")
def set_name(call: Call) -> Answer:
    return _changed(call, name=call.param("name", Text(128)))


@routes.patch("/account/prefs", "account")
def set_prefs(call: Call) -> Answer:
    return _changed(call, prefs=call.param("prefs", Object()))


@routes.patch("/account/mfa", "account")
def set_mfa(call: Call) -> Answer:
    return _changed(call, mfa=call.param("mfa", Boolean(strict=True)))


@routes.patch("/account/password", "account")
def set_password(call: Call) -> Answer:
    """Asks for the old password and ends the user's other sessions."""
    new = call.param("password", password_rule(call))
    old = call.param("oldPassword", Password(), "")
    user = me(call)
    if user["password"] and not is_password(old, hashed_of(user)):
        raise ApiError.of("user_invalid_credentials")
    with call.store.write():
        user = change_password(call.store, user, new)
        for session in SESSIONS.all(call.store, user["$id"]):
            if session["$id"] != call.identity.session_id:
                SESSIONS.remove(call.store, session["$id"], user["$id"])
    return answer_json(shown_account(call, user))


@routes.get("/account/mfa/factors", "account")
def factors(call: Call) -> Answer:
    return answer_json(factors_of(call, me(call)))


@routes.get("/account/identities", "account")
def identities(call: Call) -> Answer:
    page = IDENTITIES.page(
        call.store,
        call.settings.version,
        call.queries(),
        total=call.wants_total(),
        scope=Where('"c:userId" = ?', (me(call)["$id"],)),
    )
    return answer_page(page.total, "identities", page.documents)


@routes.get("/account/logs", "account")
def logs(call: Call) -> Answer:
    return logs_by(call, me(call)["$id"])
