"""Owns the endpoints by which a signed-in user changes, blocks or deletes itself (`/account`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tui.demo.accounts.emails import Email, Phone
from tui.demo.accounts.passwords import Password, is_password
from tui.demo.accounts.sessions import LIFE, own_session
from tui.demo.accounts.shapes import shown_account
from tui.demo.accounts.users import (
    change_address,
    change_password,
    change_user,
    delete_user,
    new_target,
)
from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.model.users import IDENTITIES, SESSIONS, TARGETS
from tui.demo.params import CustomId, Text, Uid
from tui.demo.routes.account import hashed_of, me
from tui.demo.routes.account_sessions import the_session
from tui.demo.routing import Routes
from tui.demo.store.clock import now, written
from tui.demo.store.collection import Document, shown

routes = Routes()
_TARGETS = "/account/targets"


@routes.patch("/account/email", "account")
def set_email(call: Call) -> Answer:
    """Asks for the password, and does not tell who else has an address."""
    email = call.param("email", Email())
    return _with_address(call, "email", email, "general_bad_request")


@routes.patch("/account/phone", "account")
def set_phone(call: Call) -> Answer:
    phone = call.param("phone", Phone())
    return _with_address(call, "sms", phone, "user_phone_already_exists")


def _with_address(call: Call, kind: str, address: str, taken: str) -> Answer:
    """A user that has no password yet gets the one that comes along."""
    password = call.param("password", Password())
    user = me(call)
    if user["passwordUpdate"] and not is_password(password, hashed_of(user)):
        raise ApiError.of("user_invalid_credentials")
    with call.store.write():
        changed = _hiding(taken, lambda: change_address(call.store, user, kind, address))
        if not user["passwordUpdate"]:
            changed = change_password(call.store, changed, password)
    return answer_json(shown_account(call, changed))


def _hiding(taken: str, change: Callable[[], Document]) -> Document:
    """Do a change; that somebody else has the address is told as `taken`."""
    try:
        return change()
    except ApiError as error:
        if not error.kind.startswith(("user_email", "user_phone")):
            raise
        reason = (
            "There was an error processing your request. Please check the inputs and try again."
        )
        fields = {"reason": reason} if taken == "general_bad_request" else {}
        raise ApiError.of(taken, **fields) from error


@routes.patch("/account/status", "account")
def block(call: Call) -> Answer:
    """A user can block itself, and not the other way round."""
    return answer_json(shown_account(call, change_user(call.store, me(call), status=False)))


@routes.delete("/account", "account")
def delete(call: Call) -> Answer:
    with call.store.write():
        delete_user(call.store, me(call))
    return answer_nothing()


@routes.delete("/account/identities/{identity_id}", "account")
def delete_identity(call: Call, identity_id: str) -> Answer:
    with call.store.write():
        held = IDENTITIES.get(call.store, identity_id)
        if held is None or held["userId"] != me(call)["$id"]:
            raise ApiError(404, "user_identity_not_found", "The identity could not be found.")
        IDENTITIES.remove(call.store, identity_id)
    return answer_nothing()


@routes.patch("/account/sessions/{session_id}", "account")
def extend_session(call: Call, session_id: str) -> Answer:
    """It ends a year from now."""
    moment = datetime.now(UTC)
    with call.store.write():
        session = the_session(call, session_id)
        changed = session | {"expire": written(moment + LIFE), "$updatedAt": written(moment)}
        SESSIONS.put(call.store, changed, session["userId"])
    return answer_json(own_session(call, changed))


@routes.post(f"{_TARGETS}/push", "targets.write")
def create_target(call: Call) -> Answer:
    id_ = call.param("targetId", CustomId())
    identifier = call.param("identifier", Text(255))
    call.param("providerId", Uid(), "")
    with call.store.write():
        user = me(call)
        if TARGETS.anywhere(call.store, id_) or TARGETS.where(call.store, "identifier", identifier):
            raise ApiError.of("user_target_already_exists")
        target = new_target(user, id_, "push", identifier, "")
        TARGETS.add(call.store, target, user["$id"])
    return answer_json(target, 201)


@routes.put(f"{_TARGETS}/{{target_id}}/push", "targets.write")
def update_target(call: Call, target_id: str) -> Answer:
    identifier = call.param("identifier", Text(255))
    with call.store.write():
        changed: dict[str, Any] = _own_target(call, target_id) | {
            "identifier": identifier,
            "expired": False,
            "$updatedAt": now(),
        }
        TARGETS.put(call.store, changed, changed["userId"])
    return answer_json(shown(changed))


@routes.delete(f"{_TARGETS}/{{target_id}}/push", "targets.write")
def delete_target(call: Call, target_id: str) -> Answer:
    target = _own_target(call, target_id)
    TARGETS.remove(call.store, target["$id"], target["userId"])
    return answer_nothing()


def _own_target(call: Call, target_id: str) -> Document:
    found = TARGETS.get(call.store, target_id, me(call)["$id"])
    if found is None:
        raise ApiError.of("user_target_not_found")
    return found
