"""From a thing to what belongs to it, by one key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.pilot.conftest import Open, Ui


@pytest.fixture(scope="module")
def clinic(start_demo: Any) -> Iterator[Any]:
    """Visits point to people one-way, and hold the ids of doctors as text."""
    with start_demo("--empty") as started:

        def make(path: str, body: dict[str, Any]) -> None:
            while (reply := started.request("POST", path, body)).status not in (201, 202):
                # Columns are made meanwhile.
                assert reply.status in (400, 404), reply.body

        make("/users", {"userId": "alice", "name": "Alice"})
        make("/tablesdb", {"databaseId": "clinic", "name": "Clinic"})
        tables = "/tablesdb/clinic/tables"
        for name in ("people", "visits", "doctors"):
            make(tables, {"tableId": name, "name": name, "rowSecurity": True})
        make(f"{tables}/doctors/columns/boolean", {"key": "on", "required": False})
        make(f"{tables}/people/columns/boolean", {"key": "well", "required": False})
        text = {"key": "doctorId", "size": 40, "required": False}
        make(f"{tables}/visits/columns/string", text)
        relation = {"relatedTableId": "people", "type": "manyToOne", "key": "person"}
        make(f"{tables}/visits/columns/relationship", relation)
        make(f"{tables}/doctors/rows", {"rowId": "grey", "data": {"on": True}})
        make(f"{tables}/people/rows", {"rowId": "bob", "data": {"well": True}})
        data = {"doctorId": "grey", "person": "bob"}
        permissions = ['read("user:alice")']
        make(f"{tables}/visits/rows", {"rowId": "v1", "data": data, "permissions": permissions})
        for name in ("rooms", "beds", "tools"):
            make(tables, {"tableId": name, "name": name})
            make(f"{tables}/{name}/columns/boolean", {"key": "new", "required": False})
        for name, kind in (("beds", "oneToMany"), ("tools", "manyToMany")):
            relation = {"relatedTableId": name, "type": kind, "key": name}
            make(f"{tables}/rooms/columns/relationship", relation)
            make(f"{tables}/{name}/rows", {"rowId": f"{name}1", "data": {"new": True}})
        make(f"{tables}/rooms/rows", {"rowId": "r0", "data": {"new": True}})
        data = {"beds": ["beds1"], "tools": ["tools1"]}
        make(f"{tables}/rooms/rows", {"rowId": "r1", "data": data})
        yield started


def at(opened: Open, place: str, clinic: Any) -> Any:
    return opened(place, endpoint=clinic.endpoint, secret=clinic.keys["full"])


async def test_along_a_one_way_relationship_and_back(opened: Open, clinic: Any) -> None:
    async with at(opened, "databases/clinic/visits", clinic) as ui:
        await ui.sees("v1")
        await ui.press("o")
        await ui.sees("Go to", "person → people bob", "user alice")
        await ui.press("a")
        await ui.sees("Databases › clinic › people", "Row bob")
        await ui.press("escape", "o")
        await ui.sees("Databases › clinic › visits", "/ person = bob", "v1")
        await ui.press("minus")
        await ui.sees("Databases › clinic › people")


@pytest.mark.parametrize("name", ["beds", "tools"])
async def test_back_along_a_one_way_relationship_to_many(
    opened: Open, clinic: Any, name: str
) -> None:
    async with at(opened, f"databases/clinic/{name}", clinic) as ui:
        await ui.sees(f"{name}1")
        await ui.press("o")
        await ui.sees("Databases › clinic › rooms", f"/ {name}.$id = {name}1", "1–1 of 1")
        assert ui.screen.view.listing.stop == 1
        await ui.press("slash", "ctrl+u")
        await ui.type(f"{name} = x")
        await ui.sees(f"leads to many rows: compare {name}.$id")


async def test_from_a_role_to_its_user(opened: Open, clinic: Any) -> None:
    async with at(opened, "databases/clinic/visits", clinic) as ui:
        await ui.sees("v1")
        await ui.press("o")
        await ui.sees("b  user alice")
        await ui.press("b")
        await ui.sees("Users › alice")


async def test_from_a_member_to_its_team(opened: Open, clinic: Any) -> None:
    for name in ("nurses", "surgeons"):
        assert clinic.request("POST", "/teams", {"teamId": name, "name": name}).status == 201
    member = {"userId": "alice", "roles": ["lead"]}
    made = clinic.request("POST", "/teams/surgeons/memberships", member).body["$id"]
    path = "/tablesdb/clinic/tables/doctors/rows/grey"
    clinic.request(
        "PATCH", path, {"permissions": [f'read("member:{made}")', 'read("member:gone")']}
    )
    async with at(opened, "databases/clinic/doctors", clinic) as ui:
        await ui.sees("grey")
        await ui.press("o")
        await ui.sees(f"member {made}: look for its team", "member gone: look")
        await ui.press("b")
        await ui.sees("None of the 2 teams has the member gone.")
        await ui.press("o")
        await ui.sees("look for its team")
        await ui.press("a")
        await ui.sees("Teams › surgeons", "Alice", "lead")


async def test_whose_ids_a_column_holds_is_asked_once(opened: Open, clinic: Any) -> None:
    async with at(opened, "databases/clinic/visits", clinic) as ui:
        await ui.sees("v1", "grey")
        await ui.press("l", "o")
        await ui.sees("c  doctorId holds ids of …")
        await ui.press("c")
        await ui.sees("doctorId holds ids of", "databases/clinic/doctors")
        await ui.type("nonsense")
        await ui.press("enter")
        await ui.sees("Say a table, a bucket, users or teams")
        await ui.press("ctrl+u")
        await ui.type("doct")
        await ui.sees("databases/clinic/doctors")
        await ui.press("enter")
        await ui.sees("Databases › clinic › doctors", "Row grey")
        await ui.press("minus")
        await ui.sees("v1")
        await ui.press("o")
        await ui.sees("a  doctorId → databases/clinic/doctors grey", "ids of another list")
        await ui.press("a")
        await ui.sees("Databases › clinic › doctors", "Row grey")


async def press_o(ui: Ui, *expected: str) -> None:
    await ui.press("o")
    await ui.sees(*expected)


async def test_two_ways_from_orders_and_from_executions(opened: Open) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        # It has a customer and nothing else: there is nothing to ask.
        await ui.press("o")
        await ui.sees("Databases › shop › customers", "/ $id = ")
        await ui.until(lambda: ui.screen.inspecting.reading, "the customer is read")
        await ui.press("escape")
        await press_o(ui, "Databases › shop › orders", "/ $id in (", "order00199")
        await ui.go("functions/send-invoice")
        await ui.until(lambda: bool(ui.screen.view.loaded), "executions")
        await press_o(ui, "function send-invoice", "deployment ")
        await ui.press("b")
        await ui.sees("Functions › send-invoice  Executions  Deployments", "Deployment ")


async def test_what_has_nothing_related_says_so(opened: Open) -> None:
    async with opened("databases/shop") as ui:
        await ui.go("functions/send-invoice:variables")
        await ui.until(lambda: bool(ui.screen.view.loaded), "variables")
        await press_o(ui, "Nothing is related to it that can be gone to.")
        assert ui.screen.view.kind.name == "variable"
        assert not ui.screen.is_changing
