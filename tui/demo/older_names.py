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
    """A path in the older words."""
    return "/".join(_SEGMENTS.get(each, each) for each in path.split("/"))


def older_paths(path: str) -> tuple[str, ...]:
    """The paths in the older words: 1.8 and later servers change relationships elsewhere."""
    older = older_path(path)
    if older.endswith("{key}/relationship"):
        return older, older.replace("{key}/relationship", "relationship/{key}")
    return (older,)


def both(routes: Iterable[str]) -> frozenset[str]:
    """Routes (method and path) and their twins in the older words."""
    listed = list(routes)
    return frozenset(listed) | {older_path(each) for each in listed if "/tablesdb" in each}
