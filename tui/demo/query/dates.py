"""Owns reading points in time the way PHP's DateTime does, as far as people write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from tui.demo.store.clock import written

_RELATIVE_DAYS = {"yesterday": -1, "today": 0, "midnight": 0, "tomorrow": 1}
_UNITS = {"sec": 1, "second": 1, "min": 60, "minute": 60, "hour": 3600, "day": 86_400}
_UNITS |= {"week": 7 * 86_400, "fortnight": 14 * 86_400}
_STEP = re.compile(r"([+-]?\d+) ?(\w+?)s?( ago)?", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?![\d-])(.*)", re.DOTALL)
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)(.*)", re.DOTALL)


def parse_moment(text: str) -> str | None:
    """The moment in the form the server keeps, None for what it refuses.

    Without an offset a time is UTC. ISO 8601 and mail dates are understood, days that a month does
    not have (they are those of the next one), `now`, `tomorrow`, `+2 days`, `@1767225600`, as the
    real server does.
    """
    stripped = text.strip()
    for read in (_iso, _relative, _numbers, _mail):
        try:
            moment = read(stripped)
        except (ValueError, OverflowError, TypeError, IndexError, OSError):
            continue
        if moment is not None:
            return written(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    return None


def _iso(text: str) -> datetime | None:
    return datetime.fromisoformat(text)


def _relative(text: str) -> datetime | None:
    now, lower = datetime.now(UTC), text.lower()
    if lower == "now":
        return now
    if lower in _RELATIVE_DAYS:
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + timedelta(days=_RELATIVE_DAYS[lower])
    if text.startswith("@"):
        return datetime.fromtimestamp(float(text[1:]), UTC)
    step = _STEP.fullmatch(text)
    if step is None or step[2].lower() not in _UNITS:
        return None
    sign = -1 if step[3] else 1
    return now + timedelta(seconds=sign * int(step[1]) * _UNITS[step[2].lower()])


def _numbers(text: str) -> datetime | None:
    """A day written in numbers, whatever their width, and a time behind it."""
    if match := _NUMBERS.fullmatch(text):
        year, month, day, time = match.groups()
    elif match := _AMERICAN.fullmatch(text):
        month, day, year, time = match.groups()
    else:
        return None
    if not 1 <= int(day) <= 31:
        return None
    start = datetime.fromisoformat(f"{year}-{int(month):02}-01{time}")
    return start + timedelta(days=int(day) - 1)


def _mail(text: str) -> datetime | None:
    return parsedate_to_datetime(text) if re.search(r"[A-Za-z]{3} \d{4}", text) else None
