"""Rows that lead to other rows: writing the links and what a deletion does to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

NAME = [{"key": "name", "type": "varchar", "size": 40, "required": True}]
KINDS = ("oneToOne", "oneToMany", "manyToOne", "manyToMany")


@pytest.fixture
def related(demo: Any, database: str, make_table: Any, settled: Any) -> Callable[..., None]:
    """Tables `left` and `right` with a relationship `mine` from left to right (`yours` back)."""

    def relate(kind: str, on_delete: str, two_way: bool = True) -> None:
        left = make_table("left", NAME)
        make_table("right", NAME)
        body = {
            "relatedTableId": "right",
            "type": kind,
            "twoWay": two_way,
            "key": "mine",
            "twoWayKey": "yours",
            "onDelete": on_delete,
        }
        assert demo.request("POST", f"{left}/columns/relationship", body).status == 202
        assert settled(f"{left}/columns/mine")["status"] == "available"
        if two_way:
            assert settled(f"{database}/tables/right/columns/yours")["status"] == "available"

    return relate


def write(demo: Any, database: str, table: str, row_id: str, **data: Any) -> Any:
    body = {"data": {"name": row_id, **data}}
    return demo.request("PUT", f"{database}/tables/{table}/rows/{row_id}", body)


def links(demo: Any, database: str, table: str, row_id: str, key: str) -> Any:
    """The ids that a row leads to: one, None, or a list."""
    select = {"method": "select", "values": ["*", f"{key}.*"]}
    found = demo.get(f"{database}/tables/{table}/rows/{row_id}", select).body[key]
    if isinstance(found, list):
        return [row["$id"] for row in found]
    return found and found["$id"]


@pytest.mark.parametrize("kind", KINDS)
def test_both_sides_know_of_a_link(demo: Any, database: str, related: Any, kind: str) -> None:
    related(kind, "setNull")
    several = kind in ("oneToMany", "manyToMany")
    write(demo, database, "right", "r1")
    made = write(demo, database, "left", "l1", mine=["r1"] if several else "r1")
    shown = made.body["mine"][0] if several else made.body["mine"]
    assert shown["name"] == "r1"
    assert links(demo, database, "left", "l1", "mine") == (["r1"] if several else "r1")
    back = ["l1"] if kind in ("manyToOne", "manyToMany") else "l1"
    assert links(demo, database, "right", "r1", "yours") == back


@pytest.mark.parametrize("kind", KINDS)
def test_set_null_unlinks(demo: Any, database: str, related: Any, kind: str) -> None:
    related(kind, "setNull")
    several = kind in ("oneToMany", "manyToMany")
    write(demo, database, "right", "r1")
    write(demo, database, "left", "l1", mine=["r1"] if several else "r1")
    assert demo.request("DELETE", f"{database}/tables/right/rows/r1").status == 204
    assert links(demo, database, "left", "l1", "mine") == ([] if several else None)


@pytest.mark.parametrize("kind", ["oneToOne", "oneToMany", "manyToMany"])
@pytest.mark.parametrize("two_way", [True, False])
def test_cascade_takes_the_children_along(
    demo: Any, database: str, related: Any, kind: str, two_way: bool
) -> None:
    related(kind, "cascade", two_way)
    several = kind in ("oneToMany", "manyToMany")
    write(demo, database, "right", "r1")
    write(demo, database, "right", "other")
    write(demo, database, "left", "l1", mine=["r1"] if several else "r1")
    assert demo.request("DELETE", f"{database}/tables/left/rows/l1").status == 204
    rows = demo.get(f"{database}/tables/right/rows").body["rows"]
    assert [row["$id"] for row in rows] == ["other"]


@pytest.mark.parametrize("two_way", [True, False])
def test_deleting_the_one_of_many_to_one_cascades_to_the_many(
    demo: Any, database: str, related: Any, two_way: bool
) -> None:
    related("manyToOne", "cascade", two_way)
    write(demo, database, "right", "r1")
    for each in ("l1", "l2"):
        write(demo, database, "left", each, mine="r1")
    write(demo, database, "left", "l3")
    assert demo.request("DELETE", f"{database}/tables/left/rows/l1").status == 204
    assert demo.get(f"{database}/tables/right/rows/r1").status == 200
    assert demo.request("DELETE", f"{database}/tables/right/rows/r1").status == 204
    rows = demo.get(f"{database}/tables/left/rows").body["rows"]
    assert [row["$id"] for row in rows] == ["l3"]


@pytest.mark.parametrize("kind", ["oneToOne", "oneToMany", "manyToMany"])
def test_restrict_refuses_while_there_are_children(
    demo: Any, database: str, related: Any, kind: str
) -> None:
    related(kind, "restrict")
    several = kind in ("oneToMany", "manyToMany")
    write(demo, database, "right", "r1")
    write(demo, database, "left", "l1", mine=["r1"] if several else "r1")
    path = f"{database}/tables/left/rows/l1"
    refused = demo.request("DELETE", path)
    assert (refused.status, refused.body["type"]) == (403, "row_delete_restricted")
    demo.request("PATCH", path, {"data": {"mine": [] if several else None}})
    assert demo.request("DELETE", path).status == 204


def test_nested_rows_are_created_changed_and_detached(
    demo: Any, database: str, related: Any
) -> None:
    related("oneToMany", "setNull")
    children = [{"$id": "r1", "name": "one"}, {"name": "two"}]
    made = write(demo, database, "left", "l1", mine=children).body["mine"]
    assert [row["name"] for row in made] == ["one", "two"]
    changed = write(demo, database, "left", "l1", mine=[{"$id": "r1", "name": "new"}]).body["mine"]
    assert [row["name"] for row in changed] == ["new"]
    assert demo.get(f"{database}/tables/right/rows").body["total"] == 2


def test_a_link_to_nowhere_is_kept_silently(demo: Any, database: str, related: Any) -> None:
    related("manyToOne", "setNull")
    made = write(demo, database, "left", "l1", mine="ghost").body
    assert made["mine"] == {
        "$databaseId": made["$databaseId"],
        "$tableId": "right",
        "$sequence": "",
    }
    assert demo.get(f"{database}/tables/left/rows").body["rows"][0]["mine"] == "ghost"
    assert write(demo, database, "left", "l2", mine=7).body["type"] == "relationship_value_invalid"


def test_bulk_is_refused_on_both_tables(demo: Any, database: str, related: Any) -> None:
    related("manyToOne", "setNull")
    for table in ("left", "right"):
        reply = demo.request("DELETE", f"{database}/tables/{table}/rows", {})
        assert reply.body["message"] == (
            "Bulk delete is not supported for tablesDB with relationship columns"
        )


def test_deleting_a_column_or_table_ends_the_relationship(
    demo: Any, database: str, related: Any, settled: Any
) -> None:
    related("manyToMany", "setNull")
    demo.request("DELETE", f"{database}/tables/right")
    assert demo.get(f"{database}/tables/left/columns/mine").status == 404
    assert write(demo, database, "left", "l1").status == 200


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("two_way", [True, False])
def test_a_renamed_relationship_keeps_its_links(
    demo: Any, database: str, related: Any, gone: Any, kind: str, two_way: bool
) -> None:
    related(kind, "setNull", two_way)
    several = kind in ("oneToMany", "manyToMany")
    write(demo, database, "right", "r1")
    write(demo, database, "left", "l1", mine=["r1"] if several else "r1")
    columns = f"{database}/tables/left/columns"
    renamed = demo.request("PATCH", f"{columns}/mine/relationship", {"newKey": "ours"})
    assert (renamed.body["key"], renamed.body["onDelete"]) == ("ours", "setNull")
    assert links(demo, database, "left", "l1", "ours") == (["r1"] if several else "r1")
    if two_way:
        back = demo.get(f"{database}/tables/right/columns/yours").body
        assert back["twoWayKey"] == "ours"
        assert links(demo, database, "right", "r1", "yours") in ("l1", ["l1"])
        path = f"{database}/tables/right/columns/yours/relationship"
        assert demo.request("PATCH", path, {"newKey": "theirs"}).body["key"] == "theirs"
        assert links(demo, database, "right", "r1", "theirs") in ("l1", ["l1"])
        assert links(demo, database, "left", "l1", "ours") == (["r1"] if several else "r1")
    assert demo.request("DELETE", f"{columns}/ours").status == 204
    gone(f"{columns}/ours")


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        ({"key": "MINE"}, 409, "column_already_exists"),
        ({"key": "name"}, 409, "column_already_exists"),
        ({"twoWayKey": "Yours"}, 409, "column_already_exists"),
        ({"twoWayKey": "name"}, 409, "column_already_exists"),
        ({"type": "manyToMany"}, 409, "column_already_exists"),
        ({"relatedTableId": "ghost"}, 404, "table_not_found"),
        ({"relatedTableId": "$"}, 400, "general_argument_invalid"),
        ({"type": "some"}, 400, "general_argument_invalid"),
        ({"onDelete": "ignore"}, 400, "general_argument_invalid"),
        ({"twoWay": "yes"}, 400, "general_argument_invalid"),
        ({"key": "a b"}, 400, "general_argument_invalid"),
    ],
)
def test_a_second_relationship_must_be_another_one(
    demo: Any, database: str, related: Any, body: Any, status: int, expected: str
) -> None:
    related("manyToMany", "restrict")
    before = [demo.get(f"{database}/tables/{each}/columns").body for each in ("left", "right")]
    second = {
        "relatedTableId": "right",
        "type": "oneToMany",
        "twoWay": True,
        "key": "second",
        "twoWayKey": "third",
    }
    path = f"{database}/tables/left/columns/relationship"
    reply = demo.request("POST", path, {**second, **body})
    assert (reply.status, reply.body["type"]) == (status, expected)
    after = [demo.get(f"{database}/tables/{each}/columns").body for each in ("left", "right")]
    assert after == before
