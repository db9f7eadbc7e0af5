"""Owns the endpoints that let a user in or reach it: sessions, JWTs, tokens, targets."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from tui.demo.accounts.emails import Email, Phone
from tui.demo.accounts.sessions import create_session
from tui.demo.accounts.tokens import fingerprint, sign
from tui.demo.accounts.users import new_target
from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.model.messaging import PROVIDERS
from tui.demo.model.users import SESSIONS, TARGETS, TOKENS
from tui.demo.params import CustomId, Number, OneOf, Text, Uid, new_id
from tui.demo.routes.users import the_target, the_user
from tui.demo.routing import Routes
from tui.demo.store.clock import now, written
from tui.demo.store.collection import Document, shown

routes = Routes()
declare(
    {
        "user_session_not_found": (404, "The current user session could not be found."),
        "general_invalid_email": (400, "Value must be a valid email address"),
        "general_invalid_phone": (400, "Value must be a valid phone number"),
    }
)
PATH = "/users/{user_id}"
SESSIONS_WRITE = ("users.write", "sessions.write")


@routes.post(PATH + "/sessions", *SESSIONS_WRITE)
def create_a_session(call: Call, user_id: str) -> Answer:
    session, secret = create_session(call, the_user(call, user_id), "server", "server")
    return answer_json(shown(session) | {"secret": secret}, 201)


@routes.delete(PATH + "/sessions/{session_id}", *SESSIONS_WRITE)
def delete_session(call: Call, user_id: str, session_id: str) -> Answer:
    if not SESSIONS.remove(call.store, session_id, the_user(call, user_id)["$id"]):
        raise ApiError.of("user_session_not_found")
    return answer_nothing()


@routes.delete(PATH + "/sessions", *SESSIONS_WRITE)
def delete_sessions(call: Call, user_id: str) -> Answer:
    SESSIONS.remove_all(call.store, the_user(call, user_id)["$id"])
    return answer_nothing()


@routes.post(PATH + "/jwts", "users.write")
def create_jwt(call: Call, user_id: str) -> Answer:
    """A JWT lives as long as the session it names, and without one until it expires."""
    wanted = call.param("sessionId", Uid(), "")
    duration = call.param("duration", Number(0, 3600), 900)
    user = the_user(call, user_id)
    sessions = [each["$id"] for each in SESSIONS.all(call.store, user["$id"])]
    session_id = sessions[-1] if wanted == "recent" and sessions else wanted
    payload: dict[str, Any] = {
        "userId": user["$id"],
        "sessionId": session_id if session_id in sessions else "",
        "exp": int(time.time()) + duration,
    }
    return answer_json({"jwt": sign(payload, call.settings)}, 201)


@routes.post(PATH + "/tokens", "users.write")
def create_token(call: Call, user_id: str) -> Answer:
    """A secret that a session can be created with, once."""
    length = call.param("length", Number(4, 128), 6)
    seconds = call.param("expire", Number(60, 31_536_000), 900)
    user = the_user(call, user_id)
    secret = secrets.token_hex(length)[:length]
    expire = written(datetime.now(UTC) + timedelta(seconds=seconds))
    moment = now()
    token = {
        "$id": new_id(),
        "$createdAt": moment,
        "userId": user["$id"],
        "secret": secret,
        "expire": expire,
        "phrase": "",
    }
    kept = token | {"$updatedAt": moment, "secret": fingerprint(secret)}
    TOKENS.add(call.store, kept, user["$id"])
    return answer_json(token, 201)


@routes.post(PATH + "/targets", "users.write")
def create_target(call: Call, user_id: str) -> Answer:
    """An id and an identifier are taken whoever has them; an unknown provider is nobody's."""
    id_ = call.param("targetId", CustomId())
    kind = call.param("providerType", OneOf(("email", "sms", "push")))
    identifier = call.param("identifier", Text(255))
    provider = call.param("providerId", Uid(), "")
    name = call.param("name", Text(128), "")
    _require_address(kind, identifier)
    with call.store.write():
        user = the_user(call, user_id)
        if TARGETS.anywhere(call.store, id_) or TARGETS.where(call.store, "identifier", identifier):
            raise ApiError.of("user_target_already_exists")
        target = new_target(user, id_, kind, identifier, name)
        target["providerId"] = provider if PROVIDERS.get(call.store, provider) else None
        TARGETS.add(call.store, target, user["$id"])
    return answer_json(target, 201)


@routes.patch(PATH + "/targets/{target_id}", "users.write")
def update_target(call: Call, user_id: str, target_id: str) -> Answer:
    identifier = call.param("identifier", Text(255), "")
    provider = call.param("providerId", Uid(), "")
    name = call.param("name", Text(128), "")
    with call.store.write():
        target = the_target(call, user_id, target_id)
        if identifier:
            _require_address(target["providerType"], identifier)
            held = TARGETS.where(call.store, "identifier", identifier)
            if any(each["$id"] != target["$id"] for each in held):
                raise ApiError.of("user_target_already_exists")
        changed = target | {
            "providerId": _the_provider(call, provider, target) or target["providerId"],
            "identifier": identifier or target["identifier"],
            "name": name or target["name"],
            "expired": target["expired"] and not identifier,
            "$updatedAt": now(),
        }
        TARGETS.put(call.store, changed, target["userId"])
    return answer_json(shown(changed))


@routes.delete(PATH + "/targets/{target_id}", "users.write")
def delete_target(call: Call, user_id: str, target_id: str) -> Answer:
    target = the_target(call, user_id, target_id)
    TARGETS.remove(call.store, target["$id"], target["userId"])
    return answer_nothing()


def _the_provider(call: Call, provider_id: str, target: Document) -> str:
    """The id of a provider that fits a target, empty without one. Raises 404 and 400."""
    if not provider_id:
        return ""
    provider = PROVIDERS.get(call.store, provider_id)
    if provider is None:
        raise ApiError(
            404, "provider_not_found", "Provider with the requested ID could not be found."
        )
    if provider["type"] != target["providerType"]:
        message = "Provider with the requested ID is of the incorrect type."
        raise ApiError(400, "provider_incorrect_type", message)
    return str(provider["$id"])


def _require_address(kind: str, identifier: str) -> None:
    """Refuse with 400 what is no address of its kind."""
    if kind == "email" and Email().problem(identifier):
        raise ApiError.of("general_invalid_email")
    if kind == "sms" and Phone().problem(identifier):
        raise ApiError.of("general_invalid_phone")
