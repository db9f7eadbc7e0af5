"""Points in time as people read them: how long ago, and exactly."""

from __future__ import annotations

from datetime import UTC, datetime

from tui.core.text import safe

_DAY = 86400
_UNITS = (
    (365 * _DAY, 365 * _DAY, "y"),
    (60 * _DAY, 30 * _DAY, "mo"),
    (_DAY, _DAY, "d"),
    (3600, 3600, "h"),
    (60, 60, "min"),
)
"""From how many seconds on a unit is used, how many it has, and its name."""


def parse(text: object) -> datetime | None:
    """The point in time of an ISO 8601 text, UTC where it names no zone; None for other things."""
    if not isinstance(text, str) or not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def seconds_since(text: object) -> float | None:
    """The seconds since a point in time, 0 for one to come; None for what is none."""
    moment = parse(text)
    return None if moment is None else max(0.0, (datetime.now(UTC) - moment).total_seconds())


def relative(text: object, now: datetime | None = None) -> str:
    """`2 min ago`, `in 39 d`, `now`; what is no point in time is shown as it is."""
    moment = parse(text)
    if moment is None:
        return safe(str(text or ""))
    seconds = ((now or datetime.now(UTC)) - moment).total_seconds()
    for least, unit, name in _UNITS:
        if abs(seconds) >= least:
            amount = f"{int(abs(seconds) // unit)} {name}"
            return f"{amount} ago" if seconds > 0 else f"in {amount}"
    return "now" if abs(seconds) < 10 else (f"{int(abs(seconds))} s ago" if seconds > 0 else "soon")


def exact(text: object) -> str:
    """The local time with its offset, and UTC; what is no point in time is shown as it is."""
    moment = parse(text)
    if moment is None:
        return safe(str(text or ""))
    try:
        local = moment.astimezone()
    except (OverflowError, ValueError):
        # The years 1 and 9999 have no neighbours to be shifted into.
        return moment.isoformat(sep=" ", timespec="milliseconds")
    utc = moment.astimezone(UTC)
    milliseconds = utc.microsecond // 1000
    if local.utcoffset() == utc.utcoffset():
        return f"{utc:%Y-%m-%d %H:%M:%S}.{milliseconds:03d} UTC"
    offset = local.strftime("%z")
    there = f"{local:%Y-%m-%d %H:%M:%S}.{milliseconds:03d} {offset[:3]}:{offset[3:5]}"
    return f"{there} = {utc:%Y-%m-%d %H:%M:%S} UTC"
