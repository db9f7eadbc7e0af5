"""Where a page begins in a list that is sorted by several fields: behind the values of a row.

The server's cursor cannot do it: it refuses a row with a null in one of the fields, and behind a
row with values, SQL's comparisons leave out the nulls that should follow.
"""

from __future__ import annotations

from collections.abc import Sequence

from appwrite.query import Query

from tui.core.order import Order


def beyond(orders: Sequence[Order], values: Sequence[object]) -> list[str]:
    """The queries for what comes behind a row with these values. The last field is unique.

    Nulls come first in ascending and last in descending order.
    """
    sides: list[str] = []
    for place, (order, value) in enumerate(zip(orders, values, strict=True)):
        past = _past(order, value)
        if past is not None:
            pairs = zip(orders[:place], values[:place], strict=True)
            same = [_same(*pair) for pair in pairs]
            sides.append(Query.and_queries([*same, past]) if same else past)
    found = [Query.or_queries(sides)] if len(sides) > 1 else sides
    first = _from(orders[0], values[0])
    return found if first is None else [first, *found]


def _past(order: Order, value: object) -> str | None:
    """What lies behind a value; None where nothing does."""
    field = order.field
    if order.is_null(value):
        return None if order.descending else Query.is_not_null(field)
    if isinstance(value, bool):
        # Two values have no order that every server would compare them by.
        other = Query.equal(field, [not value]) if value is order.descending else None
    else:
        compare = Query.less_than if order.descending else Query.greater_than
        other = compare(field, value)
    nulls = Query.is_null(field) if order.descending and order.may_be_null else None
    sides = [one for one in (other, nulls) if one is not None]
    if len(sides) > 1:
        return str(Query.or_queries(sides))
    return sides[0] if sides else None


def _same(order: Order, value: object) -> str:
    if order.is_null(value):
        return str(Query.is_null(order.field))
    return str(Query.equal(order.field, [value]))


def _from(order: Order, value: object) -> str | None:
    """What an index on the first field narrows the list by, where one query can say it."""
    if order.is_null(value) or isinstance(value, bool):
        return None
    if order.descending and order.may_be_null:
        return None
    compare = Query.less_than_equal if order.descending else Query.greater_than_equal
    return str(compare(order.field, value))
