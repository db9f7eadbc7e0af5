"""Owns the JSON of columns and indexes as the server writes it, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tui.demo.store.collection import Document

TYPE_NAMES = {
    "float": "double",
    "email": "string",
    "url": "string",
    "ip": "string",
    "enum": "string",
    "line": "linestring",
}
"""What a column is called in its JSON where it differs from the name in the address."""
TEXTS = ("varchar", "text", "mediumtext", "longtext", "string")
SIZED = ("varchar", "string")
INTEGER_RANGE = (-(2**63), 2**63 - 1)
FLOAT_RANGE = (-1.7976931348623157e308, 1.7976931348623157e308)


def column_json(
    kind: str,
    key: str,
    moment: str,
    *,
    required: bool = False,
    array: bool = False,
    default: Any = None,
    status: str = "processing",
    **details: Any,
) -> Document:
    """A column of a kind as the address of its endpoint names it (`varchar`, `float`, `enum`).

    `details`: `size` and `encrypt` for texts, `min` and `max` for numbers, `elements` for enums.
    """
    column = {
        "$id": key,
        "key": key,
        "type": TYPE_NAMES.get(kind, kind),
        "status": status,
        "error": "",
        "required": required,
        "array": array,
        "$createdAt": moment,
        "$updatedAt": moment,
    }
    if kind in SIZED:
        column["size"] = details["size"]
    if kind in ("integer", "bigint", "float"):
        column["min"], column["max"] = details["min"], details["max"]
    if kind == "enum":
        column["elements"] = list(details["elements"])
    if kind in ("email", "url", "ip", "enum"):
        column["format"] = kind
    if kind == "datetime":
        column["format"] = ""
    column["default"] = default
    if kind in TEXTS:
        column["encrypt"] = details.get("encrypt", False)
    return column


def relationship_json(
    key: str,
    moment: str,
    *,
    related: str,
    kind: str,
    two_way: bool,
    other_key: str,
    on_delete: str,
    side: str = "parent",
    status: str = "processing",
) -> Document:
    """One side of a relationship; `kind` is always that of the parent's side."""
    return {
        "$id": key,
        "key": key,
        "type": "relationship",
        "status": status,
        "error": "",
        "required": False,
        "array": False,
        "$createdAt": moment,
        "$updatedAt": moment,
        "relatedTable": related,
        "relationType": kind,
        "twoWay": two_way,
        "twoWayKey": other_key,
        "onDelete": on_delete,
        "side": side,
    }


def index_json(
    id_: str,
    key: str,
    kind: str,
    moment: str,
    columns: Sequence[str],
    orders: Sequence[str] = (),
    lengths: Sequence[int] = (),
    status: str = "processing",
) -> Document:
    """An index. `id_` is made of the running numbers of database and table and the key."""
    return {
        "$id": id_,
        "$createdAt": moment,
        "$updatedAt": moment,
        "key": key,
        "type": kind,
        "status": status,
        "error": "",
        "columns": list(columns),
        "lengths": list(lengths) or [0] * len(columns),
        "orders": list(orders),
    }
