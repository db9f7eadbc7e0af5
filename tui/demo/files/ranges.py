"""Owns `Range` headers as the server understands them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tui.demo.errors import ApiError, declare

OPEN_END = 10 * 1024 * 1024
"""Bytes that a range without an end is answered with at most."""
_LONGEST = 20_000_000
"""A longer range is answered like one without an end."""
_RANGE = re.compile(r"(\w+)=(\d+)-(\d*)")

declare(
    {
        "storage_invalid_range": (
            416,
            "The requested range is not satisfiable. Please check the value of the Range header.",
        ),
    }
)


@dataclass(frozen=True)
class Span:
    """Bytes from `start` to `end`, both included."""

    start: int
    end: int


def span_of(header: str, size: int) -> Span:
    """The bytes that a header asks for.

    Raises 416, also for the last n bytes (`bytes=-n`) and for a single byte, which the server
    does not take for ranges.
    """
    parts = _RANGE.fullmatch(header.strip())
    if parts is None or parts[1] != "bytes":
        raise ApiError.of("storage_invalid_range")
    start = int(parts[2])
    end = int(parts[3]) if parts[3] else None
    if end is None or end - start > _LONGEST:
        end = min(start + OPEN_END, size) - 1
    if start >= end or end >= size:
        raise ApiError.of("storage_invalid_range")
    return Span(start, end)
