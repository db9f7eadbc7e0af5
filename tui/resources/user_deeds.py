"""What can be done to users besides editing their fields."""

from __future__ import annotations

from collections.abc import Mapping

from tui.core.change import Change, Guard, Level, Look, Verb, Write
from tui.core.deed import Deed
from tui.core.endpoint import Effect, Endpoint
from tui.core.kind import Resource
from tui.core.spec import Shape, Spec
from tui.core.text import safe
from tui.resources.user_changes import GET, SCOPES, step

_PATH = "/users/{userId}"
SESSION_SCOPES = ("users.write", "sessions.write")
SET_PASSWORD = Endpoint("PATCH", f"{_PATH}/password", "users.update_password", SCOPES, Effect.WRITE)
END_SESSIONS = Endpoint(
    "DELETE", f"{_PATH}/sessions", "users.delete_sessions", SESSION_SCOPES, Effect.DESTROY
)
NEW_SESSION = Endpoint(
    "POST", f"{_PATH}/sessions", "users.create_session", SESSION_SCOPES, Effect.WRITE
)
NEW_TOKEN = Endpoint("POST", f"{_PATH}/tokens", "users.create_token", SCOPES, Effect.WRITE)
NEW_JWT = Endpoint("POST", f"{_PATH}/jwts", "users.create_jwt", SCOPES, Effect.WRITE)
ENDPOINTS = (SET_PASSWORD, END_SESSIONS, NEW_SESSION, NEW_TOKEN, NEW_JWT)
LABEL = Spec("label", Shape.LABEL, "letters and digits", required=True, longest=36)


def _block(
    ids: Mapping[str, str], parent: Resource | None, user: Resource, values: Resource
) -> Change | None:
    return step(ids, user, "status", False) if user.get("status") is not False else None


def _unblock(
    ids: Mapping[str, str], parent: Resource | None, user: Resource, values: Resource
) -> Change | None:
    return step(ids, user, "status", True) if user.get("status") is False else None


def _label(
    ids: Mapping[str, str], parent: Resource | None, user: Resource, values: Resource
) -> Change | None:
    label, had = str(values["label"]), list(user.get("labels") or ())
    return None if label in had else step(ids, user, "labels", [*had, label])


def _unlabel(
    ids: Mapping[str, str], parent: Resource | None, user: Resource, values: Resource
) -> Change | None:
    label, had = str(values["label"]), list(user.get("labels") or ())
    kept = [one for one in had if one != label]
    return step(ids, user, "labels", kept) if label in had else None


def _password(
    ids: Mapping[str, str], parent: Resource | None, user: Resource, values: Resource
) -> Change:
    write = Write(SET_PASSWORD, ids, {"password": values["password"]})
    seen = str(user.get("$updatedAt") or "")
    return Change(
        Verb.UPDATE, "user", ids, f"password of {_name(ids)}", write, Look(GET),
        seen=seen, guard=Guard.READ, level=Level.ASK,
        notes=("! All sessions of this user end.", "! There is no undo for this."),
    )  # fmt: skip


def _end_sessions(
    ids: Mapping[str, str], parent: Resource | None, user: Resource, values: Resource
) -> Change:
    write = Write(END_SESSIONS, ids)
    notes = ("! Whoever is signed in as this user must sign in again.",)
    return Change(
        Verb.DELETE, "sessions", ids, f"all sessions of {_name(ids)}", write, None,
        level=Level.ASK, notes=notes,
    )  # fmt: skip


def _session(
    ids: Mapping[str, str], parent: Resource | None, user: Resource, values: Resource
) -> Change:
    return new_session(ids)


def new_session(ids: Mapping[str, str]) -> Change:
    """A session of a user, for whoever asked for it; `ids` names the user."""
    return _made(NEW_SESSION, ids, "session", {}, "secret")


def _token(
    ids: Mapping[str, str], parent: Resource | None, user: Resource, values: Resource
) -> Change:
    body = {"length": values.get("length"), "expire": values.get("expire")}
    given = {name: value for name, value in body.items() if value is not None}
    return _made(NEW_TOKEN, ids, "token", given, "secret")


def _jwt(
    ids: Mapping[str, str], parent: Resource | None, user: Resource, values: Resource
) -> Change:
    given = {} if values.get("duration") is None else {"duration": values["duration"]}
    return _made(NEW_JWT, ids, "JWT", given, "jwt")


def _made(
    endpoint: Endpoint, ids: Mapping[str, str], what: str, given: Resource, reveals: str
) -> Change:
    """Something that lets its holder act as the user."""
    return Change(
        Verb.CREATE, f"new {what}", ids, f"{what} of {_name(ids)}", Write(endpoint, ids, given),
        None, {}, given, level=Level.ASK, reveals=reveals,
        notes=("! Whoever holds it acts as this user.",),
    )  # fmt: skip


def _name(ids: Mapping[str, str]) -> str:
    return safe(f"user {ids['userId']}")


def _spec(name: str, told: str, low: float, high: float, default: int) -> Spec:
    return Spec(name, Shape.INTEGER, told, low=low, high=high, default=default)


PASSWORD = Spec("password", Shape.SECRET, "8 to 256 characters", required=True)
LENGTH = _spec("length", "characters 4–128", 4, 128, 6)
EXPIRE = _spec("expire", "seconds 60–31536000", 60, 31_536_000, 900)
DURATION = _spec("duration", "seconds 0–3600", 0, 3600, 900)

DEEDS = (
    Deed("b", "block", _block, many=True),
    Deed("u", "unblock", _unblock, many=True),
    Deed("l", "add a label", _label, (LABEL,), many=True),
    Deed("r", "remove a label", _unlabel, (LABEL,), many=True),
    Deed("p", "set the password", _password, (PASSWORD,)),
    Deed("e", "end all sessions", _end_sessions, many=True, needs=SESSION_SCOPES),
    Deed("s", "make a session, to act as this user", _session, needs=SESSION_SCOPES),
    Deed("t", "make a token, to sign in once", _token, (LENGTH, EXPIRE)),
    Deed("j", "make a JWT", _jwt, (DURATION,)),
)
