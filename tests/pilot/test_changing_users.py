"""A person who changes users: every field has a request of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.pilot.conftest import Open


@pytest.fixture(scope="module")
def shop(start_demo: Any) -> Iterator[Any]:
    """A shop that may be changed."""
    with start_demo() as started:
        yield started


@pytest.fixture
def changing(opened: Open, shop: Any) -> Any:
    """`async with changing(place) as ui:` on a shop that may be changed."""
    return lambda place, **more: opened(
        place, endpoint=shop.endpoint, secret=shop.keys[more.pop("key", "full")], **more
    )


def user(shop: Any, user_id: str) -> Any:
    return shop.get(f"/users/{user_id}").body


async def test_a_name_is_saved_and_undone(changing: Any, shop: Any) -> None:
    before = user(shop, "user0519")["name"]
    async with changing("users") as ui:
        await ui.sees("user0519")
        await ui.press("e")
        await ui.sees("Edit user user0519", before)
        await ui.press("ctrl+u")
        await ui.type("New-Name")
        await ui.press("ctrl+s")
        await ui.sees("Saved: name")
        assert user(shop, "user0519")["name"] == "New-Name"
        await ui.press("u")
        await ui.sees("Undo: Update user user0519")
        await ui.press("y")
        await ui.sees("Undone")
        assert user(shop, "user0519")["name"] == before


async def test_blocking_is_asked_for_and_shown(changing: Any, shop: Any) -> None:
    async with changing("users") as ui:
        await ui.sees("user0518")
        await ui.press("j", "e")
        await ui.sees("Edit user user0518")
        await ui.press(*["down"] * 4, "left")
        await ui.sees("status true → false")
        await ui.press("ctrl+s")
        await ui.sees("Update user user0518?", "A blocked user's sessions are refused.")
        await ui.press("y")
        await ui.sees("Saved: status true → false")
        await ui.sees("blocked")
        assert user(shop, "user0518")["status"] is False


async def test_several_fields_are_asked_for_once(changing: Any, shop: Any) -> None:
    async with changing("users") as ui:
        await ui.sees("user0517")
        await ui.press("j", "j", "e")
        await ui.sees("Edit user user0517")
        await ui.press("ctrl+u")
        await ui.type("Both")
        await ui.press("down", "ctrl+u")
        await ui.type("both@example.test")
        await ui.press("ctrl+s")
        await ui.sees("Update user user0517? 2 requests", "takes away its verification")
        await ui.press("y")
        await ui.sees("Saved: name, email.")
        found = user(shop, "user0517")
        assert (found["name"], found["email"]) == ("Both", "both@example.test")


async def test_what_fails_is_named_and_the_rest_is_kept(changing: Any, shop: Any) -> None:
    taken = user(shop, "alice")["email"]
    async with changing("users") as ui:
        await ui.sees("user0516")
        await ui.press("j", "j", "j", "e")
        await ui.sees("Edit user user0516")
        await ui.press("ctrl+u")
        await ui.type("First")
        await ui.press("down", "ctrl+u")
        await ui.type(taken)
        await ui.press("ctrl+s", "y")
        await ui.sees("Saved: name. Not saved: email.", "already exists")
        await ui.sees("Edit user user0516", taken)
        found = user(shop, "user0516")
        assert found["name"] == "First"
        assert found["email"] != taken


async def test_a_user_is_created_and_deleted_by_typing_the_id(changing: Any, shop: Any) -> None:
    async with changing("users") as ui:
        await ui.sees("user0515")
        await ui.press("a")
        await ui.sees("New user")
        await ui.press("ctrl+u")
        await ui.type("newcomer")
        await ui.press("down")
        await ui.type("Newcomer")
        await ui.press("ctrl+s")
        await ui.sees("Created", "newcomer")
        assert user(shop, "newcomer")["name"] == "Newcomer"
        await ui.press("g", "D")
        await ui.sees("Delete user newcomer?", "There is no undo for this.")
        await ui.type("newcomer")
        await ui.press("enter")
        await ui.sees("Deleted")
        assert shop.get("/users/newcomer").status == 404


async def test_read_only_refuses(changing: Any, shop: Any) -> None:
    async with changing("users", read_only=True) as ui:
        await ui.sees("user0514")
        await ui.press("e")
        await ui.sees("read-only")
