"""Owns the endpoints that let a user in or reach it: sessions, JWTs, tokens, targets."""

from __future__ import annotations

import secrets
import sqlite3
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
from tui.demo.model.users import SESSIONS, TARGETS, TOKENS
from tui.demo.params import CustomId, Number, OneOf, Text, new_id
from tui.demo.routes.users import the_target, the_user
from tui.demo.routing import Routes
from tui.demo.store.clock import now, written
from tui.demo.store.collection import shown

routes = Routes()
declare(
    {
        "user_session_not_found": (404, "The current user session could not be found."),
        "general_invalid_email": (400, "Value must be a valid email address"),
        "general_invalid_phone": (400, "Value must be a valid phone number"),
        "provider_not_found": (404, "Provider with the requested ID could not be found."),
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
    user = the_user(call, user_id)
    wanted = call.param("sessionId", Text(36, 0), "")
    duration = call.param("duration", Number(0, 3600), 900)
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
    user = the_user(call, user_id)
    length = call.param("length", Number(4, 128), 6)
    seconds = call.param("expire", Number(60, 31_536_000), 900)
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
    user = the_user(call, user_id)
    id_ = call.param("targetId", CustomId())
    kind = call.param("providerType", OneOf(("email", "sms", "push")))
    identifier = _identifier(kind, call.param("identifier", Text(255)))
    _refuse_provider(call)
    target = new_target(user, id_, kind, identifier, call.param("name", Text(128, 0), ""))
    try:
        TARGETS.add(call.store, target, user["$id"])
    except sqlite3.IntegrityError as error:
        raise ApiError.of("user_target_already_exists") from error
    return answer_json(target, 201)


@routes.patch(PATH + "/targets/{target_id}", "users.write")
def update_target(call: Call, user_id: str, target_id: str) -> Answer:
    _refuse_provider(call)
    with call.store.write():
        target = the_target(call, user_id, target_id)
        identifier = call.param("identifier", Text(255, 0), "") or target["identifier"]
        changed = target | {
            "identifier": _identifier(target["providerType"], identifier),
            "name": call.param("name", Text(128, 0), target["name"]),
            "$updatedAt": now(),
        }
        TARGETS.put(call.store, changed, target["userId"])
    return answer_json(shown(changed))


@routes.delete(PATH + "/targets/{target_id}", "users.write")
def delete_target(call: Call, user_id: str, target_id: str) -> Answer:
    target = the_target(call, user_id, target_id)
    TARGETS.remove(call.store, target["$id"], target["userId"])
    return answer_nothing()


def _refuse_provider(call: Call) -> None:
    """There are no messaging providers here that a target could name."""
    if call.param("providerId", Text(36, 0), ""):
        raise ApiError.of("provider_not_found")


def _identifier(kind: str, identifier: str) -> str:
    if kind == "email" and Email().problem(identifier):
        raise ApiError.of("general_invalid_email")
    if kind == "sms" and Phone().problem(identifier):
        raise ApiError.of("general_invalid_phone")
    return identifier
