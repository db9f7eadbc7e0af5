"""A person who uses the menu of what else can be done, on one and on many."""

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


async def test_one_user_is_blocked_and_that_is_undone(changing: Any, shop: Any) -> None:
    async with changing("users") as ui:
        await ui.sees("user0519")
        await ui.press("m")
        await ui.sees("User user0519", "b  block", "l  add a label")
        await ui.press("b")
        await ui.sees("Update user user0519?", "A blocked user's sessions are refused.")
        await ui.press("y")
        await ui.sees("Saved: status true → false")
        assert user(shop, "user0519")["status"] is False
        await ui.press("u")
        await ui.sees("Undo: Update user user0519")
        await ui.press("y")
        await ui.sees("Undone")
        assert user(shop, "user0519")["status"] is True


async def test_what_is_so_already_sends_nothing(changing: Any) -> None:
    async with changing("users") as ui:
        await ui.sees("user0519")
        await ui.press("m", "u")
        await ui.sees("It is so already; nothing was sent.")


async def test_marked_users_get_a_label_as_a_job_and_one_undo(changing: Any, shop: Any) -> None:
    had = user(shop, "user0517")["labels"]
    async with changing("users") as ui:
        await ui.sees("user0517")
        await ui.press("space", "space", "space", "m")
        await ui.sees("User 3 marked")
        await ui.press("l")
        await ui.sees("add a label")
        await ui.type("spring26")
        await ui.press("ctrl+s")
        await ui.sees("Add a label: 3 users?", "update user user0519", "update user user0517")
        await ui.press("y")
        await ui.sees("add a label users", "3 users")
        assert user(shop, "user0517")["labels"] == [*had, "spring26"]
        assert "spring26" in user(shop, "user0519")["labels"]
        await ui.press("u")
        await ui.sees("Undo all 3 changes of the last job?")
        await ui.press("y")
        await ui.sees("undo", "3 rows")
        assert user(shop, "user0517")["labels"] == had


async def test_marked_users_are_deleted_after_their_number_was_typed(
    changing: Any, shop: Any
) -> None:
    async with changing("users") as ui:
        await ui.sees("user0519")
        await ui.press("G")
        await ui.sees("486–520", "alice")
        await ui.press("space", "k", "space", "D")
        await ui.sees("Delete: 2 users?", "There is no undo for this", "type 2 and enter")
        await ui.type("2")
        await ui.press("enter")
        await ui.sees("delete users", "2 users")
        assert shop.get("/users/alice").status == shop.get("/users/bob").status == 404


async def test_a_list_without_more_says_so(changing: Any) -> None:
    async with changing("databases/shop/orders") as ui:
        await ui.sees("1–")
        await ui.press("m")
        await ui.sees("There is nothing more to do with rows")
