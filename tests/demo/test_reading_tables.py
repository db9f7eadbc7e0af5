"""Databases, tables, columns, indexes and rows as a real server shows them."""

from __future__ import annotations

from typing import Any

SHOP = "/tablesdb/shop/tables"


def test_databases_are_shown_with_their_state(demo: Any) -> None:
    reply = demo.get("/tablesdb")
    assert [each["$id"] for each in reply.body["databases"]][:3] == ["shop", "archive", "legacy"]
    assert [each["enabled"] for each in reply.body["databases"]][:3] == [True, True, False]
    assert set(reply.body["databases"][0]) == {
        *("$id", "name", "$createdAt", "$updatedAt", "enabled", "type"),
    }


def test_a_table_is_shown_with_columns_indexes_and_size(demo: Any) -> None:
    table = demo.get(f"{SHOP}/orders").body
    assert list(table) == [
        *("$id", "$createdAt", "$updatedAt", "$permissions", "databaseId", "name", "enabled"),
        *("rowSecurity", "columns", "indexes", "bytesMax", "bytesUsed"),
    ]
    assert len(table["columns"]) == 19
    assert table["indexes"][1]["columns"] == ["status", "placedAt"]
    assert table["bytesMax"] == 65535


def test_lists_show_25_unless_asked(demo: Any) -> None:
    assert len(demo.get(f"{SHOP}/wide/columns").body["columns"]) == 25
    many = demo.get(f"{SHOP}/wide/columns", {"method": "limit", "values": [500]}).body
    assert (many["total"], len(many["columns"])) == (200, 200)


def test_columns_tell_their_type_and_state(demo: Any) -> None:
    columns = {each["key"]: each for each in demo.get(f"{SHOP}/reviews/columns").body["columns"]}
    assert columns["language"]["status"] == "processing"
    assert columns["helpful"]["status"] == "failed"
    assert columns["helpful"]["error"].startswith("Column size limit exceeded")
    assert columns["product"]["relationType"] == "manyToOne"
    row = demo.get(f"{SHOP}/reviews/rows").body["rows"][0]
    assert "language" not in row
    assert "helpful" not in row


def test_a_row_leaves_relationships_out_and_a_list_shows_their_ids(demo: Any) -> None:
    listed = demo.get(f"{SHOP}/orders/rows", {"method": "offset", "values": [1]}).body["rows"][0]
    assert listed["customer"] == "customer0007"
    assert "products" not in listed
    assert "customer" not in demo.get(f"{SHOP}/orders/rows/{listed['$id']}").body


def test_related_rows_come_when_selected(demo: Any) -> None:
    select = {"method": "select", "values": ["*", "customer.*", "products.name"]}
    row = demo.get(f"{SHOP}/orders/rows/order00004", select).body
    assert row["customer"]["$tableId"] == "customers"
    assert row["customer"]["city"]
    assert [sorted(each) for each in row["products"]] == [
        sorted(
            [
                *("$id", "$sequence", "$createdAt", "$updatedAt", "$permissions"),
                *("$databaseId", "$tableId", "name"),
            ]
        )
    ] * len(row["products"])
    assert row["products"]


def test_selected_columns_come_with_the_internal_ones_only(demo: Any) -> None:
    select = {"method": "select", "values": ["number"]}
    row = demo.get(f"{SHOP}/orders/rows", select).body["rows"][0]
    assert set(row) == {
        *("number", "$id", "$sequence", "$createdAt", "$updatedAt", "$permissions"),
        *("$databaseId", "$tableId"),
    }


def test_values_have_the_types_of_their_columns(demo: Any) -> None:
    shipped = {"method": "isNotNull", "attribute": "trackingNumber", "values": []}
    northern = {"method": "equal", "attribute": "city", "values": ["reykjavik"]}
    located = {"method": "isNotNull", "attribute": "destination", "values": []}
    row = demo.get(f"{SHOP}/orders/rows", shipped, northern, located).body["rows"][0]
    assert isinstance(row["paid"], bool)
    assert isinstance(row["trackingNumber"], int)
    assert row["trackingNumber"] > 2**40
    assert row["destination"] == [-21.9426, 64.1466]
    assert isinstance(row["tags"], list)
    assert row["placedAt"].endswith("+00:00")


def test_null_arrays_are_shown_empty_and_whole_floats_as_integers(demo: Any) -> None:
    customer = demo.get(f"{SHOP}/customers/rows/customer0007").body
    assert customer["tags"] == []
    old = demo.get("/tablesdb/archive/tables/orders-2019/rows/old0004").body
    assert repr(old["total"]) == "1"


def test_a_megabyte_and_odd_names_arrive_whole(demo: Any) -> None:
    rows = demo.get(f"{SHOP}/odd/rows").body["rows"]
    assert "\x1b[31mred\x1b[0m alert" in [row["data"] for row in rows]
    assert max(len(row["blob"] or "") for row in rows) == 2**20
    assert "id" in rows[0]


def test_what_does_not_exist_is_named(demo: Any) -> None:
    asked = {
        "/tablesdb/nope": "Database with the requested ID 'nope' could not be found.",
        f"{SHOP}/nope": "Table with the requested ID 'nope' could not be found.",
        f"{SHOP}/orders/rows/nope": "Row with the requested ID 'nope' could not be found.",
        f"{SHOP}/orders/columns/nope": "Column with the requested key 'nope' could not be found.",
        f"{SHOP}/orders/indexes/nope": "Index with the requested key 'nope' could not be found.",
    }
    for path, message in asked.items():
        reply = demo.get(path)
        assert (reply.status, reply.body["message"]) == (404, message)


def test_a_guest_sees_what_anybody_may_see(demo: Any) -> None:
    assert demo.get(f"{SHOP}/events/rows", key=None).body["total"] == 5000
    notes = demo.get(f"{SHOP}/notes/rows", key=None).body
    assert notes["total"] == 40
    refused = demo.get(f"{SHOP}/customers/rows", key=None)
    assert (refused.status, refused.body["type"]) == (401, "user_unauthorized")
    hidden = demo.get(f"{SHOP}/customers/rows/customer0001", key=None)
    assert (hidden.status, hidden.body["type"]) == (404, "row_not_found")
    closed = demo.get(f"{SHOP}/closed/rows", key=None)
    assert (closed.status, closed.body["type"]) == (404, "table_not_found")
    assert demo.get(f"{SHOP}/closed/rows").body["total"] == 5
