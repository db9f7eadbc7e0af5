"""Amounts as people read them."""

from __future__ import annotations

from typing import TypeGuard

_UNITS = ("B", "KB", "MB", "GB", "TB", "PB")
_MOST = 1e18
"""What is more than that is no amount of anything, but a mistake (or infinite)."""


def size(count: object) -> str:
    """A number of bytes in the largest unit that leaves a number of 1 or more: `1.2 MB`."""
    if not _is_amount(count):
        return "—"
    amount = float(count)
    for unit in _UNITS[:-1]:
        if abs(round(amount)) < 1000:
            whole = unit == "B" or abs(amount) >= 100
            return f"{amount:.0f} {unit}" if whole else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} {_UNITS[-1]}"


def seconds(amount: object) -> str:
    """A duration in seconds: `0.318 s`, `2:05 min`."""
    if not _is_amount(amount):
        return "—"
    if round(amount, 3) >= 60:
        amount = round(amount)
        return f"{int(amount // 60)}:{int(amount % 60):02d} min"
    return f"{amount:.3f} s"


def _is_amount(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _MOST
