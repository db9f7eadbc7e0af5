"""The one exception that leaves `api`, and the sentences for answers that are not Appwrite's.

What Appwrite itself refuses is in `refusals`, what the network does in `failures`.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from appwrite.exception import AppwriteException

from tui.core.problem import Cause, Problem
from tui.core.text import safe

LONGEST_QUOTE = 200


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
    head = content[:200].lstrip()
    if not content:
        what = "nothing"
    elif head.startswith(b"{"):
        what = f"JSON that breaks off or is broken ({start}…)"
    elif b"<" in head:
        what = "an HTML page"
    else:
        what = f"something that is no JSON ({start}…)"
    remedy = "Does the endpoint end in /v1, and does it lead to Appwrite?"
    if status >= 500:
        remedy = "The server or a proxy before it is in trouble; try again."
    return Problem(f"{host} answered {status} with {what}.", remedy, Cause.NOT_APPWRITE, status)


def redirected(status: int, location: str, host: str, path: str) -> Problem:
    """A redirect is never followed: it would carry the key to another address.

    `path` is what was asked for below the endpoint; where the redirect only moves the endpoint,
    the remedy names the new one.
    """
    where = safe(location)[:LONGEST_QUOTE] or "nowhere"
    remedy = "Redirects are not followed; put the final address into the endpoint."
    target, asked = urlsplit(location), path.partition("?")[0]
    if target.netloc and target.path.endswith(f"/v1{asked}"):
        endpoint = f"{target.scheme}://{target.netloc}{target.path.removesuffix(asked)}"
        remedy = f"Redirects are not followed; make {safe(endpoint)} the endpoint."
    return Problem(f"{host} answers with a redirect to {where}.", remedy, Cause.REDIRECT, status)


def too_large(limit: int, host: str) -> Problem:
    """The answer grew beyond what is read into memory."""
    return Problem(
        f"The answer of {host} is larger than {limit // 2**20} MiB.",
        "Ask for fewer rows or columns.",
        Cause.TOO_LARGE,
    )
