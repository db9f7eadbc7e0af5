"""Whether two values mean the same to the server, however they are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.core.times import parse


def same(one: Any, other: Any) -> bool:
    """Equal, or the same point in time, or a related row and its id.

    A boolean is no number. Times count as one where both are written with a time of day: a text
    column may hold `2026` and `2026-01-01`, which are different texts.
    """
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, str) and isinstance(other, str):
        return one == other or _same_moment(one, other)
    if isinstance(one, Mapping) and isinstance(other, str):
        return one.get("$id") == other
    if isinstance(other, Mapping) and isinstance(one, str):
        return other.get("$id") == one
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        if "$id" in one and "$id" in other:
            return bool(one["$id"] == other["$id"])
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return bool(one == other)


def identical(one: Any, other: Any) -> bool:
    """The same, and written alike where both are texts: a text column may hold times, too."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(identical, one, other))
    return same(one, other)


def _same_moment(one: str, other: str) -> bool:
    if "T" not in one or "T" not in other:
        return False
    first, second = parse(one), parse(other)
    return first is not None and first == second
