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
        Quick("s", "slow", "duration > 5s"),
        Quick("h", "of the last hour", "createdAt > 1h"),
        Quick("g", "of last night", "createdAt = lastnight"),
        Quick("t", "of today", "createdAt >= today"),
        Quick("d", "scheduled for later", "status = scheduled"),
        Quick("c", "started by the schedule", "trigger = schedule"),
        Quick("r", "running", "status in (waiting, processing)"),
        Quick("5", "answered with 5xx", "code = 5xx"),
    ),
    "failure": (
        Quick("s", "slow", "duration > 5s"),
        Quick("h", "of the last hour", "createdAt > 1h"),
        Quick("g", "of last night", "createdAt = lastnight"),
        Quick("t", "of today", "createdAt >= today"),
        Quick("c", "started by the schedule", "trigger = schedule"),
    ),
    "user": (
        Quick("b", "blocked", "status = blocked"),
        Quick("u", "unverified", "verified = false phoneVerification = false"),
        Quick("t", "new today", "registered >= today"),
        Quick("w", "new this week", "registered > 7d"),
        Quick("s", "never seen", "accessedAt is null"),
    ),
    "file": (
        Quick("l", "large", "size > 10MB"),
        Quick("t", "new today", "createdAt >= today"),
        # What came in one piece is whole; the server cannot compare two fields with each other.
        Quick("p", "unfinished", "chunksTotal > 1 upload ~ pending"),
        Quick("i", "images", 'type ~ "image/*"'),
    ),
    "row": (
        Quick("t", "new today", "createdAt >= today"),
        Quick("c", "changed today", "updatedAt >= today"),
        Quick("h", "changed in the last hour", "updatedAt > 1h"),
    ),
    "function": (Quick("d", "disabled", "enabled = false"),),
    "deployment": (
        Quick("f", "failed", "status = failed"),
        Quick("t", "of today", "createdAt >= today"),
    ),
    "team": (
        Quick("e", "empty", "members = 0"),
        Quick("t", "new today", "createdAt >= today"),
    ),
    "membership": (Quick("i", "only invited", "state = invited"),),
}
"""By kind. `x` stands for all again."""
