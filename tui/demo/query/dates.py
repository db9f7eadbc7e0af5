"""Owns reading points in time the way PHP's DateTime does, as far as people write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tui.demo.store.clock import written

_RELATIVE_DAYS = {"yesterday": -1, "today": 0, "midnight": 0, "tomorrow": 1}


def parse_moment(text: str) -> str | None:
    """The moment in the form the server keeps, None for what it refuses.

    Without an offset a time is UTC. `now`, `today`, `yesterday` and `tomorrow` are understood,
    as the real server does.
    """
    stripped = text.strip()
    today = datetime.now(UTC)
    if stripped.lower() == "now":
        return written(today)
    if stripped.lower() in _RELATIVE_DAYS:
        midnight = today.replace(hour=0, minute=0, second=0, microsecond=0)
        return written(midnight + timedelta(days=_RELATIVE_DAYS[stripped.lower()]))
    try:
        return written(datetime.fromisoformat(stripped))
    except (ValueError, OverflowError):
        return None
