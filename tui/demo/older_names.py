"""Owns the older names of what is below `/tablesdb`: collections, attributes and documents."""

from __future__ import annotations

from collections.abc import Iterable

_SEGMENTS = {
    "tablesdb": "databases",
    "tables": "collections",
    "columns": "attributes",
    "rows": "documents",
}


def older_path(path: str) -> str:
    """A path in the older words; relationships are changed below `attributes`."""
    if path.endswith("/columns/{key}/relationship"):
        return older_path(path.replace("{key}/relationship", "relationship/{key}"))
    return "/".join(_SEGMENTS.get(each, each) for each in path.split("/"))


def both(routes: Iterable[str]) -> frozenset[str]:
    """Routes (method and path) and their twins in the older words."""
    listed = list(routes)
    return frozenset(listed) | {older_path(each) for each in listed if "/tablesdb" in each}
