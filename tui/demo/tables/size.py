"""Owns how much of a row's space columns take, as `bytesUsed` of a table says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_BASE = 1067
"""Bytes of the columns that every table has."""
_POINTER = 20
"""Bytes in the row of a text that MariaDB keeps elsewhere."""
_FIXED = {
    "integer": 4,
    "bigint": 8,
    "double": 8,
    "boolean": 1,
    "datetime": 19,
    "relationship": 1021,
    "point": 25,
    "linestring": _POINTER,
    "polygon": _POINTER,
}
_FORMATS = {"email": 254, "url": 2000, "ip": 39, "enum": 255}
_LONGEST_INLINE = 16383


def bytes_used(columns: Iterable[Mapping[str, Any]]) -> int:
    """The bytes that a row with these columns takes."""
    return _BASE + sum(_bytes(column) for column in columns if column["status"] == "available")


def _bytes(column: Mapping[str, Any]) -> int:
    kind = column["type"]
    if kind in _FIXED and not column["array"]:
        return 8 if kind == "integer" and column["max"] > 2**31 - 1 else _FIXED[kind]
    if column["array"] or kind in ("text", "mediumtext", "longtext"):
        return _POINTER
    size = column.get("size") or _FORMATS.get(column.get("format", ""), 0)
    if size > _LONGEST_INLINE:
        return _POINTER
    return int(size) * 4 + (1 if size * 4 <= 255 else 2)
