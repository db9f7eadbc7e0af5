"""Owns reading queries: JSON texts become `Query` values or the server's refusal."""

from __future__ import annotations

import json
from typing import Any

from tui.demo.query.model import LOGICAL, METHODS, Query
from tui.demo.versions import Version

_NEWER = frozenset({"containsAny", "containsAll", "exists", "notExists", "elemMatch"})
_PHP_NAMES = {bool: "boolean", int: "integer", float: "double", str: "string", list: "array"}


class QueryError(Exception):
    """A query that cannot be read or asked; the message is the server's, without any prefix."""


def parse(text: str, version: Version) -> Query:
    """Read one query from its JSON text."""
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise QueryError("Invalid query: Syntax error") from error
    return _read(raw, version)


def _read(raw: Any, version: Version) -> Query:
    if not isinstance(raw, dict):
        raise QueryError(f"Invalid query. Must be an array, got {_php_type(raw)}")
    method = raw.get("method", "")
    attribute = raw.get("attribute", "")
    values = raw.get("values", [])
    if not isinstance(method, str):
        raise QueryError(f"Invalid query method. Must be a string, got {_php_type(method)}")
    if method not in METHODS or (method in _NEWER and not version.contains_any_and_all):
        raise QueryError(f"Invalid query method: {method}")
    if not isinstance(attribute, str):
        attribute_type = _php_type(attribute)
        if attribute is not None:
            raise QueryError(f"Invalid query attribute. Must be a string, got {attribute_type}")
        attribute = ""
    if not isinstance(values, list):
        raise QueryError(f"Invalid query values. Must be an array, got {_php_type(values)}")
    if method in LOGICAL:
        values = [_read(value, version) for value in values]
    return Query(method, attribute, tuple(values))


def _php_type(value: Any) -> str:
    return "NULL" if value is None else _PHP_NAMES.get(type(value), "array")
