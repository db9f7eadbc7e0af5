"""Owns the queries of one list request after reading, and the names of their methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

COMPARISONS = frozenset(
    {
        "equal",
        "notEqual",
        "lessThan",
        "lessThanEqual",
        "greaterThan",
        "greaterThanEqual",
    }
)
TEXTS = frozenset({"startsWith", "endsWith", "notStartsWith", "notEndsWith"})
CONTAINING = frozenset({"contains", "notContains", "containsAny", "containsAll"})
NULLS = frozenset({"isNull", "isNotNull"})
RANGES = frozenset({"between", "notBetween"})
SEARCHES = frozenset({"search", "notSearch"})
LOGICAL = frozenset({"or", "and"})
DISTANCES = frozenset(
    {"distanceEqual", "distanceNotEqual", "distanceGreaterThan", "distanceLessThan"}
)
SPATIAL = DISTANCES | frozenset(
    {
        "intersects",
        "notIntersects",
        "crosses",
        "notCrosses",
        "overlaps",
        "notOverlaps",
        "touches",
        "notTouches",
    }
)
REFUSED_LATE = frozenset({"exists", "notExists"})
"""Known to the server's language, yet of no use on SQL: they never get a value."""
FILTERS = (
    COMPARISONS
    | TEXTS
    | CONTAINING
    | NULLS
    | RANGES
    | SEARCHES
    | LOGICAL
    | SPATIAL
    | REFUSED_LATE
    | frozenset({"elemMatch"})
)
ORDERS = frozenset({"orderAsc", "orderDesc", "orderRandom"})
CURSORS = frozenset({"cursorAfter", "cursorBefore"})
PAGING = CURSORS | frozenset({"limit", "offset"})
METHODS = FILTERS | ORDERS | PAGING | frozenset({"select"})

DEFAULT_LIMIT = 25
MAX_TOTAL = 5000
"""Lists count no further than this."""
MAX_VALUES = 500
"""Values that one query may hold."""


@dataclass(frozen=True)
class Query:
    """One query as it came: `values` of a logical one are queries."""

    method: str
    attribute: str = ""
    values: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Order:
    """One `ORDER BY` term; `key` is the attribute."""

    key: str
    descending: bool


@dataclass(frozen=True)
class ListQuery:
    """The queries of one request, sorted by what they do. Of several limits the first counts."""

    filters: tuple[Query, ...]
    orders: tuple[Order, ...]
    random: bool
    limit: int
    limited: bool
    """Whether a limit was asked for: bulk changes take every row without one."""
    offset: int
    cursor: str
    """The id to page from; empty without a cursor."""
    backwards: bool
    selects: tuple[str, ...]
    """Selected keys; empty when nothing was selected, which means all."""


def grouped(queries: list[Query]) -> ListQuery:
    """Sort the (checked) queries of a request by what they do."""

    def first(methods: frozenset[str]) -> Query | None:
        return next((query for query in queries if query.method in methods), None)

    limit, offset = first(frozenset({"limit"})), first(frozenset({"offset"}))
    cursor = first(CURSORS)
    return ListQuery(
        filters=tuple(query for query in queries if query.method in FILTERS),
        orders=tuple(
            Order(query.attribute or "$sequence", query.method == "orderDesc")
            for query in queries
            if query.method in ("orderAsc", "orderDesc")
        ),
        random=first(frozenset({"orderRandom"})) is not None,
        limit=int(limit.values[0]) if limit else DEFAULT_LIMIT,
        limited=limit is not None,
        offset=int(offset.values[0]) if offset else 0,
        cursor=str(cursor.values[0]) if cursor else "",
        backwards=cursor is not None and cursor.method == "cursorBefore",
        selects=tuple(
            str(key) for query in queries if query.method == "select" for key in query.values
        ),
    )
