"""Numbers with units, as people type them in filters: `500ms`, `10MB`, `5xx`."""

from __future__ import annotations

import re
from enum import Enum


class Unit(Enum):
    """What a number counts: nothing in particular, seconds, bytes, or that it is an HTTP status."""

    NONE = ""
    SECONDS = "seconds"
    BYTES = "bytes"
    STATUS = "status"


EXAMPLES = {
    Unit.SECONDS: ("500ms", "1s", "5s", "30s", "1min"),
    Unit.BYTES: ("100KB", "1MB", "10MB", "1GB"),
    Unit.STATUS: ("2xx", "3xx", "4xx", "5xx"),
}
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*([a-z]+)")
_FACTORS: dict[Unit, dict[str, float]] = {
    Unit.SECONDS: {"ms": 0.001, "s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86400},
    Unit.BYTES: {
        "b": 1, "k": 1000, "kb": 1000, "m": 1000**2, "mb": 1000**2, "g": 1000**3, "gb": 1000**3,
        "kib": 1024, "mib": 1024**2, "gib": 1024**3, "t": 1000**4, "tb": 1000**4,
    },
}  # fmt: skip


def with_unit(unit: Unit, text: str) -> str | None:
    """The number that an amount means, in the unit's base, as text; None for what is none.

    Bytes count thousands as everything here that shows them does; `MiB` counts 1024.
    """
    found = _AMOUNT.fullmatch(text.strip().lower())
    factor = _FACTORS.get(unit, {}).get(found[2]) if found is not None else None
    if found is None or factor is None:
        return None
    amount = round(float(found[1]) * factor, 6)
    return str(int(amount)) if amount == int(amount) else repr(amount)


def status_class(unit: Unit, text: str) -> tuple[int, int] | None:
    """The lowest and highest status of a class like `5xx`; None for what is none."""
    found = re.fullmatch(r"([1-5])xx", text.strip().lower()) if unit is Unit.STATUS else None
    return (int(found[1]) * 100, int(found[1]) * 100 + 99) if found is not None else None
