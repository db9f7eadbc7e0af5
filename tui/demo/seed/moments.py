"""Owns when things happened in the shop: so long before the moment that its data ends at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tui.demo.store.clock import written

_end = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


def end_at(moment: datetime) -> None:
    """Let the data end at a moment; the data of one moment is always the same."""
    global _end
    _end = moment


def ago(days: float = 0, minutes: float = 0) -> str:
    """A moment before the end of the data, as the server writes it."""
    return written(_end - timedelta(days=days, minutes=minutes))
