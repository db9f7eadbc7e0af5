"""Owns how long a real server takes (1.9.6 on one machine, medians), for imitating that."""

from __future__ import annotations

import re

_ROUTES: tuple[tuple[str, str, float], ...] = (
    (r"PATCH|PUT|POST|DELETE", r"/rows", 0.020),
    (r"POST|PUT|PATCH|DELETE", r".", 0.015),
    (r"GET", r"/files/[^/]+/(download|view)", 0.043),
    (r"GET", r"/files/[^/]+/preview", 0.009),
    (r"GET", r"/tablesdb/[^/]+/tables\Z", 0.038),
    (r"GET", r"/columns\Z", 0.016),
    (r"GET", r"/users\Z", 0.015),
    (r"GET", r"/users/[^/]+\Z", 0.007),
    (r"GET", r"/rows/[^/]+\Z", 0.010),
)
_OTHERWISE = 0.014
_A_ROW = 0.00010
"""Seconds for each row, user or file of an answer, besides the first 25."""


def seconds(method: str, path: str, shown: int) -> float:
    """How long a real server takes for a request whose answer shows so many resources."""
    for methods, pattern, base in _ROUTES:
        if re.fullmatch(methods, method) and re.search(pattern, path):
            return base + max(0, shown - 25) * _A_ROW
    return _OTHERWISE + max(0, shown - 25) * _A_ROW
