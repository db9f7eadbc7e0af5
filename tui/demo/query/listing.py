"""Owns answering a list request: reading its queries, counting, ordering and paging by cursor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tui.demo.errors import ApiError
from tui.demo.query.model import MAX_TOTAL, ListQuery, Order, Query, grouped
from tui.demo.query.parse import QueryError, parse
from tui.demo.query.validate import validate
from tui.demo.query.where import Where, conditions
from tui.demo.store.database import Store
from tui.demo.store.schema import Schema
from tui.demo.versions import Version

_MOST = 2**62
"""A limit that SQLite takes as none."""


@dataclass(frozen=True)
class Found:
    """One page: the count (0 when it was not wanted, at most 5000) and the SQL rows."""

    total: int
    rows: list[tuple[Any, ...]]


def read_queries(texts: Sequence[str], schema: Schema, version: Version) -> ListQuery:
    """The queries of a request, checked; raises the server's 400."""
    queries = []
    for text in texts:
        try:
            query = parse(text, version)
        except QueryError as error:
            raise _refused(schema, str(error), parsed=False) from error
        if query.method == "select" and not schema.selectable:
            raise _as_parameter("Invalid query method: select")
        try:
            validate(query, schema)
        except QueryError as error:
            raise _refused(schema, str(error)) from error
        queries.append(query)
    return grouped(queries)


def find(
    store: Store,
    schema: Schema,
    wanted: ListQuery,
    columns: Sequence[str],
    scope: Where | None = None,
    count: bool = True,
) -> Found:
    """One page of a list. `columns` are SQL; `scope` narrows the list before its queries do."""
    where = (scope or Where()) & _filters(wanted.filters, schema)
    total = count_matching(store, schema, where) if count else 0
    pages, order = [where], "random()"
    if not wanted.random:
        orders = _ordered(wanted.orders)
        if wanted.cursor:
            ranges = _beyond_cursor(store, schema, wanted, orders, scope or Where())
            pages = [where & each for each in ranges]
        order = ", ".join(
            f"{schema.attributes[each.key].compare} "
            f"{'DESC' if each.descending != wanted.backwards else 'ASC'}"
            for each in orders
        )
    sql = f"SELECT {', '.join(columns)} FROM {schema.table} WHERE {{}} ORDER BY {order} LIMIT ?"
    rows = _in_turn(store, sql, pages, wanted.offset, wanted.limit)
    return Found(total, rows[::-1] if wanted.backwards and not wanted.random else rows)


def _in_turn(
    store: Store, sql: str, pages: Sequence[Where], offset: int, limit: int
) -> list[tuple[Any, ...]]:
    """The rows of one condition after those of the other, until there are enough."""
    if len(pages) == 1:
        page = pages[0]
        return store.all(f"{sql.format(page.sql)} OFFSET ?", (*page.values, limit, offset))
    rows: list[tuple[Any, ...]] = []
    for page in pages:
        missing = offset + limit - len(rows)
        if missing > 0:
            rows += store.all(sql.format(page.sql), (*page.values, min(missing, _MOST)))
    return rows[offset:]


def count_matching(store: Store, schema: Schema, where: Where) -> int:
    """How many rows match, counting no further than 5000."""
    row = store.one(
        f"SELECT count(*) FROM (SELECT 1 FROM {schema.table} WHERE {where.sql} LIMIT {MAX_TOTAL})",
        where.values,
    )
    return int(row[0]) if row else 0


def _filters(filters: tuple[Query, ...], schema: Schema) -> Where:
    try:
        return conditions(filters, schema)
    except QueryError as error:
        raise ApiError.of("general_query_invalid", reason=str(error)) from error


def _ordered(orders: tuple[Order, ...]) -> tuple[Order, ...]:
    """Ties are broken by `$sequence`, ascending whatever the other orders are."""
    kept: list[Order] = []
    for order in orders:
        kept.append(order)
        if order.key in ("$id", "$sequence"):
            return tuple(kept)
    return (*kept, Order("$sequence", False))


def _beyond_cursor(
    store: Store, schema: Schema, wanted: ListQuery, orders: tuple[Order, ...], scope: Where
) -> list[Where]:
    """What comes after (or before) the cursor's row in this order, as conditions in turn.

    First what is equal in all but the last column, then in fewer and fewer: each is one range that
    an index answers anywhere in the table, whatever the directions are.
    """
    columns = [schema.attributes[order.key].compare for order in orders]
    at = Where("_id = ? COLLATE NOCASE", (wanted.cursor,)) & scope
    row = store.one(f"SELECT {', '.join(columns)} FROM {schema.table} WHERE {at.sql}", at.values)
    if row is None:
        raise ApiError.of("general_cursor_not_found", noun=schema.noun, id=wanted.cursor)
    for order, value in zip(orders, row, strict=True):
        if value is None:
            raise ApiError.of("database_query_order_null", id=order.key)
    ranges = []
    for index in reversed(range(len(orders))):
        equal = [f"{each} = ?" for each in columns[:index]]
        beyond = "<" if orders[index].descending != wanted.backwards else ">"
        ranges.append(
            Where(" AND ".join([*equal, f"{columns[index]} {beyond} ?"]), row[: index + 1])
        )
    return ranges


def _refused(schema: Schema, message: str, parsed: bool = True) -> ApiError:
    if schema.as_parameter:
        return _as_parameter(f"Invalid query: {message}")
    reason = f"Invalid query: {message}" if parsed else message
    return ApiError.of("general_query_invalid", reason=reason)


def _as_parameter(message: str) -> ApiError:
    reason = f"Invalid `queries` param: {message}"
    return ApiError.of("general_argument_invalid", reason=reason)
