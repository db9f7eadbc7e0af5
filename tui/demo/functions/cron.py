"""Owns which texts are cron expressions."""

from __future__ import annotations

import re
from typing import Any

_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_NAMES = {
    3: ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    4: ("sun", "mon", "tue", "wed", "thu", "fri", "sat"),
}
_SHORT = frozenset(
    {"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"}
)
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
