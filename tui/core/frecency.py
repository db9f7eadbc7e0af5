"""Which places are gone to often and lately: each visit counts one, and half of it a week later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

HALF_LIFE = 7 * 24 * 3600.0
MOST = 200
"""Places that are kept for a project: those that count most."""

Visits = Mapping[str, tuple[float, float]]
"""For each place what its visits counted when, in seconds since 1970."""


def read(kept: Any) -> dict[str, tuple[float, float]]:
    """Visits as they were kept: lists of two numbers; all else is left out."""
    found: dict[str, tuple[float, float]] = {}
    for place, value in kept.items() if isinstance(kept, Mapping) else ():
        if (
            isinstance(place, str)
            and isinstance(value, list)
            and len(value) == 2
            and all(isinstance(one, int | float) and not isinstance(one, bool) for one in value)
        ):
            found[place] = (float(value[0]), float(value[1]))
    return found


def weight(visit: tuple[float, float], now: float) -> float:
    """What the visits of a place count by now. A clock that went back counts as no time."""
    count, at = visit
    return float(count * 0.5 ** (max(0.0, now - at) / HALF_LIFE))


def visited(visits: Visits, places: Iterable[str], now: float) -> dict[str, tuple[float, float]]:
    """With further visits; only those that count most are kept."""
    found = dict(visits)
    for place in places:
        found[place] = (weight(found.get(place, (0.0, now)), now) + 1.0, now)
    return {place: found[place] for place in ranked(found, now)[:MOST]}


def ranked(visits: Visits, now: float) -> list[str]:
    """The places, those first that count most; among equals, the later one."""
    return sorted(visits, key=lambda place: (-weight(visits[place], now), -visits[place][1], place))
