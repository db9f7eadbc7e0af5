"""What the deletion of a row does to the rows that it is related to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

NAME = [{"key": "name", "type": "varchar", "size": 40}]
RULES = ("cascade", "restrict", "setNull")
TAKEN = {
    ("left", "cascade"): ("oneToOne", "oneToMany", "manyToMany"),
    ("right", "cascade"): ("manyToOne",),
}
"""Side that a row is deleted on and rule, to the kinds where the row of the other side goes too."""
HELD = {
    ("left", "restrict"): ("oneToOne", "oneToMany", "manyToMany"),
    ("right", "restrict"): ("manyToOne",),
}
"""The same, to the kinds where the row is held."""


@pytest.fixture
def relate(demo: Any, settled: Any) -> Callable[..., None]:
    """`relate(left, right, kind, rule)` relates two tables by `mine`, and back by `yours`."""

    def make(left: str, right: str, kind: str, rule: str, two_way: bool = True) -> None:
        body = {
            "relatedTableId": right.rsplit("/", 1)[1],
            "type": kind,
            "twoWay": two_way,
            "key": "mine",
            "twoWayKey": "yours",
            "onDelete": rule,
        }
        assert demo.request("POST", f"{left}/columns/relationship", body).status == 202
        assert settled(f"{left}/columns/mine")["status"] == "available"
        if two_way:
            assert settled(f"{right}/columns/yours")["status"] == "available"

    return make


def add(demo: Any, table: str, row_id: str, **data: Any) -> Any:
    body = {"rowId": row_id, "data": {"name": row_id, **data}}
    reply = demo.request("POST", f"{table}/rows", body)
    assert reply.status == 201, reply.body
    return reply


def ids(demo: Any, table: str) -> list[str]:
    return [row["$id"] for row in demo.get(f"{table}/rows").body["rows"]]


@pytest.mark.parametrize("two_way", [True, False])
@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("kind", ["oneToOne", "oneToMany", "manyToOne", "manyToMany"])
def test_one_of_two_related_rows_is_deleted(
    demo: Any, make_table: Any, relate: Any, kind: str, rule: str, side: str, two_way: bool
) -> None:
    left, right = make_table("left", NAME), make_table("right", NAME)
    relate(left, right, kind, rule, two_way)
    add(demo, right, "r")
    several = kind in ("oneToMany", "manyToMany")
    add(demo, left, "l", mine=["r"] if several else "r")
    tables = {"left": left, "right": right}
    other = "right" if side == "left" else "left"
    reply = demo.request("DELETE", f"{tables[side]}/rows/{side[0]}")
    if kind in HELD.get((side, rule), ()):
        assert (reply.status, reply.body["type"]) == (403, "row_delete_restricted")
        assert ids(demo, tables[side]) == [side[0]]
        return
    assert reply.status == 204
    taken = kind in TAKEN.get((side, rule), ()) or (
        (side, rule, kind, two_way) == ("right", "cascade", "oneToOne", True)
    )
    assert ids(demo, tables[side]) == []
    assert ids(demo, tables[other]) == ([] if taken else [other[0]])


def test_a_cascade_goes_down_two_levels(demo: Any, make_table: Any, relate: Any) -> None:
    top, middle, bottom = (make_table(each, NAME) for each in ("top", "middle", "bottom"))
    relate(top, middle, "oneToMany", "cascade")
    relate(middle, bottom, "oneToMany", "cascade")
    nested = [
        {"$id": f"m{each}", "name": "m", "mine": [{"$id": f"b{each}", "name": "b"}]}
        for each in range(3)
    ]
    add(demo, top, "t", mine=nested)
    add(demo, middle, "m", mine=[{"$id": "b", "name": "kept"}])
    assert demo.request("DELETE", f"{top}/rows/t").status == 204
    assert (ids(demo, middle), ids(demo, bottom)) == (["m"], ["b"])


def test_a_held_row_two_levels_down_holds_them_all(demo: Any, make_table: Any, relate: Any) -> None:
    top, middle, bottom = (make_table(each, NAME) for each in ("top", "middle", "bottom"))
    relate(top, middle, "oneToMany", "cascade")
    relate(middle, bottom, "oneToMany", "restrict")
    add(demo, top, "t", mine=[{"$id": "free", "name": "m"}])
    add(demo, middle, "held", mine=[{"$id": "b", "name": "b"}])
    demo.request("PATCH", f"{top}/rows/t", {"data": {"mine": ["free", "held"]}})
    reply = demo.request("DELETE", f"{top}/rows/t")
    assert (reply.status, reply.body["type"]) == (403, "row_delete_restricted")
    assert (ids(demo, top), ids(demo, middle)) == (["t"], ["free", "held"])


def test_whoever_deletes_by_cascade_must_be_allowed_to(
    demo: Any, make_table: Any, relate: Any, user: Any, as_user: Any
) -> None:
    left = make_table("left", NAME, permissions=['delete("users")'])
    right = make_table("right", NAME)
    relate(left, right, "oneToMany", "cascade")
    add(demo, left, "l", mine=[{"$id": "r", "name": "r"}])
    ann = as_user(user())
    reply = demo.request("DELETE", f"{left}/rows/l", **ann)
    assert (reply.status, reply.body["type"]) == (401, "user_unauthorized")
    assert (ids(demo, left), ids(demo, right)) == (["l"], ["r"])
    opened = {"name": "right", "permissions": ['delete("users")']}
    demo.request("PUT", right, opened)
    assert demo.request("DELETE", f"{left}/rows/l", **ann).status == 204
    assert (ids(demo, left), ids(demo, right)) == ([], [])


def test_a_cascade_minds_what_was_seen(demo: Any, make_table: Any, relate: Any) -> None:
    left, right = make_table("left", NAME), make_table("right", NAME)
    relate(left, right, "oneToMany", "cascade")
    seen = add(demo, left, "l", mine=[{"$id": "r", "name": "r"}]).body["$updatedAt"]
    name = 0
    child: Any = {"$updatedAt": seen}
    while child["$updatedAt"] <= seen:
        name += 1
        child = demo.request("PATCH", f"{right}/rows/r", {"data": {"name": str(name)}}).body
    stale = demo.request("DELETE", f"{left}/rows/l", headers={"x-appwrite-timestamp": seen})
    assert (stale.status, stale.body["type"]) == (409, "row_update_conflict")
    fresh = {"x-appwrite-timestamp": child["$updatedAt"]}
    assert demo.request("DELETE", f"{left}/rows/l", headers=fresh).status == 204
    assert ids(demo, right) == []


@pytest.mark.parametrize("value", [None, "r", {"name": "r"}, 7, [7], [None], ["not an id!"]])
def test_several_related_rows_come_as_a_list(
    demo: Any, make_table: Any, relate: Any, value: Any
) -> None:
    left, right = make_table("left", NAME), make_table("right", NAME)
    relate(left, right, "oneToMany", "setNull")
    add(demo, left, "l")
    for method, path in (("POST", f"{left}/rows"), ("PATCH", f"{left}/rows/l")):
        body = {"rowId": "new", "data": {"name": "x", "mine": value}}
        reply = demo.request(method, path, body)
        assert (reply.status, reply.body["type"]) == (400, "relationship_value_invalid")
    assert (ids(demo, left), ids(demo, right)) == (["l"], [])
