"""Generated queries on a table, compared with an evaluation that goes through the rows by hand."""

from __future__ import annotations

import functools
import itertools
import operator
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NAMES = ["Ada", "ada", "Ádá", "Bea", "bEA x", "straße", "STRASSE", "50%", "5_0", "", "ø", "Z", None]
NUMBERS = [None, -3, 0, 1, 2, 2, 7]
PRICES = [None, -0.5, 0.0, 1.5, 1.5, 20.0]
FLAGS = [None, True, False]
MOMENTS = [None, *(f"2026-0{month}-01T00:00:00.000+00:00" for month in (1, 2, 2, 3))]
LISTS: list[Any] = [None, [], ["x"], ["X", "y"], ["x", "y", "x"], ["long tag"], [None, "z"]]
WHOLES: list[Any] = [None, [], [1], [1, 2], [2, 3, 2]]
COLUMNS = [
    {"key": "name", "type": "varchar", "size": 40},
    {"key": "n", "type": "integer"},
    {"key": "price", "type": "float"},
    {"key": "ok", "type": "boolean"},
    {"key": "at", "type": "datetime"},
    {"key": "tags", "type": "varchar", "size": 20, "array": True},
    {"key": "wholes", "type": "integer", "array": True},
]
POOLS: dict[str, list[Any]] = {
    "name": NAMES,
    "n": NUMBERS,
    "price": PRICES,
    "ok": FLAGS,
    "at": MOMENTS,
    "tags": LISTS,
    "wholes": WHOLES,
}
SCALARS = ("name", "n", "price", "ok", "at")
Row = dict[str, Any]
Filter = dict[str, Any]


class Table:
    """A table on a running server and its rows in the order of creation, nulls kept as nulls."""

    def __init__(self, demo: Any, path: str, rows: list[Row]) -> None:
        self.demo = demo
        self.path = path
        self.rows = rows


@pytest.fixture(scope="module")
def table(demo: Any) -> Iterator[Table]:
    database = "/tablesdb/by-hand"
    demo.request("POST", "/tablesdb", {"databaseId": "by-hand", "name": "By hand"})
    body = {"tableId": "t", "name": "t", "columns": COLUMNS}
    assert demo.request("POST", f"{database}/tables", body).status == 201
    pools = [itertools.cycle(pool) for pool in POOLS.values()]
    rows = [
        {"$id": f"r{number:02}", **dict(zip(POOLS, map(next, pools), strict=True))}
        for number in range(60)
    ]
    path = f"{database}/tables/t/rows"
    made = demo.request("POST", path, {"rows": rows})
    assert made.status == 201, made.body
    numbered = zip(rows, made.body["rows"], strict=True)
    yield Table(demo, path, [{**row, "$sequence": int(m["$sequence"])} for row, m in numbered])
    demo.request("DELETE", database)


def folded(text: str) -> str:
    """Without case and accents, as the collation of the server compares."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char)).replace("ø", "o")


def plain(value: Any) -> Any:
    return folded(value) if isinstance(value, str) else value


COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "notEqual": operator.ne,
    "lessThan": operator.lt,
    "lessThanEqual": operator.le,
    "greaterThan": operator.gt,
    "greaterThanEqual": operator.ge,
    "startsWith": lambda one, two: one.startswith(two),
    "notStartsWith": lambda one, two: not one.startswith(two),
    "endsWith": lambda one, two: one.endswith(two),
    "notEndsWith": lambda one, two: not one.endswith(two),
}


def matches(row: Row, asked: Filter) -> bool:
    """Whether a row is found by one filter; what is null is found by `isNull` only."""
    method, values = asked["method"], asked.get("values", [])
    if method == "and":
        return all(matches(row, each) for each in values)
    if method == "or":
        return any(matches(row, each) for each in values)
    value = row[asked["attribute"]]
    if method in ("isNull", "isNotNull"):
        return (value is None) == (method == "isNull")
    if value is None:
        return False
    if isinstance(value, list):
        return contained(method, [each in value for each in values])
    value, values = plain(value), [plain(each) for each in values]
    match method:
        case "equal":
            return value in values
        case "between" | "notBetween":
            return (values[0] <= value <= values[1]) == (method == "between")
        case "contains" | "notContains" | "containsAny" | "containsAll":
            return contained(method, [each in value for each in values])
        case _:
            return COMPARED[method](value, values[0])


def contained(method: str, each: Sequence[bool]) -> bool:
    if method == "containsAll":
        return all(each)
    return any(each) != (method == "notContains")


def beyond(row: Row, cursor: Row, orders: Sequence[tuple[str, bool]]) -> bool:
    """Whether a row comes after another one. `orders` are keys and whether they descend."""
    for key, down in orders:
        one, two = plain(row[key]), plain(cursor[key])
        if one is None or two is None:
            return False
        if one != two:
            return bool((one < two) if down else (one > two))
    return False


def sorted_by(rows: Sequence[Row], orders: Sequence[tuple[str, bool]]) -> list[Row]:
    """Nulls are the least."""

    def compare(one: Row, two: Row) -> int:
        for key, down in orders:
            first, second = plain(one[key]), plain(two[key])
            if first != second:
                return -1 if less(first, second) != down else 1
        return 0

    return sorted(rows, key=functools.cmp_to_key(compare))


def less(one: Any, two: Any) -> bool:
    return two is not None and (one is None or bool(one < two))


def filters() -> st.SearchStrategy[Filter]:
    def scalar(key: str) -> st.SearchStrategy[Filter]:
        value = st.sampled_from([each for each in POOLS[key] if each is not None])
        single = ("notEqual", "lessThan", "lessThanEqual", "greaterThan", "greaterThanEqual")
        choices = [
            st.tuples(st.sampled_from(single), value.map(lambda one: [one])),
            st.tuples(st.just("equal"), st.lists(value, min_size=1, max_size=3)),
            st.tuples(
                st.sampled_from(("between", "notBetween")), st.lists(value, min_size=2, max_size=2)
            ),
            st.tuples(st.sampled_from(("isNull", "isNotNull")), st.just([])),
        ]
        if key == "name":
            part = st.sampled_from(["a", "Á", "ss", "ß", "%", "_", "5", "X", "bea"])
            ends = ("startsWith", "notStartsWith", "endsWith", "notEndsWith")
            within = ("contains", "notContains", "containsAny", "containsAll")
            choices += [
                st.tuples(st.sampled_from(ends), part.map(lambda one: [one])),
                st.tuples(st.sampled_from(within), st.lists(part, min_size=1, max_size=2)),
            ]
        return st.one_of(choices).map(lambda one: asked(one[0], key, one[1]))

    def listed(key: str, pool: list[Any]) -> st.SearchStrategy[Filter]:
        within = st.sampled_from(("contains", "notContains", "containsAny", "containsAll"))
        values = st.lists(st.sampled_from(pool), min_size=1, max_size=2)
        nulls = st.sampled_from(("isNull", "isNotNull")).map(lambda one: asked(one, key, []))
        return st.one_of(st.builds(lambda one, two: asked(one, key, two), within, values), nulls)

    leaf = st.one_of(
        *(scalar(key) for key in SCALARS),
        listed("tags", ["x", "X", "y", "z", "long", "long tag"]),
        listed("wholes", [1, 2, 3, 4]),
    )
    return st.recursive(
        leaf,
        lambda inner: st.builds(
            lambda method, values: {"method": method, "values": values},
            st.sampled_from(("and", "or")),
            st.lists(inner, min_size=2, max_size=3),
        ),
        max_leaves=5,
    )


def asked(method: str, key: str, values: list[Any]) -> Filter:
    return {"method": method, "attribute": key, "values": values}


ORDERS = st.lists(
    st.tuples(st.sampled_from((*SCALARS, "$id", "$sequence")), st.booleans()),
    max_size=2,
    unique_by=lambda one: one[0],
)
CURSORS = st.none() | st.tuples(
    st.sampled_from(("cursorAfter", "cursorBefore")), st.integers(0, 59)
)


@given(
    filters=st.lists(filters(), max_size=2),
    orders=ORDERS,
    cursor=CURSORS,
    limit=st.integers(1, 70),
    offset=st.integers(0, 5),
)
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_list_is_what_a_patient_reader_finds(
    table: Table,
    filters: list[Filter],
    orders: list[tuple[str, bool]],
    cursor: tuple[str, int] | None,
    limit: int,
    offset: int,
) -> None:
    sent: list[Any] = [
        *filters,
        *(
            {"method": "orderDesc" if down else "orderAsc", "attribute": key}
            for key, down in orders
        ),
        {"method": "limit", "values": [limit]},
        {"method": "offset", "values": [offset]},
    ]
    if cursor:
        at = table.rows[cursor[1]]
        sent.append({"method": cursor[0], "values": [at["$id"]]})
    reply = table.demo.get(table.path, *sent)
    ended = next((n for n, (key, _) in enumerate(orders) if key in ("$id", "$sequence")), None)
    whole = orders[: ended + 1] if ended is not None else [*orders, ("$sequence", False)]
    found = [row for row in table.rows if all(matches(row, each) for each in filters)]
    page = sorted_by(found, whole)
    if cursor:
        nulls = [key for key, _ in whole if at[key] is None]
        if nulls:
            assert (reply.status, reply.body["type"]) == (400, "database_query_order_null")
            return
        backwards = cursor[0] == "cursorBefore"
        turned = [(key, down != backwards) for key, down in whole]
        page = sorted_by([row for row in found if beyond(row, at, turned)], turned)
        page = page[offset : offset + limit][:: -1 if backwards else 1]
    else:
        page = page[offset : offset + limit]
    assert reply.status == 200, reply.body
    assert [row["$id"] for row in reply.body["rows"]] == [row["$id"] for row in page]
    assert reply.body["total"] == len(found)


@given(keys=st.lists(st.sampled_from((*POOLS, "$id", "$updatedAt", "*")), min_size=1, unique=True))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_selection_shows_what_was_selected(table: Table, keys: list[str]) -> None:
    select = {"method": "select", "values": keys}
    rows = table.demo.get(table.path, select, {"method": "limit", "values": [60]}).body["rows"]
    wanted = set(POOLS) if "*" in keys else set(POOLS) & set(keys)
    for row, known in zip(rows, table.rows, strict=True):
        assert {key for key in row if not key.startswith("$")} == wanted
        assert {"$id", "$createdAt", "$updatedAt", "$permissions"} <= row.keys()
        for key in wanted:
            assert row[key] == ([] if key in ("tags", "wholes") and not known[key] else known[key])
