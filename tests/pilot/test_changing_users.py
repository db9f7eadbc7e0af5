"""A person who changes users: every field has a request of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any


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


async def test_several_fields_are_asked_for_and_undone_at_once(changing: Any, shop: Any) -> None:
    def both() -> tuple[str, str]:
        found = user(shop, "user0513")
        return found["name"], found["email"]

    before = both()
    async with changing("users") as ui:
        await ui.sees("user0513")
        await ui.press(*["j"] * 6, "e")
        await ui.sees("Edit user user0513")
        await ui.press("ctrl+u")
        await ui.type("Both")
        await ui.press("down", "ctrl+u")
        await ui.type("both@example.test")
        await ui.press("ctrl+s")
        await ui.sees("Update user user0513? 2 requests", "both@example.test")
        await ui.press("y")
        await ui.sees("Saved: name, email. u undoes them.")
        assert both() == ("Both", "both@example.test")
        await ui.press("u")
        await ui.sees("Undo: Update user user0513? 2 requests")
        await ui.press("y")
        await ui.sees("Undone: email, name. U redoes them.")
        assert both() == before
        await ui.press("U")
        await ui.sees("Redo: Update user user0513? 2 requests")
        await ui.press("y")
        await ui.sees("Redone: name, email. u undoes them.")
        assert both() == ("Both", "both@example.test")


async def test_somebody_faster_is_shown_for_several_fields(changing: Any, shop: Any) -> None:
    async with changing("users") as ui:
        await ui.sees("user0514")
        while (ui.screen.current or {})["$id"] != "user0514":
            await ui.press("j")
        await ui.press("e")
        await ui.sees("Edit user user0514")
        await ui.press("ctrl+u")
        await ui.type("Mine")
        await ui.press("down", "ctrl+u")
        await ui.type("mine@example.test")
        shop.request("PATCH", "/users/user0514/name", {"name": "Theirs"})
        await ui.press("ctrl+s", "y")
        await ui.sees("was changed by somebody else", "Theirs", "only yours: user0514@")
        await ui.press("t", "enter")
        await ui.sees("Saved: email")
        found = user(shop, "user0514")
        assert (found["name"], found["email"]) == ("Theirs", "mine@example.test")


async def test_what_fails_is_named_and_the_rest_is_kept(changing: Any, shop: Any) -> None:
    taken = user(shop, "alice")["email"]
    async with changing("users") as ui:
        await ui.sees("user0516")
        while (ui.screen.current or {})["$id"] != "user0516":
            await ui.press("j")
        await ui.press("e")
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
        await ui.press("down")
        await ui.type("newcomer@example.test")
        await ui.press("down", "down")
        await ui.type("a-long-secret-one")
        await ui.press("ctrl+s")
        await ui.sees("Created", "newcomer")
        assert user(shop, "newcomer")["name"] == "Newcomer"
        signing = {"email": "newcomer@example.test", "password": "a-long-secret-one"}
        assert shop.request("POST", "/account/sessions/email", signing, key=None).status == 201
        await ui.press("g", "D")
        await ui.sees("Delete user newcomer?", "u brings back id", "do not come back")
        await ui.type("newcomer")
        await ui.press("enter")
        await ui.sees("Deleted")
        assert shop.get("/users/newcomer").status == 404


async def test_read_only_refuses(changing: Any, shop: Any) -> None:
    async with changing("users", read_only=True) as ui:
        await ui.sees("user0514")
        await ui.press("e")
        await ui.sees("read-only")


async def test_a_deleted_user_comes_back_and_the_old_password_works(
    changing: Any, shop: Any
) -> None:
    body = {"userId": "phoenix", "email": "phoenix@example.test", "password": "correct horse 1"}
    assert shop.request("POST", "/users", {**body, "name": "Phoenix"}).status == 201
    shop.request("PUT", "/users/phoenix/labels", {"labels": ["staff"]})
    shop.request("PATCH", "/users/phoenix/verification", {"emailVerification": True})
    shop.request("PATCH", "/users/phoenix/phone", {"number": "+4930123456"})
    shop.request("PATCH", "/users/phoenix/status", {"status": False})
    member = {"userId": "phoenix", "roles": ["editor"]}
    assert shop.request("POST", "/teams/support/memberships", member).status == 201
    before = user(shop, "phoenix")
    async with changing("users") as ui:
        await ui.sees("phoenix")
        await ui.press("D")
        await ui.sees("Delete user phoenix?", "1 membership", "the old password")
        assert "argon2id" not in ui.text
        await ui.type("phoenix")
        await ui.press("enter")
        await ui.sees("Deleted: user phoenix. u undoes.")
        await ui.press("u")
        await ui.sees("Undo: Create user phoenix?")
        assert "argon2id" not in ui.text
        await ui.press("y")
        await ui.sees("Undone: user phoenix")
        after = user(shop, "phoenix")
        kept = ("name", "email", "phone", "labels", "emailVerification", "status", "password")
        assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
        members = shop.get("/users/phoenix/memberships").body["memberships"]
        assert [(one["teamId"], one["roles"]) for one in members] == [("support", ["editor"])]
        await ui.press("U")
        await ui.sees("Redo: Delete user phoenix?")
        await ui.press("y")
        await ui.sees("Redone: user phoenix is deleted")
        assert shop.get("/users/phoenix").status == 404
        await ui.press("u", "y")
        await ui.sees("Undone: user phoenix")
        after = user(shop, "phoenix")
        assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    shop.request("PATCH", "/users/phoenix/status", {"status": True})
    signing = {name: body[name] for name in ("email", "password")}
    assert shop.request("POST", "/account/sessions/email", signing, key=None).status == 201


async def test_the_hash_is_not_kept_where_the_settings_forbid_it(
    changing: Any, shop: Any, tmp_path: Path
) -> None:
    body = {"userId": "ash", "email": "ash@example.test", "password": "correct horse 1"}
    assert shop.request("POST", "/users", body).status == 201
    (tmp_path / "settings.toml").write_text("[journal]\ndeleted_users = false\n")
    async with changing("users") as ui:
        await ui.sees("ash@example.test")
        await ui.press("D")
        await ui.sees("Delete user ash?", "the password is lost")
        await ui.type("ash")
        await ui.press("enter")
        await ui.sees("Deleted")
    journal = (tmp_path / "state" / "journal.sqlite").read_bytes()
    side = tmp_path / "state" / "journal.sqlite-wal"
    assert b"argon2id" not in journal + (side.read_bytes() if side.exists() else b"")


async def test_a_changed_address_is_unverified_and_the_undo_verifies_it_again(
    changing: Any, shop: Any
) -> None:
    body = {"userId": "verified", "email": "old@example.test"}
    assert shop.request("POST", "/users", body).status == 201
    shop.request("PATCH", "/users/verified/verification", {"emailVerification": True})
    async with changing("users") as ui:
        await ui.sees("old@example.test")
        await ui.press("e")
        await ui.sees("Edit user verified")
        await ui.press("down", "ctrl+u")
        await ui.type("new@example.test")
        await ui.press("ctrl+s")
        await ui.sees("emailVerification", "takes the verification", "gives it back")
        await ui.press("y")
        await ui.sees("Saved: email")
        assert user(shop, "verified")["emailVerification"] is False
        await ui.press("u")
        await ui.sees("Undo: Update user verified")
        await ui.press("y")
        await ui.sees("Undone: email, emailVerification.")
        found = user(shop, "verified")
        assert (found["email"], found["emailVerification"]) == ("old@example.test", True)


async def test_a_session_is_made_in_the_list_of_sessions(changing: Any, shop: Any) -> None:
    path = "/users/user0517/sessions"
    before = shop.get(path).body["total"]
    async with changing("users/user0517") as ui:
        await ui.sees("Sessions  Memberships")
        await ui.press("a")
        await ui.sees("Create session of user user0517?", "acts as this user")
        await ui.press("y")
        await ui.sees("told this once")
        assert "Sending" not in ui.text
        assert shop.get(path).body["total"] == before + 1


async def test_what_is_typed_after_saving_came_too_late(changing: Any, shop: Any) -> None:
    async with changing("users") as ui:
        await ui.sees("user0516")
        while (ui.screen.current or {})["$id"] != "user0516":
            await ui.press("j")
        await ui.press("e")
        await ui.sees("Edit user user0516")
        form = ui.screen.panels.form
        assert form is not None
        # As a terminal sends it that gets all of it at once.
        for key, character in (("ctrl+u", None), ("N", "N"), ("ctrl+s", None), ("x", "x")):
            form.press(key, character)
        form.paste("y")
        await ui.sees("Saved: name")
        assert user(shop, "user0516")["name"] == "N"
