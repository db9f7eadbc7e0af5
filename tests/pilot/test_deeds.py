"""A person who uses the menu of what else can be done, on one and on many."""

from __future__ import annotations

from pathlib import Path
from typing import Any


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
        await ui.sees("undo  done  3 changes")
        assert user(shop, "user0517")["labels"] == had


async def test_what_failed_is_repeated_by_itself(changing: Any, shop: Any) -> None:
    async with changing("users") as ui:
        await ui.sees("user0517")
        await ui.press("space", "space", "space", "m", "l")
        await ui.sees("add a label")
        await ui.type("twice")
        await ui.press("ctrl+s")
        await ui.sees("Add a label: 3 users?")
        shop.spoil("429", "PUT", "user0518/labels")
        await ui.press("y")
        await ui.sees("1 failed", "user0518: The server is being asked too often.")
        assert "twice" not in user(shop, "user0518")["labels"]
        # Somebody changes it meanwhile: the repetition works on what is there then.
        shop.behind("PUT", "/users/user0518/labels", {"labels": ["theirs"]})
        shop.control("DELETE", "seen")
        await ui.press("J", "R")
        await ui.until(lambda: "twice" in user(shop, "user0518")["labels"], "the label")
        assert user(shop, "user0518")["labels"] == ["theirs", "twice"]
        puts = [one for one in shop.control("GET", "seen")["requests"] if one["method"] == "PUT"]
        assert len(puts) == 1


async def test_marked_users_are_deleted_after_their_number_was_typed(
    changing: Any, shop: Any
) -> None:
    async with changing("users") as ui:
        await ui.sees("user0519")
        await ui.press("G")
        await ui.sees("486–520", "alice")
        await ui.press("space", "k", "space", "D")
        await ui.sees("Delete: 2 users?", "but no memberships", "type 2 and enter")
        await ui.type("2")
        await ui.press("enter")
        await ui.sees("delete users", "2 users")
        assert shop.get("/users/alice").status == shop.get("/users/bob").status == 404


async def test_a_list_without_more_says_so(changing: Any) -> None:
    async with changing("databases/shop/orders") as ui:
        await ui.sees("1–")
        await ui.press("m")
        await ui.sees("There is nothing more to do with rows")


async def test_a_password_is_set_but_never_seen(changing: Any, shop: Any, tmp_path: Path) -> None:
    body = {"userId": "secretive", "email": "secretive@example.test", "password": "first one 1"}
    assert shop.request("POST", "/users", body).status == 201
    async with changing("users") as ui:
        await ui.sees("secretive")
        await ui.press("m", "p")
        await ui.sees("set the password")
        await ui.type("short")
        await ui.press("ctrl+s")
        await ui.sees("between 8 and 256 characters")
        await ui.type("-but-no-longer")
        await ui.sees("•••••", "19 characters")
        assert "short-but" not in ui.text
        await ui.press("f4")
        await ui.sees("not written to a file")
        await ui.press("ctrl+s")
        await ui.sees("All sessions of this user end.")
        await ui.press("y")
        await ui.sees("Saved", "There is no undo for it.")
        await ui.press("exclamation_mark")
        await ui.sees("Requests")
        assert "short-but" not in ui.text
    signing = {"email": body["email"], "password": "short-but-no-longer"}
    assert shop.request("POST", "/account/sessions/email", signing, key=None).status == 201
    for path in filter(Path.is_file, (tmp_path / "state").rglob("*")):
        assert b"short-but" not in path.read_bytes()


async def test_a_jwt_is_shown_once_and_only_when_asked_for(
    changing: Any, shop: Any, tmp_path: Path
) -> None:
    async with changing("users") as ui:
        await ui.sees("user0516")
        await ui.press("m", "j")
        await ui.sees("make a JWT", "default: 900")
        await ui.press("ctrl+s")
        await ui.sees("Whoever holds it acts as this user.")
        await ui.press("y")
        await ui.sees("JWT of user", "was made", "••••", "kept nowhere")
        assert "eyJ" not in ui.text
        await ui.press("v")
        await ui.sees("eyJ")
        await ui.press("escape")
        await ui.sees("Done.")
        assert "eyJ" not in ui.text
    for path in filter(Path.is_file, (tmp_path / "state").rglob("*")):
        assert b"eyJ" not in path.read_bytes()


async def test_sessions_are_ended_one_by_one_or_all(changing: Any, shop: Any) -> None:
    sessions = shop.get("/users/carol/sessions").body["sessions"]
    assert len(sessions) > 1
    async with changing("users/carol") as ui:
        await ui.sees(f"of {len(sessions)}")
        await ui.press("D")
        await ui.sees("Delete session", "must sign in again")
        await ui.press("y")
        await ui.sees("Deleted", "There is no undo for it.", f"of {len(sessions) - 1}")
        assert shop.get("/users/carol/sessions").body["total"] == len(sessions) - 1
        await ui.go("users")
        await ui.press("slash")
        await ui.type("carol")
        await ui.press("enter")
        await ui.sees("1–1 of 1")
        await ui.press("m", "e")
        await ui.sees("Delete all sessions of user carol?")
        await ui.press("y")
        await ui.sees("Deleted")
        assert shop.get("/users/carol/sessions").body["total"] == 0


async def test_a_target_is_added_edited_removed_and_back(changing: Any, shop: Any) -> None:
    async with changing("users/user0515") as ui:
        await ui.sees("essions")
        await ui.press("tab", "tab")
        await ui.sees("identifier")
        await ui.press("a")
        await ui.sees("New target")
        await ui.press("ctrl+u")
        await ui.type("work")
        await ui.press("down", "e", "down")
        await ui.type("work@example.test")
        await ui.press("ctrl+s")
        await ui.sees("Created", "work@example.test")
        await ui.press("D")
        await ui.sees("Delete target work")
        await ui.press("y")
        await ui.sees("Deleted")
        assert shop.get("/users/user0515/targets/work").status == 404
        await ui.press("u")
        await ui.sees("Undo: Create target work")
        await ui.press("y")
        await ui.sees("Undone")
        found = shop.get("/users/user0515/targets/work").body
        assert found["identifier"] == "work@example.test"
