"""Owns the checks of queries against a schema, with the sentences the real server refuses with."""

from __future__ import annotations

import re
from typing import Any

from tui.demo.params import is_id
from tui.demo.query.dates import parse_moment
from tui.demo.query.model import (
    CONTAINING,
    CURSORS,
    DISTANCES,
    FILTERS,
    LOGICAL,
    MAX_VALUES,
    NULLS,
    ORDERS,
    RANGES,
    SPATIAL,
    Query,
)
from tui.demo.query.parse import QueryError
from tui.demo.store.geometry import is_shape
from tui.demo.store.schema import Attribute, Schema, Type

_MAX_INTEGER = 9_223_372_036_854_775_807
_ON_ARRAYS = CONTAINING | NULLS | frozenset({"exists", "notExists"})
_SELECTABLE = frozenset(
    {"$id", "$sequence", "$createdAt", "$updatedAt", "$permissions", "$collection", "*"}
)


def validate(query: Query, schema: Schema) -> None:
    """Raise `QueryError` unless the schema can answer the query."""
    if query.method in FILTERS:
        _filter(query, schema)
    elif query.method in ORDERS:
        _order(query, schema)
    elif query.method in CURSORS:
        value = query.values[0] if query.values else None
        if not (isinstance(value, str) and is_id(value)):
            raise QueryError(
                "Invalid cursor: UID must contain at most 36 chars. Valid chars are a-z, A-Z, "
                "0-9, and underscore. Can't start with a leading underscore"
            )
    elif query.method == "select":
        _select(query, schema)
    else:
        _number(query, 1 if query.method == "limit" else 0)


def _number(query: Query, minimum: int) -> None:
    value = query.values[0] if query.values else None
    if (
        isinstance(value, bool)
        or not isinstance(value, int)
        or not minimum <= value <= _MAX_INTEGER
    ):
        raise QueryError(
            f"Invalid {query.method}: Value must be a valid range between {minimum} and "
            f"{_MAX_INTEGER:,}"
        )


def _order(query: Query, schema: Schema) -> None:
    key = query.attribute
    if query.method == "orderRandom" or key == "" or key in schema.attributes:
        return
    top = key.split(".")[0]
    if "." in key and top in schema.attributes:
        raise QueryError(f"Cannot order by nested attribute: {top}")
    raise QueryError(f"Attribute not found in schema: {key}")


def _select(query: Query, schema: Schema) -> None:
    if not query.values:
        raise QueryError("No attributes selected")
    if len(set(map(str, query.values))) != len(query.values):
        raise QueryError("Duplicate attributes selected")
    for key in map(str, query.values):
        if key in _SELECTABLE or key.split(".")[0] in schema.attributes:
            continue
        raise QueryError(f"Attribute not found in schema: {key}")


def _filter(query: Query, schema: Schema) -> None:
    method, count = query.method, len(query.values)
    name = method[0].upper() + method[1:]
    if method in LOGICAL:
        _logical(query, schema, name)
        return
    if method == "elemMatch":
        raise QueryError("elemMatch is not supported by the database")
    if method in DISTANCES:
        value = query.values[0] if count == 1 else None
        if not isinstance(value, list) or len(value) != 3:
            raise QueryError("Distance query requires [[geometry, distance]] parameters")
    elif method in RANGES:
        if count != 2:
            raise QueryError(f"{name} queries require exactly two values.")
    elif method in NULLS:
        pass
    elif method == "equal" or method in CONTAINING or method in ("exists", "notExists"):
        if not count or query.values[0] == []:
            raise QueryError(f"{name} queries require at least one value.")
    elif method in SPATIAL:
        if not count:
            raise QueryError(f"{name} queries require at least one value.")
    elif count != 1:
        raise QueryError(f"{name} queries require exactly one value.")
    _values(query, schema)


def _logical(query: Query, schema: Schema, name: str) -> None:
    if any(inner.method not in FILTERS for inner in query.values):
        raise QueryError(f"{name} queries can only contain filter queries")
    if len(query.values) < 2:
        raise QueryError(f"{name} queries require at least two queries")
    for inner in query.values:
        validate(inner, schema)


def _values(query: Query, schema: Schema) -> None:
    key, method = query.attribute, query.method
    top, dot, rest = key.partition(".")
    found = schema.attributes.get(key) or schema.attributes.get(top)
    if found is None:
        raise QueryError(f"Attribute not found in schema: {top if dot else key}")
    if found.encrypted:
        raise QueryError(f"Cannot query encrypted attribute: {key}")
    if found.relation is not None and found.key != key:
        validate(Query(method, rest, query.values), found.relation.schema())
        return
    if len(query.values) > MAX_VALUES:
        raise QueryError(f"Query on attribute has greater than {MAX_VALUES} values: {key}")
    if method not in NULLS and not all(_fits(found, value) for value in query.values):
        if found.type.is_spatial:
            raise QueryError("Spatial data must be an array")
        raise QueryError(f'Query value is invalid for attribute "{key}"')
    if found.type.is_spatial and method not in NULLS:
        shape = query.values[0][0] if method in DISTANCES else query.values[0]
        if not is_shape(shape):
            raise QueryError(f'Query value is invalid for attribute "{key}"')
    if found.relation is not None and not found.relation.stored:
        raise QueryError("Cannot query on virtual relationship attribute")
    _method_fits(found, method)


def _method_fits(found: Attribute, method: str) -> None:
    if method in SPATIAL and not found.type.is_spatial:
        raise QueryError(
            f'Spatial query "{method}" cannot be applied on non-spatial attribute: {found.key}'
        )
    if found.array and method not in _ON_ARRAYS:
        raise QueryError(
            f'Cannot query {method} on attribute "{found.key}" because it is an array.'
        )
    text = found.type is Type.TEXT or found.type.is_spatial
    if method in CONTAINING and not found.array and not text:
        kind = "notContains" if method == "notContains" else "contains"
        raise QueryError(
            f'Cannot query {kind} on attribute "{found.key}" because it is not an array or string.'
        )


def _fits(found: Attribute, value: Any) -> bool:
    match found.type:
        case Type.TEXT | Type.RELATIONSHIP:
            return isinstance(value, str)
        case Type.INTEGER:
            whole = isinstance(value, int) and not isinstance(value, bool)
            return whole and -_MAX_INTEGER - 1 <= value <= _MAX_INTEGER
        case Type.FLOAT:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case Type.BOOLEAN:
            return isinstance(value, bool)
        case Type.SEQUENCE:
            return isinstance(value, str | int) and bool(re.fullmatch(r"[0-9]{1,18}", str(value)))
        case Type.DATETIME:
            moment = parse_moment(value) if isinstance(value, str) else None
            return moment is not None and moment >= "1000"
        case _:
            return isinstance(value, list)
