"""Owns one request as a handler sees it: who asks, with which parameters, against which store."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tui.demo.errors import ApiError
from tui.demo.identity import Identity
from tui.demo.later import Later
from tui.demo.params import MISSING, Boolean, Text, Validator, param_of
from tui.demo.settings import Settings
from tui.demo.store.database import Store

MAX_QUERIES = 100
MAX_QUERY_CHARACTERS = 4096
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


def body_kind(headers: Mapping[str, str]) -> str:
    """The type that a request's (lower-case) headers give its body, without what follows it.

    The name of JSON counts only as it is usually written; those of forms in any case.
    """
    kind = headers.get("content-type", "").partition(";")[0]
    return kind.lower() if kind.lower() in (FORM, MULTIPART) else kind


@dataclass(frozen=True)
class Upload:
    """A file of a multipart body."""

    filename: str
    content: bytes


@dataclass(frozen=True)
class Call:
    """A request whose scopes were already checked.

    `query` holds the parameters of the address with PHP's brackets resolved
    (`queries[0]=…` is a list under `queries`); `form` and `uploads` those of a form in the body.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    query: Mapping[str, Any]
    body: bytes
    identity: Identity
    store: Store
    settings: Settings
    later: Later
    form: Mapping[str, Any] = field(default_factory=dict)
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    @cached_property
    def params(self) -> Mapping[str, Any]:
        """Parameters by name: those of the address for GET and HEAD, else those of the body.

        A body counts by its declared type: JSON, or the fields of a form. Any other is not looked
        at, nor is the address of a request that can have a body.
        """
        if self.method in ("GET", "HEAD"):
            return self.query
        if body_kind(self.headers) != JSON:
            return self.form
        try:
            parsed = json.loads(self.body)
        except (ValueError, RecursionError):
            # PHP's json_decode gives null for broken JSON, and null has no parameters.
            return {}
        return parsed if isinstance(parsed, dict) else {}

    @property
    def user_agent(self) -> str:
        """Who sends the request; a server with an API key may say for whom it does."""
        forwarded = self.headers.get("x-forwarded-user-agent", "") if self.identity.is_key else ""
        return forwarded or self.headers.get("user-agent", "")

    def told_apart_by(self) -> dict[str, Any]:
        """What limits tell callers apart by (`limits.Limit.by`); all are on this machine."""
        start, end = 0, 0
        if match := re.match(r"bytes (\d+)-(\d+)", self.headers.get("content-range", "")):
            start, end = int(match[1]), int(match[2])
        chunk = start // max(1, end + 1 - start)
        parameters = {f"param-{name}": value for name, value in self.params.items()}
        return {"ip": "127.0.0.1", "chunk": chunk, **parameters}

    def param(self, name: str, validator: Validator, default: Any = MISSING) -> Any:
        """A validated parameter; without `default` it is required, and null counts as left out."""
        return param_of(self.params, name, validator, default)

    def queries(self) -> list[str]:
        """The `queries` of a list as texts (each one JSON)."""
        given = self.params.get("queries") or []
        if isinstance(given, dict):
            given = list(given.values())
        listed = isinstance(given, list)
        texts = [q if isinstance(q, str) else json.dumps(q) for q in given] if listed else []
        fits = all(0 < len(text) <= MAX_QUERY_CHARACTERS for text in texts)
        if not listed or len(texts) > MAX_QUERIES or not fits:
            raise ApiError.of(
                "general_argument_invalid",
                reason=f"Invalid `queries` param: Value must a valid array no longer than "
                f"{MAX_QUERIES} items and Value must be a valid string and at least 1 chars and "
                f"no longer than {MAX_QUERY_CHARACTERS} chars",
            )
        return texts

    def wants_total(self) -> bool:
        """Whether the list is to be counted.

        PHP makes a truth value of the text that an address holds: `total=0` says no, and
        `total=false` says yes, since it is a text with something in it.
        """
        given = self.params.get("total")
        self.param("total", Boolean(), True)
        return given is None or given is True or given not in (False, 0, "0")

    def search(self) -> str:
        """The `search=` parameter of a list, empty when there is none."""
        return str(self.param("search", Text(256), ""))
