"""Owns which texts are cron expressions, and at which minutes they are due."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_NAMES = {
    3: ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    4: ("sun", "mon", "tue", "wed", "thu", "fri", "sat"),
}
_SHORT = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_PART = re.compile(r"(\*|\?|(\w+)(?:-(\w+))?)(?:/(\d+))?")


class Cron:
    """A cron expression of five fields, or nothing."""

    def problem(self, value: Any) -> str:
        fits = isinstance(value, str) and (value == "" or is_cron(value))
        return "" if fits else "String must be a valid cron expression"

    def clean(self, value: Any) -> Any:
        return value


def is_cron(text: str) -> bool:
    fields = text.split()
    if text.strip().lower() in _SHORT:
        return True
    return len(fields) == 5 and all(_fits(each, place) for place, each in enumerate(fields))


def _fits(text: str, place: int) -> bool:
    """Whether one field holds only lists of numbers, ranges and steps within its bounds."""
    for part in text.lower().split(","):
        match = _PART.fullmatch(part)
        if match is None or match[4] == "0":
            return False
        ends = [_number(end, place) for end in (match[2], match[3]) if end]
        low, high = _BOUNDS[place]
        if any(end is None or not low <= end <= high for end in ends):
            return False
    return True


def _number(text: str, place: int) -> int | None:
    names = _NAMES.get(place, ())
    if text in names:
        return names.index(text) + (1 if place == 3 else 0)
    return int(text) if text.isdigit() else None


def is_due(text: str, moment: datetime) -> bool:
    """Whether a valid expression means the minute of a moment.

    Where both days are restricted, one of them is enough.
    """
    fields = _SHORT.get(text.strip().lower(), text).lower().split()
    weekday = moment.isoweekday() % 7
    values = (moment.minute, moment.hour, moment.day, moment.month, weekday)
    met = [
        value in _minutes(each, n)
        for n, (each, value) in enumerate(zip(fields, values, strict=True))
    ]
    days = met[2], met[4]
    restricted = [each[0] not in "*?" for each in (fields[2], fields[4])]
    return met[0] and met[1] and met[3] and (any(days) if all(restricted) else all(days))


def _minutes(text: str, place: int) -> set[int]:
    """The numbers that one field means; Sunday is 0."""
    low, high = _BOUNDS[place]
    found: set[int] = set()
    for part in text.split(","):
        match = _PART.fullmatch(part)
        if match is None:
            continue
        step = int(match[4] or 1)
        start = low if match[2] is None else _number(match[2], place)
        end = _number(match[3], place) if match[3] else start if match[2] and not match[4] else high
        found |= set(range(start or 0, (end or 0) + 1, step))
    return {0 if place == 4 and each == 7 else each for each in found}
