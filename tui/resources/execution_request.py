"""What a function is run with: the fields of its form, and what servers would not take of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from tui.core.kind import Resource
from tui.core.spec import Shape, Spec
from tui.core.text import safe
from tui.core.times import parse, relative

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD")
NOW, BACKGROUND, LATER = "now", "in the background", "at a time"
LARGEST = 10_485_760
"""Characters of a body that servers take: 10 MB."""
MOST_HEADERS, LARGEST_HEADERS = 100, 16_384
_HEADER = re.compile(r"[A-Za-z0-9-]+")
_OWN = ("x-appwrite", "content-length", "host")
"""How the names of headers begin that are not the caller's."""


def request_form() -> tuple[Spec, ...]:
    """The names of method and path are those of a past execution, so that it can be run again."""
    return (
        Spec("requestMethod", Shape.ENUM, "method", elements=METHODS, default="GET"),
        Spec("requestPath", Shape.TEXT, "path and query", longest=2048, default="/"),
        Spec("headers", Shape.TEXT, "name: value", array=True, check=headers_problem),
        Spec(
            "body",
            Shape.TEXT,
            "text, JSON is checked",
            longest=LARGEST,
            check=body_problem,
            alone=True,
        ),
        Spec("when", Shape.ENUM, "now: at most 30 s", elements=(NOW, BACKGROUND, LATER),
             default=NOW, check=when_problem),
        Spec("scheduledAt", Shape.DATETIME, "to the minute", check=time_problem, means=in_words),
    )  # fmt: skip


def headers_problem(value: Any, values: Mapping[str, Any]) -> str:
    """What is wrong with headers, each `name: value`."""
    names: set[str] = set()
    lines = value or ()
    for line in lines:
        name, colon, _ = str(line).partition(":")
        said = f"Not {safe(line)!r}: a header is name: value" if not colon else name_problem(name)
        if not said and name.lower() in names:
            said = f"The header {name} is there twice"
        if said:
            return said
        names.add(name.lower())
    if len(names) > MOST_HEADERS or sum(map(len, lines)) > LARGEST_HEADERS:
        return f"At most {MOST_HEADERS} headers, and {LARGEST_HEADERS:,} characters of them"
    return ""


def name_problem(name: str) -> str:
    """What is wrong with the name of a header; empty where servers take it."""
    if not _HEADER.fullmatch(name):
        return f"The name of a header has letters, digits and hyphens only: {safe(name)!r} has more"
    if name.lower().startswith("x-appwrite"):
        return f"Headers that begin with x-appwrite are the server's own: {safe(name)}"
    return ""


def headers_of(lines: Iterable[object]) -> dict[str, str]:
    """Headers, each `name: value`, as servers take them."""
    pairs = (str(line).partition(":") for line in lines)
    return {name.strip(): value.strip() for name, _, value in pairs}


def body_problem(value: Any, values: Mapping[str, Any]) -> str:
    """What is wrong with a body that is JSON by its header, or that looks like JSON."""
    text = str(value or "")
    if not text.strip():
        return ""
    kinds = [
        v for n, v in headers_of(values.get("headers") or ()).items() if n.lower() == "content-type"
    ]
    looks = text.lstrip()[:1] in ("{", "[")
    if ("json" not in kinds[0].lower()) if kinds else not looks:
        return ""
    said = json_problem(text)
    if said and not kinds:
        said += "; a header like content-type: text/plain sends it as it is"
    return said


@lru_cache(maxsize=2)
def json_problem(text: str) -> str:
    """Why a text is no JSON, with the place."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return f"Not JSON: {error.msg}, line {error.lineno} column {error.colno}"
    except RecursionError:
        return "Not JSON: nested too deeply"
    return ""


def when_problem(value: Any, values: Mapping[str, Any]) -> str:
    """Whether a time is missing."""
    return (
        "At which time? scheduledAt says it"
        if value == LATER and not values.get("scheduledAt")
        else ""
    )


def time_problem(value: Any, values: Mapping[str, Any]) -> str:
    """What is wrong with the time of an execution: servers want it a minute ahead at least."""
    moment = parse(value)
    if moment is None:
        return ""
    if values.get("when") != LATER:
        return f"A time is for running {LATER}: choose that above, or ctrl+n takes the time away"
    if moment < datetime.now(UTC) + timedelta(minutes=1):
        return "This is past, or less than a minute ahead; it must be a minute from now at least"
    if moment.second or moment.microsecond:
        return "Servers run it to the minute: leave the seconds out"
    return ""


def in_words(value: Any) -> str:
    """When that is, seen from now."""
    return relative(value) if value else ""


def asked_again(execution: Resource) -> dict[str, Any]:
    """What a past execution was asked, as far as servers keep it: no body, few headers."""
    values = {n: execution[n] for n in ("requestMethod", "requestPath") if execution.get(n)}
    listed = execution.get("requestHeaders")
    headers = [
        f"{one.get('name')}: {one.get('value')}"
        for one in (listed if isinstance(listed, list) else ())
        if isinstance(one, Mapping) and not str(one.get("name")).lower().startswith(_OWN)
    ]
    return {**values, "headers": headers} if headers else values
