"""Owns turning filters into SQL conditions over the columns of a schema."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tui.demo.query.dates import parse_moment
from tui.demo.query.model import DISTANCES, REFUSED_LATE, SPATIAL, Query
from tui.demo.query.parse import QueryError
from tui.demo.store.schema import Attribute, Schema, Type
from tui.demo.store.text import fold, search_patterns

_OPERATORS = {
    "equal": "=",
    "notEqual": "!=",
    "lessThan": "<",
    "lessThanEqual": "<=",
    "greaterThan": ">",
    "greaterThanEqual": ">=",
}
_LIKE = {
    "startsWith": ("LIKE", "{}%"),
    "notStartsWith": ("NOT LIKE", "{}%"),
    "endsWith": ("LIKE", "%{}"),
    "notEndsWith": ("NOT LIKE", "%{}"),
}


@dataclass(frozen=True)
class Where:
    """A condition and the values of its placeholders."""

    sql: str = "1"
    values: tuple[Any, ...] = ()

    def __and__(self, other: Where) -> Where:
        if self.sql == "1":
            return other
        if other.sql == "1":
            return self
        return Where(f"{self.sql} AND {other.sql}", self.values + other.values)


def conditions(filters: tuple[Query, ...], schema: Schema) -> Where:
    """All filters together; raises `QueryError` where only the database can refuse."""
    where = Where()
    for query in filters:
        where = where & _condition(query, schema)
    return where


def comparable(found: Attribute, value: Any) -> Any:
    """A value as it stands in the column that comparisons use."""
    match found.type:
        case Type.TEXT:
            return value if found.array else fold(str(value))
        case Type.DATETIME:
            return parse_moment(str(value))
        case Type.BOOLEAN | Type.SEQUENCE:
            return int(value)
        case Type.FLOAT:
            return float(value)
        case _:
            return value


def _condition(query: Query, schema: Schema) -> Where:
    if query.method in ("or", "and"):
        inner = [_condition(each, schema) for each in query.values]
        joined = f" {query.method.upper()} ".join(each.sql for each in inner)
        return Where(f"({joined})", tuple(value for each in inner for value in each.values))
    if query.method in REFUSED_LATE:
        raise QueryError(f"{query.method} is not supported by the database")
    found = schema.attributes.get(query.attribute)
    if found is None:
        return _related(query, schema)
    if query.method in ("isNull", "isNotNull"):
        return Where(f"{found.raw} IS {'NOT ' if query.method == 'isNotNull' else ''}NULL")
    if found.type.is_spatial:
        return _spatial(query, found)
    if query.method in ("search", "notSearch"):
        return _search(query, found)
    if query.method in ("contains", "notContains", "containsAny", "containsAll"):
        return _contains(query, found)
    return _compared(query, found)


def _related(query: Query, schema: Schema) -> Where:
    """`rel.key` asks the related table; the ids found there lead back over the relation."""
    top, _, rest = query.attribute.partition(".")
    relation = schema.attributes[top].relation
    if relation is None:
        raise QueryError(f"Attribute not found in schema: {query.attribute}")
    related = relation.schema()
    inner = _condition(Query(query.method, rest, query.values), related)
    ids = f"SELECT _id FROM {related.table} WHERE {inner.sql}"
    return Where(relation.reach.format(ids), inner.values)


def _compared(query: Query, found: Attribute) -> Where:
    column = found.compare
    values = tuple(comparable(found, value) for value in query.values)
    if query.method in ("between", "notBetween"):
        negation = "NOT " if query.method == "notBetween" else ""
        return Where(f"{column} {negation}BETWEEN ? AND ?", values)
    if query.method in _LIKE:
        operator, pattern = _LIKE[query.method]
        column = found.like or column
        return Where(f"{column} {operator} ? ESCAPE '\\'", (pattern.format(_escaped(values[0])),))
    if query.method == "equal" and len(values) > 1:
        return Where(f"{column} IN ({','.join('?' * len(values))})", values)
    return Where(f"{column} {_OPERATORS[query.method]} ?", values)


def _contains(query: Query, found: Attribute) -> Where:
    negated = query.method == "notContains"
    if found.array:
        each = f"EXISTS (SELECT 1 FROM json_each({found.raw}) WHERE value = ?)"
        tests = [each] * len(query.values)
        values = tuple(int(value) if isinstance(value, bool) else value for value in query.values)
    else:
        tests = [f"{found.like or found.compare} LIKE ? ESCAPE '\\'"] * len(query.values)
        values = tuple(f"%{_escaped(comparable(found, value))}%" for value in query.values)
    joined = (" AND " if query.method == "containsAll" else " OR ").join(tests)
    if negated:
        return Where(f"({found.raw} IS NOT NULL AND NOT ({joined}))", values)
    return Where(f"({joined})", values)


def _search(query: Query, found: Attribute) -> Where:
    if not found.fulltext:
        raise QueryError(f'Searching by attribute "{found.key}" requires a fulltext index.')
    matched = matching(found.words, str(query.values[0]))
    if query.method == "notSearch":
        return Where(f"({found.raw} IS NULL OR NOT ({matched.sql}))", matched.values)
    return matched


def matching(column: str, search: str) -> Where:
    """Rows whose words (a column of `store.text.words`) match a search by any of its words."""
    patterns = search_patterns(search)
    if not patterns:
        return Where("0")
    tests = " OR ".join([f"{column} LIKE ? ESCAPE '\\'"] * len(patterns))
    return Where(f"({tests})", tuple(patterns))


def _spatial(query: Query, found: Attribute) -> Where:
    """Spatial tests are functions that every connection knows; a null shape matches nothing."""
    if query.method in DISTANCES:
        shape, distance, meters = query.values[0]
        test = {"Equal": "=", "NotEqual": "!=", "GreaterThan": ">", "LessThan": "<"}[
            query.method.removeprefix("distance")
        ]
        return Where(
            f"geo_distance({found.raw}, ?, ?) {test} ?",
            (json.dumps(shape), int(bool(meters)), distance),
        )
    shape = query.values[0]
    if query.method in ("equal", "notEqual"):
        operator = _OPERATORS[query.method]
        return Where(f"geo_equals({found.raw}, ?) {operator} 1", (json.dumps(shape),))
    negated = query.method.startswith("not")
    plain = query.method.removeprefix("not")
    function = f"geo_{plain[0].lower()}{plain[1:]}"
    if query.method not in SPATIAL and plain.lower() != "contains":
        raise QueryError(f"Cannot query {query.method} on a spatial attribute: {found.key}")
    return Where(f"{function}({found.raw}, ?) = {0 if negated else 1}", (json.dumps(shape),))


def _escaped(text: Any) -> str:
    return str(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
