"""Reading users, teams and what belongs to them in the seeded shop."""

from __future__ import annotations

from typing import Any


def ids(reply: Any, key: str) -> list[str]:
    assert reply.status == 200, reply.body
    return [each["$id"] for each in reply.body[key]]


def test_a_user_is_shown_with_its_hash_and_targets(demo: Any) -> None:
    user = demo.get("/users/alice").body
    assert user["hash"] == "argon2"
    assert user["password"].startswith("$argon2id$v=19$m=65536,t=4,p=3$")
    assert [target["providerType"] for target in user["targets"]] == ["email", "sms", "push"]
    assert user["prefs"] == {"theme": "dark", "lang": "sv"}
    assert not [key for key in user if key.startswith("_")]


def test_users_are_filtered_by_what_people_ask_for(demo: Any) -> None:
    blocked = demo.get("/users", {"method": "equal", "attribute": "status", "values": [False]})
    assert blocked.body["total"] > 10
    assert all(user["status"] is False for user in blocked.body["users"])
    asked = demo.get("/users", {"method": "isNull", "attribute": "accessedAt"})
    assert asked.body["message"] == (
        "Invalid `queries` param: Invalid query: Attribute not found in schema: accessedAt"
    )
    staff = demo.get("/users", {"method": "contains", "attribute": "labels", "values": ["staff"]})
    assert ids(staff, "users") == ["alice", "bob"]


def test_search_matches_the_beginnings_of_words_only(demo: Any) -> None:
    found = demo.get("/users", params={"search": "anderss"}).body
    assert "alice" in [user["$id"] for user in found["users"]]
    assert demo.get("/users", params={"search": "ndersson"}).body["total"] == 0


def test_more_users_than_one_query_of_the_server_can_take_are_refused(demo: Any) -> None:
    assert len(demo.get("/users", {"method": "limit", "values": [500]}).body["users"]) == 500
    refused = demo.get("/users", {"method": "limit", "values": [501]})
    assert (refused.status, refused.body["type"]) == (400, "general_query_invalid")
    assert "greater than 500 values" in refused.body["message"]


def test_every_kind_of_hash_is_there(demo: Any) -> None:
    users = demo.get("/users", {"method": "limit", "values": [100]}).body["users"]
    kinds = {user["hash"] for user in users}
    assert kinds == {"argon2", "bcrypt", "md5", "sha", "phpass", "scrypt", "scryptMod"}
    assert all("salt" not in user["hashOptions"] for user in users if user["hash"] == "scrypt")


def test_what_belongs_to_a_user_is_listed(demo: Any) -> None:
    sessions = demo.get("/users/alice/sessions").body
    assert sessions["total"] == 6
    assert {"browser", "library"} <= {each["clientType"] for each in sessions["sessions"]}
    memberships = demo.get("/users/alice/memberships").body["memberships"]
    assert ("support", "Support", ["owner"]) in [
        (each["teamId"], each["teamName"], each["roles"]) for each in memberships
    ]
    logs = demo.get("/users/alice/logs").body["logs"]
    assert [log["time"] for log in logs] == sorted((log["time"] for log in logs), reverse=True)
    identities = demo.get("/users/identities").body
    assert identities["total"] > 20
    mine = {
        "method": "equal",
        "attribute": "userId",
        "values": [identities["identities"][0]["userId"]],
    }
    assert demo.get("/users/identities", mine).body["total"] == 1


def test_unknown_things_of_users_are_not_found(demo: Any) -> None:
    for path, kind in (
        ("/users/ghost", "user_not_found"),
        ("/users/ghost/sessions", "user_not_found"),
        ("/users/alice/targets/ghost", "user_target_not_found"),
        ("/teams/ghost", "team_not_found"),
        ("/teams/support/memberships/ghost", "membership_not_found"),
    ):
        reply = demo.get(path)
        assert (reply.status, reply.body["type"]) == (404, kind)


def test_teams_count_confirmed_members(demo: Any) -> None:
    teams = {team["$id"]: team for team in demo.get("/teams").body["teams"]}
    assert len(teams) == 8
    memberships = demo.get("/teams/support/memberships", {"method": "limit", "values": [100]}).body
    confirmed = [each for each in memberships["memberships"] if each["confirm"]]
    assert teams["support"]["total"] == len(confirmed) < memberships["total"]
    assert all(each["joined"] == "" for each in memberships["memberships"] if not each["confirm"])


def test_older_servers_know_less_of_users(start_demo: Any) -> None:
    with start_demo("--server-version", "1.8.1") as old:
        user = old.get("/users/alice").body
        assert "emailCanonical" not in user
        assert "impersonator" not in user
        assert old.get("/users", {"method": "limit", "values": [5001]}).status == 200
