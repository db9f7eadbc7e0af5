"""Paging by cursor visits every row exactly once, from either end, whatever the order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

REVIEWS = "/tablesdb/shop/tables/reviews/rows"
EVENTS = "/tablesdb/shop/tables/events/rows"
NOTES = "/tablesdb/shop/tables/notes/rows"

ORDERS: list[list[tuple[str, str]]] = [
    [],
    [("orderDesc", "")],
    [("orderAsc", "title")],
    [("orderDesc", "owner")],
    [("orderAsc", "owner"), ("orderDesc", "title")],
    [("orderDesc", "owner"), ("orderDesc", "title")],
    [("orderDesc", "$createdAt")],
    [("orderAsc", "$id")],
]


def pages(demo: Any, path: str, orders: list[tuple[str, str]], size: int, way: str) -> list[str]:
    """Every id, found by walking with `cursorAfter` or, from the end, with `cursorBefore`."""
    asked: list[Any] = [{"method": method, "attribute": key} for method, key in orders]
    asked.append({"method": "limit", "values": [size]})
    seen: list[str] = []
    cursor: list[Any] = []
    while True:
        ids = [row["$id"] for row in demo.get(path, *asked, *cursor).body["rows"]]
        if not ids:
            return seen
        seen = [*seen, *ids] if way == "cursorAfter" else [*ids, *seen]
        edge = seen[-1] if way == "cursorAfter" else seen[0]
        cursor = [{"method": way, "values": [edge]}]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(orders=st.sampled_from(ORDERS), size=st.integers(7, 90))
def test_a_walk_forward_visits_every_row_once(
    demo: Any, orders: list[tuple[str, str]], size: int
) -> None:
    everything = pages(demo, NOTES, orders, 1000, "cursorAfter")
    assert len(everything) == len(set(everything)) == 160
    assert pages(demo, NOTES, orders, size, "cursorAfter") == everything


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(orders=st.sampled_from(ORDERS), size=st.integers(7, 90), start=st.integers(0, 159))
def test_walks_in_both_directions_from_a_row_meet_there(
    demo: Any, orders: list[tuple[str, str]], size: int, start: int
) -> None:
    everything = pages(demo, NOTES, orders, 1000, "cursorAfter")
    middle = everything[start]
    sorting = [{"method": method, "attribute": key} for method, key in orders]
    limit = {"method": "limit", "values": [size]}
    for way, expected in (
        ("cursorAfter", everything[start + 1 :][:size]),
        ("cursorBefore", everything[max(0, start - size) : start]),
    ):
        reply = demo.get(NOTES, *sorting, limit, {"method": way, "values": [middle]})
        assert [row["$id"] for row in reply.body["rows"]] == expected


@pytest.mark.parametrize("way", ["orderAsc", "orderDesc"])
def test_nulls_come_first_going_up_and_are_lost_behind_a_cursor(demo: Any, way: str) -> None:
    """SQL's order and comparison: a client that pages by such a column never sees them."""
    order = {"method": way, "attribute": "value"}
    whole = demo.get(EVENTS, order, {"method": "limit", "values": [8000]}).body["rows"]
    nulls = [index for index, row in enumerate(whole) if row["value"] is None]
    assert len(nulls) == 889
    assert nulls[0] == (0 if way == "orderAsc" else 8000 - 889)
    last_value = whole[7999 - 889 if way == "orderDesc" else 7999]
    cursor = {"method": "cursorAfter", "values": [last_value["$id"]]}
    assert demo.get(EVENTS, order, cursor).body["rows"] == []


def test_a_page_of_a_table_with_a_filter_keeps_its_total(demo: Any) -> None:
    asked = {"method": "equal", "attribute": "stars", "values": [5]}
    first = demo.get(REVIEWS, asked, {"method": "limit", "values": [50]}).body
    cursor = {"method": "cursorAfter", "values": [first["rows"][-1]["$id"]]}
    second = demo.get(REVIEWS, asked, cursor, {"method": "limit", "values": [50]}).body
    assert first["total"] == second["total"] > 50
    assert not {row["$id"] for row in first["rows"]} & {row["$id"] for row in second["rows"]}
