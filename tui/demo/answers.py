"""Owns what a handler returns: a status, a body and headers, ready for the wire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

JSON_TYPE = "application/json; charset=UTF-8"


@dataclass(frozen=True)
class Answer:
    """One HTTP answer. `headers` are in addition to type and length."""

    status: int
    body: bytes
    media_type: str
    headers: tuple[tuple[str, str], ...] = ()

    def with_headers(self, headers: Mapping[str, str]) -> Answer:
        """The same answer with further headers."""
        return replace(self, headers=(*self.headers, *headers.items()))


def answer_json(body: Any, status: int = 200) -> Answer:
    """Compact JSON, text unescaped, as PHP writes it."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Answer(status, text.encode("utf-8", "surrogatepass"), JSON_TYPE)


def answer_page(total: int, key: str, found: list[dict[str, Any]]) -> Answer:
    """The answer of every list: `{"total": n, "<key>": [...]}`."""
    return answer_json({"total": total, key: found})


def answer_nothing() -> Answer:
    """204; the real server names a type even here."""
    return Answer(204, b"", "text/html")
