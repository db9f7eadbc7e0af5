"""What each query method finds on the seeded shop, or how the real server refuses it."""

from __future__ import annotations

from typing import Any

import pytest

EVENTS = "/tablesdb/shop/tables/events/rows"
ORDERS = "/tablesdb/shop/tables/orders/rows"
ODD = "/tablesdb/shop/tables/odd/rows"
TWO = {"method": "limit", "values": [2]}


def query(method: str, attribute: str | None = None, *values: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"method": method, "values": list(values)}
    return made if attribute is None else {**made, "attribute": attribute}


def equal(attribute: str, *values: Any) -> dict[str, Any]:
    return query("equal", attribute, *values)


FOUND = [
    (query("lessThan", "seq", 10), 10, "ev000000"),
    (query("lessThanEqual", "seq", 10), 11, "ev000000"),
    (query("greaterThan", "seq", 7990), 9, "ev007991"),
    (query("greaterThanEqual", "seq", 7990), 10, "ev007990"),
    (query("between", "seq", 10, 20), 11, "ev000010"),
    (query("notBetween", "seq", 10, 7990), 19, "ev000000"),
    (query("isNull", "value"), 889, "ev000000"),
    (query("isNotNull", "value"), 5000, "ev000001"),
    (query("startsWith", "message", "event 12"), 111, "ev000012"),
    (query("endsWith", "message", "hay"), 5000, "ev000001"),
    (query("notStartsWith", "message", "event"), 0, None),
    (query("notEndsWith", "message", "hay"), 10, "ev000000"),
    (query("contains", "message", "NEEDLE"), 10, "ev000000"),
    (query("contains", "labels", "l3"), 1600, "ev000004"),
    (query("containsAny", "labels", "l2", "l3"), 3200, "ev000003"),
    (query("containsAll", "labels", "l2", "l3"), 1600, "ev000004"),
    (query("notContains", "labels", "l0"), 1600, "ev000000"),
    (query("search", "message", "needle"), 10, "ev000000"),
    (query("search", "message", "nee*"), 10, "ev000000"),
    (query("search", "message", "eedle"), 0, None),
    (query("notSearch", "message", "needle"), 5000, "ev000001"),
    (equal("kind", "login", "view"), 2286, "ev000000"),
    (equal("kind", "LOGIN"), 1143, "ev000000"),
    (query("notEqual", "kind", "login"), 5000, "ev000001"),
    (equal("$id", "ev000001"), 1, "ev000001"),
    (equal("$sequence", "5"), 1, "ev000004"),
    (query("startsWith", "$id", "ev0000"), 100, "ev000000"),
    (equal("level", "debug"), 2000, "ev000000"),
    (equal("ok", True), 5000, "ev000001"),
    (query("greaterThan", "$createdAt", "2026-01-01T00:00:00.000+00:00"), 5000, "ev000000"),
    (query("or", None, equal("seq", 1), equal("seq", 2)), 2, "ev000001"),
    (
        query("and", None, query("greaterThan", "seq", 1), query("lessThan", "seq", 5)),
        3,
        "ev000002",
    ),
    (query("orderDesc", "seq"), 5000, "ev007999"),
    (query("orderDesc"), 5000, "ev007999"),
    (query("orderAsc", "value"), 5000, "ev000000"),
    (query("orderAsc", "labels"), 5000, "ev000004"),
    (query("orderDesc", "$id"), 5000, "ev007999"),
    (query("cursorAfter", None, "ev000001"), 5000, "ev000002"),
    (query("cursorBefore", None, "ev000010"), 5000, "ev000008"),
    (query("cursorAfter", None, "ev007999"), 5000, None),
    (query("cursorBefore", None, "ev000000"), 5000, None),
    (query("offset", None, 10_000_000), 5000, None),
    (query("limit", None, 1), 5000, "ev000000"),
]


@pytest.mark.parametrize(("asked", "total", "first"), FOUND, ids=lambda value: str(value)[:60])
def test_a_method_finds(demo: Any, asked: Any, total: int, first: str | None) -> None:
    reply = demo.get(EVENTS, asked, TWO)
    assert reply.status == 200, reply.body
    rows = reply.body["rows"]
    assert (reply.body["total"], rows[0]["$id"] if rows else None) == (total, first)


REFUSED = [
    (query("regex", "message", "^e"), "Invalid query method: regex"),
    (query("createdAfter", None, "2026-01-01"), "Invalid query method: createdAfter"),
    (query("sum", "seq"), "Invalid query method: sum"),
    ("not json", "Invalid query: Syntax error"),
    (
        equal("labels", "l1"),
        'Invalid query: Cannot query equal on attribute "labels" because it is an array.',
    ),
    (
        query("greaterThan", "labels", "a"),
        'Invalid query: Cannot query greaterThan on attribute "labels" because it is an array.',
    ),
    (query("exists", "value"), "Invalid query: Exists queries require at least one value."),
    (equal("KIND", "login"), "Invalid query: Attribute not found in schema: KIND"),
    (equal("seq", "5"), 'Invalid query: Query value is invalid for attribute "seq"'),
    (equal("kind", None), 'Invalid query: Query value is invalid for attribute "kind"'),
    (equal("seq"), "Invalid query: Equal queries require at least one value."),
    (
        query("between", "seq", 1),
        "Invalid query: Between queries require exactly two values.",
    ),
    (
        query("or", None, equal("seq", 1)),
        "Invalid query: Or queries require at least two queries",
    ),
    (query("orderAsc", "nope"), "Invalid query: Attribute not found in schema: nope"),
    (query("select", None, "nope"), "Invalid query: Attribute not found in schema: nope"),
    (
        query("search", "kind", "x"),
        'Searching by attribute "kind" requires a fulltext index.',
    ),
    (
        query("limit", None, 0),
        "Invalid query: Invalid limit: Value must be a valid range between 1 and "
        "9,223,372,036,854,775,807",
    ),
    (
        query("offset", None, -1),
        "Invalid query: Invalid offset: Value must be a valid range between 0 and "
        "9,223,372,036,854,775,807",
    ),
]


@pytest.mark.parametrize(("asked", "message"), REFUSED, ids=lambda value: str(value)[:60])
def test_a_query_is_refused_in_the_servers_words(demo: Any, asked: Any, message: str) -> None:
    reply = demo.get(EVENTS, asked)
    assert reply.status == 400
    assert reply.body == {
        "message": message,
        "code": 400,
        "type": "general_query_invalid",
        "version": "1.9.6",
    }


def test_lists_of_resources_blame_the_parameter(demo: Any) -> None:
    unknown = demo.get("/tablesdb", equal("nope", 1))
    selected = demo.get("/tablesdb", query("select", None, "name"))
    assert unknown.body["message"] == (
        "Invalid `queries` param: Invalid query: Attribute not found in schema: nope"
    )
    assert selected.body["message"] == "Invalid `queries` param: Invalid query method: select"
    assert {unknown.body["type"], selected.body["type"]} == {"general_argument_invalid"}


def test_a_cursor_must_exist_and_have_a_value_to_order_by(demo: Any) -> None:
    gone = demo.get(EVENTS, query("cursorAfter", None, "ghost"))
    assert gone.body["type"] == "general_cursor_not_found"
    assert gone.body["message"] == "Row 'ghost' for the 'cursor' value not found."
    null = demo.get(EVENTS, query("orderAsc", "value"), query("cursorAfter", None, "ev000000"))
    assert null.status == 400
    assert null.body["type"] == "database_query_order_null"
    assert null.body["message"] == (
        "The order column 'value' had a null value. Cursor pagination requires all rows order "
        "column values are non-null."
    )


def test_the_first_of_two_limits_and_cursors_counts(demo: Any) -> None:
    after, before = query("cursorAfter", None, "ev000010"), query("cursorBefore", None, "ev000010")
    rows = demo.get(EVENTS, TWO, query("limit", None, 9), after, before).body["rows"]
    assert [row["$id"] for row in rows] == ["ev000011", "ev000012"]


def test_ties_are_broken_by_sequence_ascending(demo: Any) -> None:
    after = query("cursorAfter", None, "ev000010")
    rows = demo.get(EVENTS, query("orderDesc", "kind"), after, TWO).body["rows"]
    assert [row["seq"] for row in rows] == [17, 24]


def test_more_than_a_hundred_queries_are_refused(demo: Any) -> None:
    reply = demo.get(EVENTS, *[query("greaterThan", "seq", each) for each in range(101)])
    assert reply.body["message"] == (
        "Invalid `queries` param: Value must a valid array no longer than 100 items and Value must "
        "be a valid string and at least 1 chars and no longer than 4096 chars"
    )


@pytest.mark.parametrize(
    ("said", "total"), [("0", 0), ("1", 5000), ("true", 5000), ("false", 5000)]
)
def test_counting_can_be_left_out_but_not_with_a_word(demo: Any, said: str, total: int) -> None:
    reply = demo.get(EVENTS, TWO, params={"total": said})
    assert (reply.body["total"], len(reply.body["rows"])) == (total, 2)


def test_what_says_neither_yes_nor_no_is_refused(demo: Any) -> None:
    reply = demo.get(EVENTS, TWO, params={"total": "maybe"})
    assert (reply.status, reply.body["message"]) == (
        400,
        "Invalid `total` param: Value must be a valid boolean",
    )


def test_text_is_compared_without_case_and_accents(demo: Any) -> None:
    customers = "/tablesdb/shop/tables/customers/rows"
    asked = query("contains", "name", "muller")
    names = [row["name"] for row in demo.get(customers, asked).body["rows"]]
    assert names
    assert all("Müller" in name for name in names)


def test_a_percent_sign_is_text(demo: Any) -> None:
    assert demo.get(EVENTS, query("contains", "message", "%")).body["total"] == 0
    assert demo.get(EVENTS, query("startsWith", "message", "_vent")).body["total"] == 0


def test_encrypted_columns_cannot_be_asked(demo: Any) -> None:
    reply = demo.get(ODD, equal("secret", "whisper 1"))
    assert reply.body["message"] == "Invalid query: Cannot query encrypted attribute: secret"


def test_relationships_can_be_asked(demo: Any) -> None:
    by_id = demo.get(ORDERS, equal("customer", "customer0007"), TWO).body
    assert {row["customer"] for row in by_id["rows"]} == {"customer0007"}
    by_dots = demo.get(ORDERS, equal("customer.$id", "customer0007"), TWO).body
    assert by_dots["total"] == by_id["total"] > 0
    by_city = demo.get(ORDERS, equal("customer.city", "sao paulo"), TWO).body
    assert by_city["total"] > by_id["total"]
    virtual = demo.get(ORDERS, equal("products", "product001"))
    assert virtual.body["message"] == (
        "Invalid query: Cannot query on virtual relationship attribute"
    )


def test_shapes_can_be_asked(demo: Any) -> None:
    near = query("distanceLessThan", "home", [[0, 0], 200_000, True])
    assert [row["id"] for row in demo.get(ODD, near).body["rows"]] == ["id-0", "id-1"]
    covering = query("contains", "area", [1.5, 1.5])
    assert demo.get(ODD, covering).body["rows"][0]["id"] == "id-1"
    crossing = query("intersects", "area", [[[9.5, 9.5], [9.5, 99], [99, 99], [9.5, 9.5]]])
    assert demo.get(ODD, crossing).body["rows"][0]["id"] == "id-9"
    wrong = demo.get(ODD, query("intersects", "data", [[0, 0]]))
    assert wrong.status == 400


def test_search_is_by_word_prefixes(demo: Any) -> None:
    def found(search: str) -> list[str]:
        reply = demo.get("/tablesdb", params={"search": search})
        return [each["$id"] for each in reply.body["databases"]]

    assert found("a") == ["archive"]
    assert found("2nd") == ["archive"]
    assert found("rchive") == []
    assert found("shop legacy") == ["shop", "legacy"]


def test_words_that_are_not_indexed_are_not_found(demo: Any, make_table: Any) -> None:
    path = make_table(
        "texts",
        [{"key": "body", "type": "text"}],
        indexes=[{"key": "ft", "type": "fulltext", "columns": ["body"]}],
    )
    demo.request("POST", f"{path}/rows", {"rowId": "r", "data": {"body": "To be or not the Ærø"}})

    def finds(words: str) -> bool:
        total: int = demo.get(f"{path}/rows", query("search", "body", words)).body["total"]
        return bool(total)

    assert [finds(each) for each in ("not", "no", "aero", "not missing")] == [True] * 4
    assert [finds(each) for each in ("be missing", "the", "to", "or")] == [False] * 4


@pytest.mark.parametrize("asked", [equal("seq", 1), TWO, query("orderAsc", "seq")])
def test_of_one_row_parts_can_be_selected_and_nothing_else(demo: Any, asked: Any) -> None:
    row = f"{EVENTS}/ev000001"
    assert demo.get(row, query("select", None, "seq")).body["seq"] == 1
    refused = demo.get(row, asked)
    assert (refused.status, refused.body["type"]) == (400, "general_query_invalid")
