"""What people ask of a list every day: a letter, what it is called, the filter it stands for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quick:
    """One of them. `text` is in the language of the filter line."""

    key: str
    label: str
    text: str


QUICK: dict[str, tuple[Quick, ...]] = {
    "execution": (
        Quick("f", "failed", "status = failed"),
        Quick("5", "answered with 5xx", "code >= 500"),
        Quick("s", "slow", "duration > 5"),
        Quick("r", "running", "status in (waiting, processing)"),
        Quick("h", "last hour", "createdAt > 1h"),
        Quick("t", "today", "createdAt > today"),
        Quick("c", "by schedule", "trigger = schedule"),
    ),
    "user": (
        Quick("b", "blocked", "active = false"),
        Quick("u", "unverified", "verified = false"),
        Quick("t", "new today", "registered > today"),
        Quick("w", "new this week", "registered > 7d"),
    ),
    "file": (
        Quick("l", "larger than 10 MB", "size > 10000000"),
        Quick("i", "images", 'type ~ "image/*"'),
        Quick("t", "new today", "createdAt > today"),
    ),
    "row": (
        Quick("t", "new today", "createdAt > today"),
        Quick("c", "changed today", "updatedAt > today"),
        Quick("h", "changed in the last hour", "updatedAt > 1h"),
    ),
}
