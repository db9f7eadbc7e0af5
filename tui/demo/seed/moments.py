"""Owns when things happened in the shop: fixed moments, so that every build is the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tui.demo.store.clock import written

TODAY = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
"""The moment that the shop's data ends at."""


def ago(days: float = 0, minutes: float = 0) -> str:
    """A moment before the end of the data, as the server writes it."""
    return written(TODAY - timedelta(days=days, minutes=minutes))
