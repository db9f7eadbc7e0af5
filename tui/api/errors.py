"""The one exception that leaves `api`, and the sentences for everything that can go wrong."""

from __future__ import annotations

import json
import re
from typing import Any

from appwrite.exception import AppwriteException

from tui.core.problem import Cause, Problem
from tui.core.text import safe

_SCOPES = re.compile(r"missing scopes? \((\[.*\])\)")
_LONGEST_QUOTE = 200


class ApiError(AppwriteException):  # type: ignore[misc]
    """A request that did not succeed.

    It is an AppwriteException, so that code written for the SDK catches it; `problem` says it in
    words. `code` is the HTTP status, 0 where there was no answer.
    """

    def __init__(self, problem: Problem, response: str | None = None) -> None:
        super().__init__(problem.line, problem.status, problem.type or None, response)
        self.problem = problem


def not_appwrite(status: int, content: bytes, host: str) -> Problem:
    """The answer was no JSON of Appwrite's: a proxy's page, half an answer, another server."""
    start = safe(content[:60].decode("utf-8", "replace")).strip()
    what = "an HTML page" if b"<" in content[:200] else "something that is no JSON"
    remedy = "Does the endpoint end in /v1, and does it lead to Appwrite?"
    if status >= 500:
        remedy = "The server or a proxy before it is in trouble; r tries again."
    quote = f" ({start}…)" if start and what != "an HTML page" else ""
    return Problem(
        f"{host} answered {status} with {what}{quote}.", remedy, Cause.NOT_APPWRITE, status
    )


def redirected(status: int, location: str, host: str) -> Problem:
    """A redirect is never followed: it would carry the key to another address."""
    return Problem(
        f"{host} answers with a redirect to {safe(location)[:_LONGEST_QUOTE] or 'nowhere'}.",
        "Redirects are not followed; put the final address into the endpoint.",
        Cause.REDIRECT,
        status,
    )


def too_large(limit: int, host: str) -> Problem:
    """The answer grew beyond what is read into memory."""
    return Problem(
        f"The answer of {host} is larger than {limit // 2**20} MiB.",
        "Ask for fewer rows or columns.",
        Cause.SERVER,
    )


def from_answer(status: int, body: dict[str, Any], doing: str) -> Problem:
    """The server's own refusal. `doing` completes "The API key cannot …" ("read functions")."""
    message = safe(str(body.get("message") or "no reason given"))
    kind = str(body.get("type") or "")

    def problem(sentence: str, remedy: str, cause: Cause, scopes: tuple[str, ...] = ()) -> Problem:
        return Problem(sentence, remedy, cause, status, kind, scopes)

    if kind == "general_unauthorized_scope":
        return _scope_problem(status, kind, message, doing)
    if kind == "project_key_expired":
        return problem("The API key has expired.", "Make a new one in the Console.", Cause.AUTH)
    if kind == "user_jwt_invalid":
        return problem("The JWT is invalid or has expired.", "Make a new one.", Cause.AUTH)
    if kind == "project_not_found":
        return problem(
            "The server knows no project of this id.",
            "Check the project id; on Appwrite Cloud the endpoint must name the project's region.",
            Cause.NOT_FOUND,
        )
    if status == 401:
        return problem(
            f"Not authorized to {doing}: the API key is wrong, or belongs to another project.",
            "Check key and project id; `appwrite-tui doctor` shows where they come from.",
            Cause.AUTH,
        )
    if status == 429:
        return problem("The server is being asked too often.", "Wait a little, then r.", Cause.RATE)
    if kind == "database_timeout":
        return problem(
            "The database gave up after 15 s.", "Filter less, or add an index.", Cause.TIMEOUT
        )
    if status >= 500:
        return problem(f"The server failed ({status}): {message}", "r tries again.", Cause.SERVER)
    cause = {404: Cause.NOT_FOUND, 409: Cause.CONFLICT}.get(status, Cause.INPUT)
    return problem(message, "", cause)


def _scope_problem(status: int, kind: str, message: str, doing: str) -> Problem:
    """Any one of the scopes that the server names suffices."""
    found = _SCOPES.search(message)
    try:
        scopes = tuple(str(scope) for scope in json.loads(found[1])) if found else ()
    except ValueError:
        scopes = ()
    if "role: guests" in message:
        return Problem(
            f"No API key: the server does not let guests {doing}.",
            "Give a key with APPWRITE_API_KEY or a profile.",
            Cause.AUTH,
            status,
            kind,
            scopes,
        )
    named = scopes[0] if scopes else "for it"
    others = f" (or {', '.join(scopes[1:])})" if len(scopes) > 1 else ""
    return Problem(
        f"The API key cannot {doing}: it lacks the scope {named}{others}.",
        "Other panes work.",
        Cause.SCOPE,
        status,
        kind,
        scopes,
    )
