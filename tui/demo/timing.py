"""Owns how long a real server takes (1.9.6 on one machine, medians), for imitating that."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

_ROUTES: tuple[tuple[str, str, float], ...] = (
    (r"PATCH|PUT|POST|DELETE", r"/rows", 0.020),
    (r"POST|PUT|PATCH|DELETE", r".", 0.015),
    (r"GET", r"/files/[^/]+/(download|view)", 0.010),
    (r"GET", r"/files/[^/]+/preview", 0.009),
    (r"GET", r"/tablesdb/[^/]+/tables\Z", 0.038),
    (r"GET", r"/columns\Z", 0.016),
    (r"GET", r"/users\Z", 0.015),
    (r"GET", r"/users/[^/]+\Z", 0.007),
    (r"GET", r"/rows/[^/]+\Z", 0.010),
)
_OTHERWISE = 0.014
_A_BYTE = 0.000_000_004
_RESOURCES: tuple[tuple[str, float], ...] = ((r"/users\Z", 0.00017), (r".", 0.00010))
"""Seconds for each `$id` of an answer besides the first 25; users show their targets, too."""
_FIRST = 25
_QUERIES: Mapping[str, float] = {
    "cursorAfter": 0.030,
    "cursorBefore": 0.030,
    "orderAsc": 0.055,
    "orderDesc": 0.055,
    "orderRandom": 0.033,
    "search": 0.016,
}
"""What a query adds to a list of rows; orders do with an index or without (40 and 85 ms)."""
_A_ROW_PASSED = 0.000_001


def seconds(
    method: str, path: str, queries: Sequence[str] = (), shown: int = 0, size: int = 0
) -> float:
    """How long a real server takes for a request.

    Its answer shows so many resources and has so many bytes; `queries` are those of a list.
    """
    base = next(
        (
            each
            for methods, pattern, each in _ROUTES
            if re.fullmatch(methods, method) and re.search(pattern, path)
        ),
        _OTHERWISE,
    )
    each = next(cost for pattern, cost in _RESOURCES if re.search(pattern, path))
    listed = max(0, shown - _FIRST) * each
    asked = sum(map(_of_query, queries)) if path.endswith("/rows") and method == "GET" else 0.0
    return base + listed + asked + size * _A_BYTE


def _of_query(text: str) -> float:
    try:
        query = json.loads(text)
        method, values = query["method"], query.get("values") or [0]
    except (ValueError, TypeError, KeyError, AttributeError):
        return 0.0
    if method == "offset":
        return values[0] * _A_ROW_PASSED if isinstance(values[0], int) else 0.0
    if method.startswith("order") and method != "orderRandom" and not query.get("attribute"):
        return 0.0
    return _QUERIES.get(method, 0.0)
