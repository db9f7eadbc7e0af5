"""Sorting a list that the server answers whole, and sorts by nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tui.core.kind import Resource
from tui.core.order import Order
from tui.core.sieve import fold

Values = Mapping[str, Callable[[Resource], object]]
"""How the value of each field is read, by the name that an Order has for it."""


def arranged(resources: Sequence[Resource], order: Order, values: Values) -> list[Resource]:
    """The resources in an order: nulls first when ascending, texts without case and accents."""
    found = list(resources)
    for one in reversed(order.each):
        value = values[one.field]
        found.sort(key=lambda resource: _key(value(resource)), reverse=one.descending)
    return found


def _key(value: object) -> tuple[int, float, str]:
    """Null, then numbers, then texts: values of different types do not compare."""
    if value in (None, ""):
        return 0, 0.0, ""
    if isinstance(value, int | float):
        return 1, float(value), ""
    return 2, 0.0, fold(str(value))
