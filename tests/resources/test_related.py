"""Where one can go from a thing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.core.place import Place
from tui.resources import related as r
from tui.resources.directions import read, said

ids = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,35}", fullmatch=True)


def relation(key: str, other: str, kind: str, two_way: bool) -> dict[str, object]:
    return {
        "type": "relationship",
        "key": key,
        "relatedTable": other,
        "relationType": kind,
        "twoWay": two_way,
    }


ORDERS = {
    "$id": "orders",
    "columns": [
        relation("customer", "customers", "manyToOne", False),
        relation("products", "products", "manyToMany", True),
        {"type": "varchar", "key": "agentId", "size": 40},
        {"type": "integer", "key": "items"},
    ],
}
CUSTOMERS: dict[str, object] = {"$id": "customers", "columns": []}


def test_a_row_leads_to_one_row_or_to_a_list_of_them() -> None:
    row = {"$id": "o1", "customer": {"$id": "c1"}, "products": [{"$id": "p1"}, {"$id": "and"}]}
    assert list(r.of_row(row, ORDERS, ("shop", "orders"), [ORDERS])) == [
        r.Related("customer → customers c1", Place("row", ("shop", "customers"), "c1")),
        r.Related(
            "products → products, 2",
            Place("row", ("shop", "products"), filter='$id in (p1, "and")'),
        ),
    ]
    assert not list(r.of_row({"$id": "o1"}, ORDERS, ("shop", "orders"), []))


def test_what_points_here_one_way_is_found_by_its_column() -> None:
    back = list(r.of_row({"$id": "c1"}, CUSTOMERS, ("shop", "customers"), [ORDERS, CUSTOMERS]))
    place = Place("row", ("shop", "orders"), filter="customer = c1")
    assert [one.place for one in back] == [place]
    many = {"$id": "o", "columns": [relation("c", "customers", "oneToMany", False)]}
    [back] = r.of_row({"$id": "c1"}, CUSTOMERS, ("shop", "customers"), [many])
    assert back.place == Place("row", ("shop", "o"), filter="c.$id = c1")


def test_roles_lead_to_their_users_and_teams_once() -> None:
    texts = ['read("user:alice")', 'update("user:alice")', 'read("team:sup/lead")', 'read("any")']
    places = [one.place for one in r.of_permissions({"$permissions": [*texts, 3, "broken"]})]
    assert places == [Place("session", ("alice",)), Place("membership", ("sup",))]
    assert [one.place for one in r.of_permissions({"execute": ["user:bob", "any"]})] == [
        Place("session", ("bob",))
    ]


def test_executions_deployments_and_members_lead_on() -> None:
    execution = {"$id": "e", "functionId": "f", "deploymentId": "d"}
    for kind, parents in (("execution", ("f",)), ("failure", ())):
        assert [one.place for one in r.of_kind(kind, execution, parents)] == [
            Place("function", (), "f"),
            Place("deployment", ("f",), "d"),
        ]
    member = {"userId": "u", "teamId": "t"}
    assert [one.place for one in r.of_kind("membership", member, ("t",))] == [
        Place("session", ("u",)),
        Place("membership", ("t",)),
    ]
    (executions, _) = r.of_kind("deployment", {"$id": "d"}, ("f",))
    assert executions.place == Place("execution", ("f",), filter="deploymentId = d")
    assert not list(r.of_kind("execution", {"functionId": 3}, ()))


@given(st.lists(ids, min_size=1, max_size=5, unique=True))
def test_ids_of_other_lists_lead_there(found: list[str]) -> None:
    row = {"agentId": found if len(found) > 1 else found[0]}
    assert r.ids_in(row, ORDERS, "agentId") == found
    for target in ("databases/shop/agents", "users", "teams", "storage/files"):
        link = r.of_link("agentId", found, target)
        assert link is not None
        assert read(said(link.place)) == link.place
        if len(found) == 1:
            assert found[0] in (link.place.focus, *link.place.parents)


def test_columns_of_anything_else_hold_no_ids() -> None:
    assert r.ids_in({"items": 3}, ORDERS, "items") == []
    assert r.ids_in({"agentId": "two words"}, ORDERS, "agentId") == []
    assert r.ids_in({"agentId": None}, ORDERS, "agentId") == []
    assert r.of_link("agentId", ["x"], "nowhere") is None
