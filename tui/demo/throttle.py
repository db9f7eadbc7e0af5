"""Owns counting requests against their limits, and the headers that tell how many are left.

A window is a fixed stretch of the clock (each minute, each hour), as on the real server. Requests
with an API key see the headers and are never counted; guests are counted where they sign in and
the like, and not where each user has a count.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.demo.errors import ApiError
from tui.demo.identity import Identity, Who
from tui.demo.limits import Limit


@dataclass
class _Window:
    """Requests counted since a moment (seconds since 1970, a multiple of the limit's)."""

    start: int
    counts: dict[tuple[str, ...], int] = field(default_factory=dict)


class Throttle:
    """The counters of one server. Any thread may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._windows: dict[tuple[str, Limit], _Window] = {}

    def admit(
        self, route: str, limit: Limit, identity: Identity, given: Mapping[str, Any]
    ) -> Mapping[str, str]:
        """Count a request; gives the headers of its answer. Raises 429 with the same headers.

        `given` has what `Limit.by` names besides the route and the user.
        """
        key = _key(limit, identity, given)
        with self._lock:
            window = self._window(route, limit)
            count = window.counts.get(key, 0)
            headers = {
                "X-RateLimit-Limit": str(limit.times),
                "X-RateLimit-Remaining": str(max(0, limit.times - count - 1)),
                "X-RateLimit-Reset": str(window.start + limit.seconds),
            }
            if _counts(limit, identity):
                if count >= limit.times:
                    raise ApiError.of("general_rate_limit_exceeded").with_headers(headers)
                window.counts[key] = count + 1
        return headers

    def succeeded(
        self, route: str, limit: Limit, identity: Identity, given: Mapping[str, Any]
    ) -> None:
        """Begin to count anew where a success forgives the failures before it."""
        if limit.forgiving:
            with self._lock:
                self._window(route, limit).counts.pop(_key(limit, identity, given), None)

    def _window(self, route: str, limit: Limit) -> _Window:
        start = int(time.time()) // limit.seconds * limit.seconds
        held = self._windows.get((route, limit))
        if held is None or held.start != start:
            held = self._windows[route, limit] = _Window(start)
        return held


def _key(limit: Limit, identity: Identity, given: Mapping[str, Any]) -> tuple[str, ...]:
    known = {**given, "user": identity.user_id}
    return tuple(str(known.get(name, "")) for name in limit.by if name != "route")


def _counts(limit: Limit, identity: Identity) -> bool:
    return identity.who is Who.USER or (identity.who is Who.GUEST and not limit.is_of_users)
