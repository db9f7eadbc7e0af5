"""Whether a read is tried again, and how long is waited before."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from email.utils import mktime_tz, parsedate_tz

TRIES = 3
LONGEST_WAIT = 5.0
"""A server that asks for more seconds than this gets no second try: the person is told instead."""
AGAIN = (429, 502, 503, 504)
_BACKOFF = 0.2


def pause(attempt: int) -> float:
    """Seconds after the attempt with this number (from 1): doubling, and never all at once."""
    return float(_BACKOFF * 2 ** (attempt - 1) * (1 + random.random()))


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """The seconds a server asks to wait, by `Retry-After` or `X-RateLimit-Reset`; None if it
    does not. Header names are in lower case."""
    asked = headers.get("retry-after", "").strip()
    if asked.isdecimal():
        return float(asked)
    date = parsedate_tz(asked) if asked else None
    if date is not None:
        return max(0.0, mktime_tz(date) - time.time())
    reset = headers.get("x-ratelimit-reset", "").strip()
    if reset.isdecimal() and headers.get("x-ratelimit-remaining", "").strip() == "0":
        return max(0.0, float(reset) - time.time())
    return None


def wait_after(status: int, headers: Mapping[str, str], attempt: int) -> float | None:
    """Seconds to wait before this answer is asked for again; None where it is taken as it is."""
    if status not in AGAIN or attempt >= TRIES:
        return None
    asked = asked_wait(headers)
    if asked is None:
        return pause(attempt)
    return asked if asked <= LONGEST_WAIT else None
