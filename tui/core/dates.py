"""Dates as people type them in filters: `3d`, `today`, `lastnight`, `2026-01-02 14:30`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

_AGO = re.compile(r"(\d{1,5})(min|m|h|d|w|mo|y)")
_SECONDS = {"min": 60, "m": 60, "h": 3600, "d": 86400, "w": 604800, "mo": 2592000, "y": 31536000}
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_NIGHT = ("lastnight", "last night")
_DUSK, _DAWN = timedelta(hours=-2), timedelta(hours=6)
"""When a night begins and ends, seen from the midnight in it."""
EXAMPLES = ("today", "yesterday", "1h", "3d", "2w", "2026-01-31")


@dataclass(frozen=True, slots=True)
class Moments:
    """The stretch of time that a text means: from `first` to `last`, both in it."""

    first: datetime
    last: datetime


def moments(text: str, now: datetime) -> Moments | None:
    """The time that a text means, None where it means none. `now` is aware.

    `3d` is three days ago; a day or a month is all of it, in local time.
    """
    try:
        return _moments(text.strip().lower(), now)
    except (ValueError, OverflowError):
        return None


def iso(moment: datetime) -> str:
    """A point in time as servers take it without doubt."""
    return moment.isoformat(timespec="milliseconds")


def _moments(text: str, now: datetime) -> Moments | None:
    if text == "now":
        return Moments(now, now)
    ago = _AGO.fullmatch(text)
    if ago is not None:
        then = now - timedelta(seconds=int(ago[1]) * _SECONDS[ago[2]])
        return Moments(then, then)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if text in _NIGHT:
        return Moments(midnight + _DUSK, midnight + _DAWN)
    if text in _DAYS:
        return _days(midnight + timedelta(days=_DAYS[text]))
    month = _MONTH.fullmatch(text)
    if month is not None:
        year, number = int(month[1]), int(month[2])
        first = datetime(year, number, 1).astimezone()
        after = datetime(year + number // 12, number % 12 + 1, 1).astimezone()
        return Moments(first, after - timedelta(milliseconds=1))
    found = datetime.fromisoformat(text.upper())
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return _days(found.astimezone())
    aware = found if found.tzinfo else found.astimezone()
    return Moments(aware, aware)


def _days(first: datetime) -> Moments:
    return Moments(first, first + timedelta(days=1) - timedelta(milliseconds=1))
