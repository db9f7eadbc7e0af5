"""Amounts as people read them."""

from __future__ import annotations

_UNITS = ("B", "KB", "MB", "GB", "TB", "PB")


def size(count: object) -> str:
    """A number of bytes in the largest unit that leaves a number of 1 or more: `1.2 MB`."""
    if not isinstance(count, int | float) or isinstance(count, bool):
        return "—"
    amount = float(count)
    for unit in _UNITS[:-1]:
        if abs(amount) < 1000:
            return (
                f"{amount:.0f} {unit}" if unit == "B" or amount >= 100 else f"{amount:.1f} {unit}"
            )
        amount /= 1000
    return f"{amount:.1f} {_UNITS[-1]}"


def seconds(amount: object) -> str:
    """A duration in seconds: `0.318 s`, `2:05 min`."""
    if not isinstance(amount, int | float) or isinstance(amount, bool):
        return "—"
    if amount >= 60:
        return f"{int(amount // 60)}:{int(amount % 60):02d} min"
    return f"{amount:.3f} s"
