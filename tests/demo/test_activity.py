"""What is noted of requests, what is counted, and what the project says of itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tui.demo.audits import AUDITS
from tui.demo.routes import AREAS, routes_of
from tui.demo.versions import VERSIONS


def events(demo: Any, path: str) -> list[str]:
    return [log["event"] for log in demo.get(f"{path}/logs").body["logs"]]


def test_a_row_remembers_its_changes_and_its_table_what_was_made(demo: Any, items: str) -> None:
    row = f"{items}/rows/a"
    demo.request("POST", f"{items}/rows", {"rowId": "a", "data": {"title": "A"}})
    demo.request("PATCH", row, {"data": {"qty": 2}})
    demo.request("PATCH", f"{row}/qty/increment", {})
    demo.request("PUT", row, {"data": {"title": "B"}})
    assert events(demo, row) == ["row.upsert", "row.update", "row.update"]
    assert events(demo, items) == ["row.create", "table.create"]
    noted = demo.get(f"{row}/logs").body["logs"][0]
    assert (noted["userType"], noted["userName"], noted["userId"]) == ("keyProject", "Full", "")


def test_what_fails_is_not_noted(demo: Any, items: str) -> None:
    demo.request("POST", f"{items}/rows", {"rowId": "a", "data": {"qty": "none"}})
    assert events(demo, items) == ["table.create"]


def test_a_user_is_named_wherever_it_did_something(
    demo: Any, items: str, user: Callable[..., str], as_user: Callable[..., dict[str, Any]]
) -> None:
    me = user(name="Ann")
    row = {"rowId": "a", "data": {"title": "A"}, "permissions": [f'update("user:{me}")']}
    demo.request("POST", f"{items}/rows", row)
    demo.request("PUT", items, {"name": "items", "rowSecurity": True, "permissions": []})
    mine = as_user(me)
    assert demo.request("PATCH", f"{items}/rows/a", {"data": {"qty": 2}}, **mine).status == 200
    noted = demo.get(f"{items}/rows/a/logs").body["logs"][0]
    assert (noted["userId"], noted["userName"], noted["userType"]) == (me, "Ann", "user")
    assert events(demo, f"/users/{me}") == ["row.update"]


def test_logs_are_paged_and_not_filtered(demo: Any, items: str) -> None:
    for number in range(3):
        data = {"rowId": f"r{number}", "data": {"title": "T"}}
        demo.request("POST", f"{items}/rows", data)
    limited = demo.get(f"{items}/logs", {"method": "limit", "values": [2]})
    assert (limited.body["total"], len(limited.body["logs"])) == (4, 2)
    filtered = demo.get(
        f"{items}/logs", {"method": "equal", "attribute": "event", "values": ["row.create"]}
    )
    assert filtered.body["message"] == "Invalid `queries` param: Invalid query method: equal"


def test_usage_counts_what_there_is_and_when_it_came(demo: Any, items: str) -> None:
    for number in range(3):
        demo.request("POST", f"{items}/rows", {"rowId": f"r{number}", "data": {"title": "T"}})
    body = {"rowId": "old", "data": {"title": "T", "$createdAt": "2020-01-01T00:00:00.000+00:00"}}
    demo.request("POST", f"{items}/rows", body)
    usage = demo.get(f"{items}/usage").body
    assert (usage["range"], usage["rowsTotal"], len(usage["rows"])) == ("30d", 4, 30)
    # Midnight may lie between the rows and the question.
    assert sum(day["value"] for day in usage["rows"][-2:]) == 3
    assert len(demo.get(f"{items}/usage", params={"range": "24h"}).body["rows"]) == 24
    assert demo.get(f"{items}/usage", params={"range": "1y"}).status == 400


def test_the_project_lists_its_keys_and_what_it_has_none_of(demo: Any) -> None:
    keys = demo.get("/project/keys").body
    assert {key["$id"]: key["secret"] for key in keys["keys"]} == demo.keys
    assert demo.get("/project").body["$id"] == demo.project
    assert demo.get("/sites").body == {"total": 0, "sites": []}
    assert demo.get("/sites", key="usersonly").status == 401


def test_newer_servers_neither_log_nor_count(start_demo: Any) -> None:
    with start_demo("--empty", "--server-version", "2.0") as newer:
        assert newer.get("/users/usage").body["type"] == "user_not_found"
        assert newer.get("/storage/usage").headers["content-type"].startswith("text/html")


def test_every_note_and_every_difference_is_of_a_route_that_exists() -> None:
    routes = {route.name for area in AREAS for route in routes_of(area, True)}
    for version in VERSIONS.values():
        assert set(AUDITS) | version.absent_routes | set(version.scopes) <= routes
