"""A person who changes teams and their members."""

from __future__ import annotations

from typing import Any


async def test_a_team_is_made_renamed_and_deleted(changing: Any, shop: Any) -> None:
    async with changing("teams") as ui:
        await ui.sees("1–")
        await ui.press("a")
        await ui.sees("New team")
        await ui.press("ctrl+u")
        await ui.type("crew")
        await ui.press("down")
        await ui.type("Crew")
        await ui.press("ctrl+s")
        await ui.sees("Created", "crew")
        await ui.press("g", "e")
        await ui.sees("Edit team crew")
        await ui.press("ctrl+u")
        await ui.type("Night-Crew")
        await ui.press("ctrl+s")
        await ui.sees("Saved: name Crew → Night-Crew")
        assert shop.get("/teams/crew").body["name"] == "Night-Crew"
        await ui.press("e", "down", "ctrl+u")
        ui.screen.changing.paste('{"shift": "night"}')
        await ui.press("ctrl+s")
        await ui.sees("Saved: prefs")
        assert shop.get("/teams/crew").body["prefs"] == {"shift": "night"}
        await ui.press("u", "y")
        await ui.sees("Undone")
        assert shop.get("/teams/crew").body["prefs"] == {}
        await ui.press("D")
        await ui.sees("Delete team crew?", "There is no undo for this.")
        await ui.type("crew")
        await ui.press("enter")
        await ui.sees("Deleted")
        assert shop.get("/teams/crew").status == 404


async def test_a_member_is_added_given_roles_removed_and_brought_back(
    changing: Any, shop: Any
) -> None:
    shop.request("POST", "/teams", {"teamId": "desk", "name": "Desk"})
    path = "/teams/desk/memberships"
    async with changing("teams/desk") as ui:
        await ui.sees("No members here")
        await ui.press("a")
        await ui.sees("New membership")
        await ui.sees("enter searches a user")
        await ui.press("enter")
        await ui.type("alic")
        await ui.sees("alice@")
        await ui.press("enter", "ctrl+s")
        await ui.sees("Created: member alice of desk", "Alice")
        await ui.press("e")
        await ui.sees("Edit membership")
        await ui.type("owner")
        await ui.press("ctrl+s", "y")
        await ui.sees("Saved: roles")
        assert shop.get(path).body["memberships"][0]["roles"] == ["owner"]
        await ui.press("D")
        await ui.sees("Delete member alice of desk?")
        await ui.press("y")
        await ui.sees("Deleted")
        assert shop.get(path).body["total"] == 0
        await ui.press("u")
        await ui.sees("Undo")
        await ui.press("y")
        await ui.sees("Undone: member alice of desk is there again")
        [member] = shop.get(path).body["memberships"]
        assert (member["userId"], member["roles"]) == ("alice", ["owner"])


async def test_a_user_is_put_in_a_team_that_is_searched_by_its_name(
    changing: Any, shop: Any
) -> None:
    shop.request("POST", "/teams", {"teamId": "lighthouse", "name": "Keepers of the light"})
    async with changing("users/bob") as ui:
        await ui.sees("Sessions  Memberships")
        await ui.press("tab")
        await ui.sees("joined")
        await ui.press("a")
        await ui.sees("New membership", "enter searches a team")
        await ui.press("enter")
        await ui.type("keepers")
        await ui.sees("lighthouse")
        await ui.press("enter", "ctrl+s")
        await ui.sees("Created: member bob of lighthouse")
    [member] = shop.get("/teams/lighthouse/memberships").body["memberships"]
    assert member["userId"] == "bob"
