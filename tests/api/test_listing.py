"""Paging a list that grows and shrinks meanwhile, from both ends, with nulls in its order field."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cmp_to_key
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.api.listing import Anchor, Listing, ListRequest, Source
from tui.core.endpoint import Endpoint
from tui.core.order import Order
from tui.core.problem import Cause, Problem

ROWS = Endpoint("GET", "/tablesdb/{databaseId}/tables/{tableId}/rows", "tables_db.list_rows")


@dataclass
class FakeTable:
    """Answers list queries as the real server's SQL does: nulls first when ascending, and a
    cursor that compares with SQL's three-valued logic."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    next_sequence: int = 1
    requests: list[dict[str, Any]] = field(default_factory=list)

    def insert(self, value: int | None) -> str:
        row_id = f"r{self.next_sequence}"
        self.rows[row_id] = {
            "$id": row_id,
            "$sequence": self.next_sequence,
            "value": value,
            "other": None if self.next_sequence % 3 == 0 else self.next_sequence % 2,
        }
        self.next_sequence += 1
        return row_id

    def answer(self, request: ListRequest) -> dict[str, Any] | None:
        """The page asked for; None where the cursor row is gone or holds a null."""
        queries = [json.loads(query) for query in request.params.get("queries", [])]
        self.requests.append({"page": request.page, "total": request.params.get("total", True)})
        orders = [
            (query["attribute"], query["method"] == "orderDesc")
            for query in queries
            if query["method"].startswith("order")
        ]
        rows = [row for row in self.rows.values() if all(is_true(q, row) is True for q in queries)]
        rows.sort(key=cmp_to_key(lambda a, b: compared(a, b, orders)))
        for query in queries:
            if query["method"] == "cursorAfter":
                cursor = self.rows.get(query["values"][0])
                if cursor is None or any(cursor[name] is None for name, _ in orders):
                    return None
                rows = [
                    row
                    for row in rows
                    if all(row[name] is not None for name, _ in orders)
                    and compared(row, cursor, orders) > 0
                ]
        limit = next(q["values"][0] for q in queries if q["method"] == "limit")
        total = len(self.rows) if request.params.get("total", True) else 0
        return {"total": min(total, 5000), "rows": rows[:limit]}


def is_true(query: dict[str, Any], row: dict[str, Any]) -> bool | None:
    """SQL's answer to a condition, which is None (unknown) where a null is compared."""
    method, values = query["method"], query.get("values", [])
    if method in ("or", "and"):
        sides = [is_true(one, row) for one in values]
        decisive = method == "or"
        return decisive if decisive in sides else None if None in sides else not decisive
    if "attribute" not in query or method.startswith("order"):
        return True
    value = row[query["attribute"]]
    if method in ("isNull", "isNotNull"):
        return (value is None) is (method == "isNull")
    if value is None:
        return None
    return {
        "equal": value in values,
        "lessThan": value < values[0],
        "lessThanEqual": value <= values[0],
        "greaterThan": value > values[0],
        "greaterThanEqual": value >= values[0],
    }[method]


def compared(a: dict[str, Any], b: dict[str, Any], orders: list[tuple[str, bool]]) -> int:
    """Which of two rows comes first: nulls first when ascending."""
    for name, descending in orders:
        left, right = ((row[name] is not None, row[name] or 0) for row in (a, b))
        if name == "$id":
            left, right = a[name], b[name]
        if left != right:
            return -1 if (left < right) is not descending else 1
    return 0


@dataclass
class Reader:
    """A person who pages through a listing; `meanwhile` runs before each answer."""

    table: FakeTable
    order: Order
    page_size: int = 3
    pages_in_memory: int = 4
    meanwhile: Callable[[], None] = lambda: None
    keep: Callable[[Any], bool] | None = None
    waiting: list[ListRequest] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.listing = Listing(
            Source(ROWS, {}, "rows", lambda row: str(row["$id"]), self.order, keep=self.keep),
            self.waiting.append,
            self.page_size,
            self.pages_in_memory,
        )

    def look(self, first: int, height: int = 4) -> None:
        self.listing.show(first, first + height)
        while self.waiting:
            request = self.waiting.pop(0)
            self.meanwhile()
            answer = self.table.answer(request)
            if answer is None:
                self.listing.lost(request)
            else:
                self.listing.arrived(request, answer)

    def in_memory(self) -> list[str]:
        lines = range(self.listing.first, self.listing.stop)
        return [str(row["$id"]) for n in lines if (row := self.listing.at(n)) is not None]

    def walk(self) -> list[str]:
        """Every id met on the way from the anchor to the other end, each line once."""
        step = 1 if self.listing.anchor is Anchor.START else -1
        met: list[str] = []
        number = self.listing.first if step == 1 else self.listing.stop - 1
        for _ in range(2000):
            self.look(number if step == 1 else number - 3)
            memory = self.in_memory()
            assert len(memory) == len(set(memory)), "an id stands on two lines"
            row = self.listing.at(number)
            if row is None:
                assert self.listing.complete
                return met
            if met and (place := self.listing.find(met[-1])) is not None:
                number = place + step
                row = self.listing.at(number)
                if row is None:
                    if (
                        self.listing.complete
                        and not self.listing.first <= number < self.listing.stop
                    ):
                        return met
                    continue
            met.append(str(row["$id"]))
            number += step
        raise AssertionError("the walk never ended")


def table_of(values: list[int | None]) -> FakeTable:
    table = FakeTable()
    for value in values:
        table.insert(value)
    return table


values = st.lists(st.none() | st.integers(0, 3), min_size=0, max_size=25)
several = st.builds(
    lambda first, second, name: Order("value", first, Order(name, second)),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["other", "$sequence"]),
)
orders = st.builds(Order, st.sampled_from(["$sequence", "value"]), st.booleans()) | several
events = st.lists(
    st.tuples(st.sampled_from(["insert", "delete", "nothing"]), st.integers(0, 3), st.integers(0)),
    max_size=40,
)


@given(values, orders, st.booleans())
@settings(max_examples=300, deadline=None)
def test_a_quiet_table_is_read_whole_and_in_order(
    rows: list[int | None], order: Order, from_end: bool
) -> None:
    reader = Reader(table_of(rows), order)
    if from_end:
        reader.listing.to_end()
    met = reader.walk()
    table = reader.table
    tie = "$sequence" if order.then is None else "$id"
    names = [(one.field, one.descending) for one in order.each]
    names.append((tie, names[-1][1]))
    by_order = cmp_to_key(lambda a, b: compared(table.rows[a], table.rows[b], names))
    expected = sorted(table.rows, key=by_order)
    assert met == (expected[::-1] if from_end else expected)


@given(values, orders, events, st.booleans())
@settings(max_examples=400, deadline=None)
def test_rows_that_come_and_go_neither_double_nor_hide_the_others(
    rows: list[int | None], order: Order, changes: list[tuple[str, int, int]], from_end: bool
) -> None:
    table = table_of(rows)
    stayed = set(table.rows)
    pending = list(changes)

    def meanwhile() -> None:
        if not pending:
            return
        what, value, pick = pending.pop()
        if what == "insert":
            table.insert(None if value == 0 else value)
        elif what == "delete" and table.rows:
            gone = sorted(table.rows)[pick % len(table.rows)]
            del table.rows[gone]
            stayed.discard(gone)

    reader = Reader(table, order, meanwhile=meanwhile)
    if from_end:
        reader.listing.to_end()
    met = reader.walk()
    assert stayed <= set(met)
    still_there = [row_id for row_id in met if row_id in stayed]
    assert len(still_there) == len(set(still_there))


@given(values, orders, st.sets(st.integers(1, 30)))
@settings(max_examples=200, deadline=None)
def test_what_is_kept_here_comes_in_order_and_nothing_else(
    rows: list[int | None], order: Order, wanted: set[int]
) -> None:
    def keep(row: Any) -> bool:
        return row["$sequence"] in wanted

    everything = Reader(table_of(rows), order).walk()
    reader = Reader(table_of(rows), order, keep=keep)
    met = reader.walk()
    assert met == [one for one in everything if int(one[1:]) in wanted]
    assert reader.listing.looked == len(rows)
    assert reader.listing.count == len(met)


@given(values, orders, events)
@settings(max_examples=200, deadline=None)
def test_back_at_the_start_every_line_is_fetched_again_and_fits(
    rows: list[int | None], order: Order, changes: list[tuple[str, int, int]]
) -> None:
    table = table_of(rows)
    reader = Reader(table, order, pages_in_memory=2)
    reader.walk()
    for what, value, pick in changes:
        if what == "insert":
            table.insert(value or None)
        elif what == "delete" and table.rows:
            del table.rows[sorted(table.rows)[pick % len(table.rows)]]
    reader.listing.to_start()
    reader.look(0)
    reader.listing.refresh()
    reader.look(0)
    assert not reader.listing.stale
    assert set(reader.walk()) >= set(table.rows)


def test_one_request_a_page_and_the_next_one_ahead() -> None:
    reader = Reader(table_of(list(range(1, 31))), Order(), page_size=10)
    reader.look(0)
    assert reader.table.requests == [{"page": 0, "total": True}, {"page": 1, "total": False}]
    reader.look(4)
    assert len(reader.table.requests) == 2
    reader.look(10)
    assert reader.table.requests[2:] == [{"page": 2, "total": False}]


def test_a_list_over_the_servers_count_says_so() -> None:
    reader = Reader(table_of([1] * 6000), Order(), page_size=100)
    reader.look(0)
    assert reader.listing.count is None
    assert reader.listing.total == 5000


def test_the_end_is_reached_by_one_request() -> None:
    table = table_of([1] * 6000)
    reader = Reader(table, Order("$sequence", descending=False), page_size=100)
    reader.look(0)
    before = len(table.requests)
    last = reader.listing.to_end()
    reader.listing.show(-40, 0)
    request = reader.waiting.pop(0)
    answer = table.answer(request)
    assert answer is not None
    reader.listing.arrived(request, answer)
    row = reader.listing.at(last)
    assert row is not None
    assert row["$id"] == "r6000"
    assert len(table.requests) == before + 1


def test_memory_is_bounded_and_visited_pages_come_back() -> None:
    reader = Reader(table_of([1] * 400), Order(descending=False), page_size=10)
    for first in range(0, 390, 10):
        reader.look(first)
    assert len(reader.in_memory()) <= 40
    reader.look(0)
    row = reader.listing.at(0)
    assert row is not None
    assert row["$id"] == "r1"


def test_a_failure_is_told_once_and_tried_again_when_one_moves() -> None:
    reader = Reader(table_of([1] * 50), Order(), page_size=10)
    reader.look(0)
    reader.listing.show(10, 20)
    request = reader.waiting.pop(0)
    reader.listing.failed(request, Problem("No answer.", "r tries again.", Cause.NETWORK))
    reader.listing.show(10, 20)
    assert not reader.waiting
    assert reader.listing.at(0) is not None
    reader.look(11)
    assert reader.listing.problem is None
    assert reader.listing.at(25) is not None


@pytest.mark.parametrize("total", [None, "many", -1])
def test_an_answer_without_a_usable_count_is_no_failure(total: Any) -> None:
    reader = Reader(table_of([1]), Order())
    reader.listing.show(0, 4)
    request = reader.waiting.pop(0)
    rows = list(reader.table.rows.values())
    reader.listing.arrived(request, {"total": total, "rows": rows})
    assert reader.listing.count == 1
