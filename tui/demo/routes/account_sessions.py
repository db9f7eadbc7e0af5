"""Owns the endpoints that sign a user in and out (`/account/sessions`)."""

from __future__ import annotations

import time

from tui.demo.accounts.emails import Email
from tui.demo.accounts.passwords import Password, hash_password, is_password
from tui.demo.accounts.sessions import create_session, end_oldest_sessions, own_session
from tui.demo.accounts.signin import refuse_blocked
from tui.demo.accounts.tokens import fingerprint, sign
from tui.demo.accounts.users import NO_PASSWORD, change_user, create_user
from tui.demo.answers import Answer, answer_json, answer_nothing, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.model.users import SESSIONS, TOKENS, USERS
from tui.demo.params import CustomId, Number, Text, new_id
from tui.demo.routes.account import hashed_of, me
from tui.demo.routing import Routes
from tui.demo.store.clock import now
from tui.demo.store.collection import Document

routes = Routes()
declare(
    {
        "user_invalid_token": (401, "Invalid token passed in the request."),
        "user_session_already_exists": (
            401,
            "Creation of a session is prohibited when a session is active.",
        ),
    }
)


@routes.post("/account/sessions/email", "sessions.write")
def with_password(call: Call) -> Answer:
    email = call.param("email", Email())
    password = call.param("password", Password())
    _require_signed_out(call)
    user = next(iter(USERS.where(call.store, "email", email)), None)
    if user is None or not is_password(password, hashed_of(user)):
        raise ApiError.of("user_invalid_credentials")
    refuse_blocked(user, call.settings)
    if user["hash"] != "argon2":
        # A password of another system is hashed anew the first time that it is known.
        hashed = hash_password(password)
        change_user(
            call.store,
            user,
            password=hashed.password,
            hash=hashed.hash,
            hashOptions=hashed.options,
        )
    return _signed_in(call, user, "email", "password", email)


@routes.post("/account/sessions/anonymous", "sessions.write")
def anonymously(call: Call) -> Answer:
    _require_signed_out(call)
    user = create_user(call.store, new_id(), "", "", "", NO_PASSWORD)
    return _signed_in(call, user, "anonymous", "anonymous")


@routes.post("/account/sessions/token", "sessions.write")
def with_token(call: Call) -> Answer:
    """Signs in with a secret that `POST /users/{user}/tokens` made; it counts once."""
    user_id = call.param("userId", CustomId())
    secret = fingerprint(call.param("secret", Text(256)))
    user = USERS.get(call.store, user_id)
    tokens = TOKENS.all(call.store, user["$id"]) if user else []
    token = next((each for each in tokens if each["secret"] == secret), None)
    if user is None or token is None or token["expire"] < now():
        raise ApiError.of("user_invalid_token")
    refuse_blocked(user, call.settings)
    TOKENS.remove(call.store, token["$id"], user["$id"])
    return _signed_in(call, user, "token", "token")


def _require_signed_out(call: Call) -> None:
    if call.identity.session_id:
        raise ApiError.of("user_session_already_exists")


def _signed_in(
    call: Call, user: Document, provider: str, factor: str, provider_uid: str = ""
) -> Answer:
    """A new session; only a server with a key gets the secret, other clients get a cookie."""
    with call.store.write():
        session, secret = create_session(call, user, provider, factor, provider_uid)
        end_oldest_sessions(call, user)
    shown_one = own_session(call, session, secret) | {"current": True}
    if call.identity.is_key:
        return answer_json(shown_one, 201)
    answer = answer_json(shown_one | {"secret": ""}, 201)
    cookie = f"a_session_{call.settings.project}={secret}; path=/; httponly"
    return Answer(answer.status, answer.body, answer.media_type, (("Set-Cookie", cookie),))


@routes.get("/account/sessions", "account")
def list_sessions(call: Call) -> Answer:
    counted = call.wants_total()
    sessions = [own_session(call, each) for each in SESSIONS.all(call.store, me(call)["$id"])]
    return answer_page(len(sessions) if counted else 0, "sessions", sessions)


@routes.get("/account/sessions/{session_id}", "account")
def get_session(call: Call, session_id: str) -> Answer:
    return answer_json(own_session(call, the_session(call, session_id)))


@routes.delete("/account/sessions/{session_id}", "account")
def delete_session(call: Call, session_id: str) -> Answer:
    session = the_session(call, session_id)
    SESSIONS.remove(call.store, session["$id"], session["userId"])
    return answer_nothing()


@routes.delete("/account/sessions", "account")
def delete_sessions(call: Call) -> Answer:
    SESSIONS.remove_all(call.store, me(call)["$id"])
    return answer_nothing()


def the_session(call: Call, session_id: str) -> Document:
    wanted = call.identity.session_id if session_id == "current" else session_id
    found = SESSIONS.get(call.store, wanted, me(call)["$id"])
    if found is None:
        raise ApiError(
            404, "user_session_not_found", "The current user session could not be found."
        )
    return found


@routes.post("/account/jwts", "account")
def create_jwt(call: Call) -> Answer:
    duration = call.param("duration", Number(0, 3600), 900)
    payload = {
        "userId": me(call)["$id"],
        "sessionId": call.identity.session_id,
        "exp": int(time.time()) + duration,
    }
    return answer_json({"jwt": sign(payload, call.settings)}, 201)
