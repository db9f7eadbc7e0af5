"""Owns how the server writes points in time: UTC, milliseconds, `2026-01-02T03:04:05.678+00:00`."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """This moment as the server writes it."""
    return written(datetime.now(UTC))


def written(moment: datetime) -> str:
    """A moment (naive ones are UTC) as the server writes it; this form sorts as text."""
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware.isoformat(timespec="milliseconds")
