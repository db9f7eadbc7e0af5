"""Owns how much of a row's space columns take, as `bytesUsed` of a table says, and its end.

Sizes are those that the server reckons with for MariaDB, in bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

MAX_BYTES = 65_535
"""What a row may take in MariaDB."""
MAX_COLUMNS = 1_010
"""1017 SQL columns, of which every table has seven."""
WIDE_FROM = 2**31
"""An integer column whose maximum reaches this takes eight bytes, others four."""
_BASE = 1067
"""Bytes of the columns that every table has."""
_POINTER = 20
"""Bytes in the row of a text that MariaDB keeps elsewhere."""
_FIXED = {
    "bigint": 8,
    "double": 8,
    "boolean": 1,
    "datetime": 7,
    "relationship": 1021,
    "point": 25,
    "linestring": _POINTER,
    "polygon": _POINTER,
}
_FORMATS = {"email": 254, "url": 2000, "ip": 39, "enum": 255}
"""Characters of the texts with a form."""
_LONG_TEXTS = {"text": 65_535, "mediumtext": 16_777_215, "longtext": 4_294_967_295}
_LONGEST_INLINE = 16_381


def bytes_used(columns: Iterable[Mapping[str, Any]]) -> int:
    """The bytes that a row with these columns takes, also those that are not available (yet)."""
    return _BASE + sum(_bytes(column) for column in columns)


def exceeds_row(columns: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a table cannot have all these columns."""
    listed = list(columns)
    return len(listed) > MAX_COLUMNS or bytes_used(listed) >= MAX_BYTES


def characters(column: Mapping[str, Any]) -> int:
    """How many characters a text column holds."""
    size = column.get("size") or _FORMATS.get(column.get("format") or "", 0)
    return int(size or _LONG_TEXTS.get(column["type"], 0))


def is_wide(column: Mapping[str, Any]) -> bool:
    """Whether an integer column takes eight bytes: its first maximum says so for good."""
    return bool(column.get("_wide", column["max"] >= WIDE_FROM))


def bits_of(column: Mapping[str, Any]) -> int:
    """The bits in which the database keeps a whole number, whatever bounds it was given."""
    return 64 if column["type"] == "bigint" or is_wide(column) else 32


def _bytes(column: Mapping[str, Any]) -> int:
    kind = column["type"]
    if column["array"] or kind in _LONG_TEXTS:
        return _POINTER
    if kind == "integer":
        return 8 if is_wide(column) else 4
    if kind in _FIXED:
        return _FIXED[kind]
    size = characters(column)
    if size > _LONGEST_INLINE:
        return _POINTER
    return size * 4 + (1 if size <= 255 else 2)
