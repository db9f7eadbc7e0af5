"""Lists sorted by several columns, page by page from the embedded Appwrite: like read at once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tui.api.listing import Listing, ListRequest, Source
from tui.core.endpoint import Endpoint
from tui.core.order import Order

ORDERS = "/tablesdb/shop/tables/orders"
NARROW = json.dumps({"method": "lessThan", "attribute": "number", "values": [100160]})


def walk(demo: Any, path: str, items: str, order: Order | None, filters: tuple[str, ...]) -> Any:
    """Every id, by pages of 40; and how many requests that took."""
    waiting: list[ListRequest] = []
    source = Source(Endpoint("GET", path, ""), {}, items, lambda one: one["$id"], order, filters)
    listing = Listing(source, waiting.append, 40, 1000)
    requests, seen = 0, -1
    while seen != listing.stop:
        seen = listing.stop
        listing.show(max(0, seen - 1), seen + 1)
        while waiting:
            request = waiting.pop(0)
            requests += 1
            assert requests < 200, "pages without an end"
            answer = demo.get(path, *request.params["queries"])
            if answer.status == 400 and answer.body["type"] == "database_query_order_null":
                listing.lost(request, order_null=True)
                continue
            assert answer.status == 200, (request.params, answer.body)
            listing.arrived(request, answer.body)
    rows = [listing.at(number) for number in range(listing.stop)]
    return [row["$id"] for row in rows if row is not None], requests


def at_once(demo: Any, path: str, items: str, order: Order, filters: tuple[str, ...]) -> list[str]:
    several = (*order.each, Order("$id", order.each[-1].descending))
    orders = [
        json.dumps(
            {"method": "orderDesc" if one.descending else "orderAsc", "attribute": one.field}
        )
        for one in several
    ]
    limit = json.dumps({"method": "limit", "values": [500]})
    answer = demo.get(path, *filters, *orders, limit)
    return [one["$id"] for one in answer.body[items]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("status", "total"),
        ("total", "placedAt"),
        ("paid", "total"),
        ("trackingNumber", "city"),
        ("city", "paid"),
        ("$createdAt", "trackingNumber"),
    ],
)
@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("then_down", [False, True])
def test_rows_sorted_by_two_columns(
    demo: Any, first: str, second: str, down: bool, then_down: bool
) -> None:
    order = Order(first, down, Order(second, then_down))
    met, _ = walk(demo, f"{ORDERS}/rows", "rows", order, (NARROW,))
    assert met == at_once(demo, f"{ORDERS}/rows", "rows", order, (NARROW,))
    assert len(met) == 160


@pytest.mark.parametrize("field", ["phone", "email", "registration", "passwordUpdate", "name"])
@pytest.mark.parametrize("down", [False, True])
def test_users_sorted_by_what_some_do_not_have(demo: Any, field: str, down: bool) -> None:
    """The server writes null as an empty text, and refuses such a user as a cursor."""
    met, requests = walk(demo, "/users", "users", Order(field, down), ())
    everybody = demo.get("/users", json.dumps({"method": "limit", "values": [500]})).body["total"]
    assert len(met) == len(set(met)) == everybody
    assert requests < 30
