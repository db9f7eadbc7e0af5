"""Schedules of functions: whether a cron expression is one, and what it means in words."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from tui.core.times import relative

_SHORT = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
SAYS = (
    "String must be a valid cron expression: minute hour day month weekday (0 3 * * 1-5), or @daily"
)


class CronError(Exception):
    """A text is no cron expression."""


def in_words(text: str) -> str:
    """When it runs, and next: `At 03:00 every day (UTC), next in 5 h`. Raises CronError."""
    words, then = _read(text.strip())
    return f"{words} (UTC), next {relative(then.isoformat()) if then else 'never'}"


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[str, datetime | None]:
    # Only those who look at schedules need it.
    from cronsim import CronSim, CronSimError

    plain = _SHORT.get(text.lower(), text).replace("?", "*")
    if len(plain.split()) != 5:
        raise CronError(SAYS)
    try:
        found = CronSim(plain, datetime.now(UTC))
        return str(found.explain()), next(found, None)
    except (CronSimError, ValueError) as error:
        raise CronError(f"{SAYS} ({error})") from error
