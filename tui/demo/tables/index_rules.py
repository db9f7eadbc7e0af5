"""Owns which columns an index can have: what the server refuses before it starts to build one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.demo.errors import ApiError, declare
from tui.demo.store.collection import Document
from tui.demo.tables.describe import TEXTS
from tui.demo.tables.size import characters

MAX_INDEXES = 58
"""64 of MariaDB's, of which every table has six."""
MAX_LENGTH = 768
"""Characters of four bytes that an index takes of a row at most."""
_RESERVED = ("primary", "_created_at", "_updated_at", "_tenant_id")
_SHAPES = ("point", "linestring", "polygon")
INTERNAL: Mapping[str, Document] = {
    "$id": {"type": "string", "size": 255, "array": False, "status": "available"},
    "$createdAt": {"type": "datetime", "array": False, "status": "available"},
    "$updatedAt": {"type": "datetime", "array": False, "status": "available"},
}
"""What every row has and an index may name; `$sequence` is not among it."""

declare(
    {
        "column_unknown": (
            400,
            "The column '{id}' required for the index could not be found. Please confirm all your "
            "columns are in the available state.",
        ),
        "column_not_available": (
            400,
            "The requested column '{id}' is not yet available. Please try again later.",
        ),
        "column_type_invalid": (400, "The column type is invalid."),
        "column_index_invalid": (400, "{reason}"),
        "column_index_limit_exceeded": (
            400,
            "The maximum number of indexes for table '{id}' has been reached.",
        ),
        "index_invalid": (400, "{reason}"),
    }
)


def require_indexable(columns: Mapping[str, Document], keys: Sequence[str]) -> None:
    """Refuse what no index can be made of. `columns` are those of the table by key."""
    for key in keys:
        about = columns.get(key) or INTERNAL.get(key)
        if about is None:
            raise ApiError.of("column_unknown", id=key)
        if about["type"] == "relationship":
            reason = f"Cannot create an index for a relationship column: {key}"
            raise ApiError(400, "column_type_invalid", reason)
        if about["status"] != "available":
            raise ApiError.of("column_not_available", id=key)
        if about["array"]:
            reason = "Creating indexes on array attributes is not currently supported."
            raise ApiError.of("index_invalid", reason=reason)


def require_sound(columns: Mapping[str, Document], index: Document) -> None:
    """Refuse an index whose type, columns, lengths and orders do not go together."""
    problem = _problem(columns, index)
    if problem:
        raise ApiError.of("column_index_invalid", reason=problem)


def _problem(columns: Mapping[str, Document], index: Document) -> str:
    keys: list[str] = index["columns"]
    known = {**INTERNAL, **columns}
    if not keys:
        return "No attributes provided for index"
    if len({key.lower() for key in keys}) < len(keys):
        return "Duplicate attributes provided"
    for key in keys:
        if index["type"] == "fulltext" and known[key]["type"] not in TEXTS:
            return f'Attribute "{key}" cannot be part of a fulltext index, must be of type string'
    for key, length in zip(keys, index["lengths"], strict=False):
        if length and known[key]["type"] not in TEXTS:
            return f'Cannot set a length on "{known[key]["type"]}" attributes'
    problem = "" if index["type"] == "fulltext" else _problem_of_length(known, index)
    if not problem and index["key"].lower() in _RESERVED:
        problem = "Index key name is reserved"
    return problem or _problem_of_shapes(known, index)


def _problem_of_length(known: Mapping[str, Document], index: Document) -> str:
    keys, lengths = index["columns"], index["lengths"]
    if len(lengths) > len(keys):
        return (
            "Invalid index lengths. Count of lengths must be equal or less than the number of "
            "attributes."
        )
    total = 0
    for position, key in enumerate(keys):
        most = _width(known[key])
        asked = lengths[position] if position < len(lengths) else 0
        length = asked if asked and known[key]["type"] in TEXTS else most
        if length < 0:
            return f"Negative index length provided for {key}"
        if length > most:
            return f'Index length {length} is larger than the size for {key}: {most}"'
        total += length
    longest = f"Index length is longer than the maximum: {MAX_LENGTH}"
    return longest if total > MAX_LENGTH else ""


def _width(column: Mapping[str, Any]) -> int:
    """What a whole column takes of an index, in characters."""
    if column["type"] in TEXTS:
        return characters(column)
    return 2 if column["type"] == "double" else 1


def _problem_of_shapes(known: Mapping[str, Document], index: Document) -> str:
    keys, kind = index["columns"], index["type"]
    if kind != "spatial":
        shape = next((key for key in keys if known[key]["type"] in _SHAPES), "")
        return shape and (
            f'Cannot create {kind} index on spatial attribute "{shape}". Spatial attributes '
            "require spatial indexes."
        )
    if len(keys) != 1:
        return "Spatial index must have exactly one attribute"
    key, about = keys[0], known[keys[0]]
    if about["type"] not in _SHAPES:
        return (
            "Spatial index can only be created on spatial attributes (point, linestring, polygon). "
            f'Attribute "{key}" is of type "{about["type"]}"'
        )
    if not about["required"]:
        return (
            f'Spatial indexes do not allow null values. Mark the attribute "{key}" as required or '
            "create the index on a column with no null values."
        )
    return ""
