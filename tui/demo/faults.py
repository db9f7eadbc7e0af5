"""Owns faults on demand: which of the next requests go wrong, and how; and what was seen.

They are ordered over HTTP outside `/v1`, by whoever tries or tests a client:

    POST   /_control/faults    {"method": "PATCH", "path": "/rows/", "kind": "drop", "times": 1}
    DELETE /_control/faults    forget what is ordered
    GET    /_control/seen      {"requests": [{"method", "path", "status"}], "connections": n}
    DELETE /_control/seen      forget what was seen
    POST   /_control/minute    {"moment": "2026-01-02T03:04:00+00:00"}: run what is due then
    POST   /_control/behind    {"method": "PATCH", "path": "/tablesdb/…", "body": {…}}: done with
                               the full key and not seen, behind the client's back
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

PREFIX = "/_control/"


class FaultKind(Enum):
    """How a request goes wrong. The `AFTER` ones are applied all the same."""

    HANG = "hang"
    HANG_AFTER = "hang-after"
    DROP = "drop"
    DROP_AFTER = "drop-after"
    FAIL = "500"
    FAIL_AFTER = "500-after"
    BUSY = "429"
    TIMEOUT = "408"
    HTML = "html"
    HALF = "half"

    @property
    def applies(self) -> bool:
        """Whether the request is handled before it goes wrong."""
        after = (FaultKind.HANG_AFTER, FaultKind.DROP_AFTER, FaultKind.FAIL_AFTER)
        return self in after or self is FaultKind.HALF


@dataclass
class Fault:
    """What is to go wrong with the next `times` requests that match, after `skip` that go right."""

    kind: FaultKind
    method: str
    path: re.Pattern[str]
    times: int
    retry_after: int = 0
    skip: int = 0

    @classmethod
    def of(cls, order: Mapping[str, Any]) -> Fault:
        """A fault as it is ordered. ValueError says what is wrong with the order."""
        try:
            path = re.compile(str(order.get("path", "")))
        except re.error as error:
            raise ValueError(f"path is no regular expression: {error}") from error
        return cls(
            FaultKind(order.get("kind")),
            str(order.get("method", "")).upper(),
            path,
            int(order.get("times", 1)),
            int(order.get("retry_after", 0)),
            int(order.get("skip", 0)),
        )

    def strikes(self, method: str, path: str) -> bool:
        """Whether a request is struck."""
        wanted = self.method in ("", method)
        return self.times > 0 and wanted and self.path.search(path) is not None


class Faults:
    """What is ordered and what was seen. Any thread may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ordered: list[Fault] = []
        self._requests: list[dict[str, Any]] = []
        self._connections: set[object] = set()

    def order(self, fault: Fault) -> None:
        """Let something go wrong."""
        with self._lock:
            self._ordered.append(fault)

    def forget(self) -> None:
        """Let everything go right."""
        with self._lock:
            self._ordered.clear()

    def strike(self, method: str, path: str) -> Fault | None:
        """What goes wrong with a request, None if nothing does. It counts as used up."""
        with self._lock:
            for fault in self._ordered:
                if not fault.strikes(method, path):
                    continue
                if fault.skip:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                return fault
        return None

    def saw(self, method: str, path: str, status: int, client: object) -> None:
        """Remember a request; `status` is 0 where it got no answer."""
        with self._lock:
            self._requests.append({"method": method, "path": path, "status": status})
            self._connections.add(client)

    def seen(self) -> dict[str, Any]:
        """What was seen since the start, or since it was forgotten."""
        with self._lock:
            return {"requests": list(self._requests), "connections": len(self._connections)}

    def forget_seen(self) -> None:
        """Begin to count anew."""
        with self._lock:
            self._requests.clear()
            self._connections.clear()
