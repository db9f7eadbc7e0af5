"""A person who types into the form of a user what cannot be, or is too late."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def shop(start_demo: Any) -> Iterator[Any]:
    with start_demo("--empty") as started:
        for name in ("ann", "ben", "cat"):
            made = {"userId": name, "name": name.title(), "email": f"{name}@example.test"}
            assert started.request("POST", "/users", made).status == 201
        started.request("POST", "/teams", {"teamId": "crew", "name": "Crew"})
        yield started


async def field(ui: Any, name: str) -> None:
    """Go to a field of the form that is open, and empty it."""
    await ui.press("ctrl+f")
    await ui.type(name)
    await ui.press("enter", "ctrl+u")


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("phone", "030 123456", "A phone number begins with + and has up to 15 digits"),
        ("labels", "very important", "A label has 1 to 36 letters and digits"),
        ("email", "not an address", "Value must be a valid email"),
        ("prefs", "[1, 2]", "Value must be a JSON object"),
        ("prefs", "{", "Value must be JSON"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_stays_there(
    changing: Any, shop: Any, name: str, typed: str, said: str
) -> None:
    async with changing("users") as ui:
        await ui.sees("cat")
        await ui.press("e")
        await ui.sees("Edit user cat")
        await field(ui, name)
        ui.screen.changing.paste(typed)
        shop.control("DELETE", "seen")
        await ui.press("ctrl+s")
        await ui.sees(said, typed)
    assert all(one["method"] == "GET" for one in shop.control("GET", "seen")["requests"])


async def test_preferences_over_the_limit_are_counted(changing: Any, shop: Any) -> None:
    async with changing("users") as ui:
        await ui.sees("cat")
        await ui.press("e")
        await ui.sees("Edit user cat")
        await field(ui, "prefs")
        ui.screen.changing.paste(json.dumps({"a": "x" * 70_000}))
        await ui.press("ctrl+s")
        await ui.sees("It has 70,009 characters as JSON, at most 65,535 are kept")


async def test_a_thousand_labels_are_kept_and_one_more_is_refused(changing: Any, shop: Any) -> None:
    labels = [f"label{number}" for number in range(1000)]
    assert shop.request("PUT", "/users/cat/labels", {"labels": labels}).status == 200
    async with changing("users") as ui:
        await ui.sees("cat")
        await ui.press("m", "l")
        await ui.sees("add a label")
        await ui.type("onemore")
        await ui.press("ctrl+s")
        await ui.sees("labels", "1000", "add a label")
        await ui.press("escape", "y", "m", "r")
        await ui.sees("remove a label")
        await ui.type("label999")
        await ui.press("ctrl+s")
        await ui.sees("Saved: labels")
    assert len(shop.get("/users/cat").body["labels"]) == 999


async def test_an_address_in_use_and_a_weak_password(changing: Any, shop: Any) -> None:
    async with changing("users") as ui:
        await ui.sees("cat")
        await ui.press("a")
        await ui.sees("New user")
        await field(ui, "email")
        await ui.type("ann@example.test")
        await field(ui, "password")
        await ui.type("short")
        await ui.sees("5 characters, at least 8", "•••••")
        await ui.press("ctrl+s")
        await ui.sees("8 to 256")
        await ui.type("er-is-worse")
        await ui.sees("16 characters, fair")
        await ui.press("ctrl+s")
        await ui.sees("already exists", "ann@example.test")
        assert "shorter-is-worse" not in ui.text


async def test_a_user_that_was_deleted_meanwhile(changing: Any, shop: Any) -> None:
    shop.request("POST", "/users", {"userId": "dan", "name": "Dan"})
    async with changing("users") as ui:
        await ui.sees("dan")
        await ui.press("e")
        await ui.sees("Edit user dan")
        await ui.type("x")
        shop.behind("DELETE", "/users/dan")
        await ui.press("ctrl+s")
        await ui.sees("It was deleted meanwhile.", "Danx")


async def test_a_team_is_joined_from_the_side_of_the_user(changing: Any, shop: Any) -> None:
    async with changing("users/ann") as ui:
        await ui.sees("Sessions")
        await ui.press("tab")
        await ui.sees("No memberships here.")
        await ui.press("a")
        await ui.sees("New membership")
        await ui.type("nowhere")
        await ui.press("ctrl+s")
        await ui.sees("Team with the requested ID could not be found")
        await ui.press("ctrl+u")
        await ui.type("crew")
        await ui.press("down")
        await ui.type("cook")
        await ui.press("ctrl+s")
        await ui.sees("Crew", "cook", "joined")
        [member] = shop.get("/teams/crew/memberships").body["memberships"]
        assert (member["userId"], member["roles"]) == ("ann", ["cook"])
        await ui.press("e")
        await ui.sees("Edit membership")
        await ui.type("s")
        await ui.press("ctrl+s", "y")
        await ui.sees("Saved: roles", "cooks")
        await ui.press("D")
        await ui.sees("Delete member ann of crew?")
        await ui.press("y")
        await ui.sees("No memberships here.")
        await ui.press("u", "y")
        await ui.sees("Crew", "cooks")


async def test_marked_users_are_blocked_and_each_failure_is_named(changing: Any, shop: Any) -> None:
    async with changing("users") as ui:
        await ui.sees("ann", "ben", "cat")
        await ui.press("G", "space", "k", "space", "m")
        await ui.sees("User 2 marked")
        shop.behind("DELETE", "/users/ben")
        await ui.press("b")
        await ui.sees("Block: 2 users?", "status true → false")
        await ui.press("y")
        await ui.sees("1 failed", "ben: It was deleted meanwhile.")
        assert shop.get("/users/ann").body["status"] is False


async def test_an_identity_is_removed(opened: Any, start_demo: Any) -> None:
    with start_demo() as full:
        owner = full.get("/users/identities").body["identities"][0]
        place = f"users/{owner['userId']}"
        async with opened(place, endpoint=full.endpoint, secret=full.keys["full"]) as ui:
            await ui.sees("Sessions")
            await ui.press("tab", "tab", "tab")
            await ui.sees(owner["provider"])
            await ui.press("D")
            await ui.sees("Delete identity", "There is no undo for this")
            await ui.press("y")
            await ui.sees("Deleted")
        left = full.get("/users/identities").body["identities"]
        assert owner["$id"] not in [one["$id"] for one in left]
