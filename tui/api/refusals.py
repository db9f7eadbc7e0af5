"""What Appwrite answers instead of what was asked for, said in words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from tui.api.failures import UNCERTAIN
from tui.core.problem import Cause, Problem
from tui.core.text import safe

_SCOPES = re.compile(r"missing scopes? \((\[.*\])\)")


class Identity(Enum):
    """As whom a request was sent."""

    KEY = "key"
    USER = "user"
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: `doing` completes "The API key cannot …" (`read functions`)."""

    doing: str
    identity: Identity
    changes: bool = False


_KNOWN: dict[str, tuple[str, str, Cause]] = {
    "project_key_expired": ("The API key has expired.", "Make a new one.", Cause.AUTH),
    "api_key_expired": ("The API key has expired.", "Make a new one.", Cause.AUTH),
    "user_jwt_invalid": ("The JWT is invalid or has expired.", "Make a new one.", Cause.AUTH),
    "user_blocked": ("The user is blocked.", "", Cause.AUTH),
    "user_api_key_and_session_set": (
        "An API key and a user's session were sent together.",
        "Use one of them.",
        Cause.AUTH,
    ),
    "project_not_found": (
        "The server knows no project of this id.",
        "Check the project id; on Appwrite Cloud the endpoint must name the project's region.",
        Cause.NOT_FOUND,
    ),
    "project_id_missing": (
        "The request named no project.",
        "Give its id with APPWRITE_PROJECT_ID, --project or a profile.",
        Cause.AUTH,
    ),
    "general_route_not_found": (
        "This server has no such route.",
        "Does the endpoint end in /v1? An Appwrite of another version may lack this list.",
        Cause.NOT_FOUND,
    ),
    "function_synchronous_timeout": (
        "No answer within 30 s, which is as long as servers wait.",
        "Run it in the background; what it has done stays done.",
        Cause.TIMEOUT,
    ),
    "variable_already_exists": (
        'This "key" is taken by another variable.',
        "Choose another one, or edit that.",
        Cause.CONFLICT,
    ),
    "variable_cannot_unset_secret": (
        'A "secret" variable can never be made plain again.',
        "Delete it and add a plain one.",
        Cause.INPUT,
    ),
    "database_timeout": (
        "The database gave up after 15 s.",
        "Filter less, or add an index.",
        Cause.TIMEOUT,
    ),
}
_REMEDIES = {
    "deployment_not_found": "Upload or activate a deployment of the function first.",
    "build_not_ready": "Wait until it is built, or activate another deployment.",
    "build_already_completed": "There is nothing left to cancel.",
    "execution_in_progress": "One that hangs ends with its function's timeout.",
}
"""What can be done about refusals whose own sentence is clear."""
_BY_STATUS = {
    401: Cause.AUTH,
    403: Cause.AUTH,
    404: Cause.NOT_FOUND,
    408: Cause.TIMEOUT,
    409: Cause.CONFLICT,
}


def refusal(
    status: int, body: Mapping[str, Any], asked: Asked, wait: float | None = None
) -> Problem:
    """The problem behind an error's JSON; `wait` is in how many seconds the server may be asked
    again, if it said so."""
    message = safe(str(body.get("message") or "no reason given"))
    kind = str(body.get("type") or "")
    if kind == "general_unauthorized_scope":
        return _scope(status, kind, message, asked)
    if kind in _KNOWN:
        sentence, remedy, cause = _KNOWN[kind]
        # A database that gave up waiting may still do what it was asked for.
        lost = asked.changes and kind == "database_timeout"
        remedy = UNCERTAIN if lost else remedy
        return Problem(sentence, remedy, cause, status, kind, uncertain=lost)
    if kind == "user_unauthorized":
        sentence, remedy = _not_authorized(asked)
        return Problem(sentence, remedy, Cause.AUTH, status, kind)
    if status == 429:
        later = f"in {wait:.0f} s" if wait else "in a little while"
        sentence = "The server is being asked too often."
        return Problem(sentence, f"Try again {later}.", Cause.RATE, status, kind, wait=wait)
    if kind.startswith("Invalid headers:"):
        # There some servers put the sentence where the type belongs.
        return Problem(safe(kind), "", Cause.INPUT, status)
    if status >= 500:
        return Problem(
            f"The server failed ({status}): {message.rstrip('.')}.",
            UNCERTAIN if asked.changes else "Try again; the server's log knows more.",
            Cause.SERVER,
            status,
            kind,
            uncertain=asked.changes,
        )
    if kind == "function_not_found" and asked.identity is not Identity.KEY:
        return Problem(
            message, "Disabled ones exist for API keys only.", Cause.NOT_FOUND, status, kind
        )
    remedy = _REMEDIES.get(kind, "")
    return Problem(message, remedy, _BY_STATUS.get(status, Cause.INPUT), status, kind)


def _not_authorized(asked: Asked) -> tuple[str, str]:
    """`user_unauthorized`: an unknown key and a user without permission look alike from here."""
    if asked.identity is Identity.KEY:
        return (
            f"Not authorized to {asked.doing}: the API key is wrong, or of another project.",
            "Check key and project id; `appwrite-tui doctor` shows where they come from.",
        )
    who = "A guest" if asked.identity is Identity.GUEST else "This user"
    return f"{who} may not {asked.doing}.", "The permissions of table or bucket decide that."


def _scope(status: int, kind: str, message: str, asked: Asked) -> Problem:
    """Any one of the scopes that the server names suffices."""
    found = _SCOPES.search(message)
    try:
        scopes = tuple(str(scope) for scope in json.loads(found[1])) if found else ()
    except ValueError:
        scopes = ()
    named = scopes[0] if scopes else "for it"
    others = f" (or {', '.join(scopes[1:])})" if len(scopes) > 1 else ""
    if "role: guests" in message:
        sentence = f"No API key: the server does not let guests {asked.doing}."
        remedy = "Give a key with APPWRITE_API_KEY or a profile."
        cause = Cause.AUTH
    elif "role: users" in message:
        sentence = f"A user cannot {asked.doing}: that takes the scope {named}{others}."
        remedy = "Only an API key can have it."
        cause = Cause.SCOPE
    else:
        sentence = f"The API key cannot {asked.doing}: it lacks the scope {named}{others}."
        remedy = "" if asked.changes else "Other panes work."
        cause = Cause.SCOPE
    return Problem(sentence, remedy, cause, status, kind, scopes)
