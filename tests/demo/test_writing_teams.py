"""Making teams and members, and what members see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest


@pytest.fixture
def team(demo: Any) -> Iterator[str]:
    demo.request("POST", "/teams", {"teamId": "crew", "name": "Crew"})
    yield "/teams/crew"
    demo.request("DELETE", "/teams/crew")


def join(demo: Any, team: str, id_: str, *roles: str) -> Any:
    return demo.request("POST", f"{team}/memberships", {"userId": id_, "roles": list(roles)})


def test_the_total_follows_joining_leaving_and_deleting(
    demo: Any, team: str, user: Callable[..., str]
) -> None:
    one, two = user(), user()
    left = join(demo, team, one, "owner").body["$id"]
    join(demo, team, two)
    assert demo.get(team).body["total"] == 2
    demo.request("DELETE", f"{team}/memberships/{left}")
    assert demo.get(team).body["total"] == 1
    demo.request("DELETE", f"/users/{two}")
    assert demo.get(team).body["total"] == 0
    assert demo.get(f"{team}/memberships").body["total"] == 0


def test_a_member_joins_once(demo: Any, team: str, user: Callable[..., str]) -> None:
    id_ = user()
    assert join(demo, team, id_).body["confirm"] is True
    again = join(demo, team, id_)
    assert (again.status, again.body["type"]) == (409, "membership_already_confirmed")
    assert join(demo, team, "ghost").body["type"] == "user_not_found"


def test_an_unknown_address_becomes_a_user(demo: Any, team: str) -> None:
    body = {"email": "invited@example.test", "roles": ["guest"], "name": "Invited"}
    made = demo.request("POST", f"{team}/memberships", body).body
    try:
        assert (made["userName"], made["roles"]) == ("Invited", ["guest"])
        assert demo.get(f"/users/{made['userId']}").body["email"] == "invited@example.test"
    finally:
        demo.request("DELETE", f"/users/{made['userId']}")


def test_members_show_the_user_as_it_is_now(demo: Any, team: str, user: Callable[..., str]) -> None:
    id_ = user(name="Before")
    join(demo, team, id_)
    demo.request("PATCH", f"/users/{id_}/name", {"name": "After"})
    demo.request("PUT", team, {"name": "Crew II"})
    shown = demo.get(f"{team}/memberships").body["memberships"][0]
    assert (shown["userName"], shown["teamName"]) == ("After", "Crew II")


def test_users_see_their_own_teams_and_only_owners_change_them(
    demo: Any, team: str, user: Callable[..., str], as_user: Callable[..., dict[str, Any]]
) -> None:
    owner, member, stranger = user(), user(), user()
    join(demo, team, owner, "owner")
    join(demo, team, member, "editor")
    assert demo.get("/teams", **as_user(member)).body["total"] == 1
    assert demo.get(team, **as_user(stranger)).body["type"] == "team_not_found"
    assert demo.get("/teams", **as_user(stranger)).body == {"total": 0, "teams": []}
    refused = demo.request("PUT", team, {"name": "Mine"}, **as_user(member))
    assert (refused.status, refused.body["type"]) == (401, "user_unauthorized")
    assert demo.request("PUT", team, {"name": "Ours"}, **as_user(owner)).status == 200


def test_a_user_owns_the_team_that_it_makes(
    demo: Any, user: Callable[..., str], as_user: Callable[..., dict[str, Any]]
) -> None:
    mine = as_user(user())
    made = demo.request("POST", "/teams", {"teamId": "own", "name": "Own"}, **mine)
    assert (made.status, made.body["total"]) == (201, 1)
    assert demo.request("DELETE", "/teams/own", **mine).status == 204


def test_what_happens_to_a_team_is_logged(demo: Any, team: str) -> None:
    demo.request("PUT", team, {"name": "Renamed"})
    logs = demo.get(f"{team}/logs").body["logs"]
    assert [log["event"] for log in logs[:2]] == ["team.update", "team.create"]
    assert {log["userType"] for log in logs} == {"keyProject"}


def test_a_membership_says_whom_it_means(demo: Any, team: str, user: Callable[..., str]) -> None:
    ann, ben = user(), user()
    email = demo.get(f"/users/{ben}").body["email"]
    other = {"userId": ann, "email": email, "roles": []}
    wrong = demo.request("POST", f"{team}/memberships", other)
    assert (wrong.status, wrong.body["message"]) == (409, "Given userId and email doesn't match")
    nobody = demo.request("POST", f"{team}/memberships", {"roles": []})
    assert nobody.body["message"] == "At least one of userId, email, or phone is required"
    for roles in (["-x"], ["a b"], ["x" * 82], "owner", [1], ["a"] * 101):
        reply = demo.request("POST", f"{team}/memberships", {"userId": ann, "roles": roles})
        assert (reply.status, reply.body["type"]) == (400, "general_argument_invalid"), roles


def test_an_invitation_by_a_user_needs_mail(
    demo: Any, team: str, user: Callable[..., str], as_user: Callable[..., dict[str, Any]]
) -> None:
    ann = user()
    body = {"email": "new@example.test", "roles": []}
    without = demo.request("POST", f"{team}/memberships", body, **as_user(ann))
    assert (without.status, without.body["message"]) == (400, "URL is required")
    invited = {**body, "url": "http://localhost"}
    refused = demo.request("POST", f"{team}/memberships", invited, **as_user(ann))
    assert (refused.status, refused.body["type"]) == (503, "general_smtp_disabled")


def test_an_invitation_is_accepted_by_nobody(
    demo: Any, team: str, user: Callable[..., str]
) -> None:
    ann = user()
    made = demo.request("POST", f"{team}/memberships", {"userId": ann, "roles": []}).body
    body = {"userId": ann, "secret": "guessed"}

    def said(path: str) -> tuple[int, str]:
        reply = demo.request("PATCH", path, body, key=None)
        return reply.status, reply.body["type"]

    assert said(f"{team}/memberships/{made['$id']}/status") == (401, "team_invalid_secret")
    assert said(f"{team}/memberships/ghost/status") == (404, "membership_not_found")
    assert said(f"/teams/ghost/memberships/{made['$id']}/status") == (404, "team_not_found")
    demo.request("POST", "/teams", {"teamId": "elsewhere", "name": "E"})
    elsewhere = f"/teams/elsewhere/memberships/{made['$id']}"
    assert said(f"{elsewhere}/status") == (404, "team_membership_mismatch")
    wrong = demo.request("DELETE", elsewhere)
    assert (wrong.status, wrong.body["type"]) == (404, "team_membership_mismatch")
    ghost = demo.request("DELETE", f"{team}/memberships/ghost")
    assert (ghost.status, ghost.body["type"]) == (404, "team_invite_not_found")
    demo.request("DELETE", "/teams/elsewhere")
