"""A person who looks after permissions: the matrix, roles by name, presets, warnings."""

from __future__ import annotations

from typing import Any

from tests.pilot.conftest import Open


async def test_a_role_is_found_by_name_and_granted(opened: Open, shop: Any) -> None:
    place = "databases/shop/orders/order19999"
    async with opened(place, endpoint=shop.endpoint, secret=shop.keys["full"]) as ui:
        await ui.sees("order19999")
        await ui.press("p")
        await ui.sees("Permissions · row order19999 · row security is on", "from the table")
        await ui.press("a")
        await ui.type("alice")
        await ui.sees("user:alice", "Alice Andersson")
        await ui.press("enter")
        await ui.sees("1 change", "+ new", "user:alice")
        await ui.press("right", "space")
        await ui.sees("2 changes")
        await ui.press("ctrl+s")
        await ui.sees("+ read    user alice", "+ update  user alice")
        await ui.press("n")
        await ui.sees("Permissions · row order19999", "2 changes")
        await ui.press("ctrl+s", "y")
        await ui.sees("Saved: permissions")
        row = shop.get("/tablesdb/shop/tables/orders/rows/order19999").body
        assert row["$permissions"] == ['read("user:alice")', 'update("user:alice")']
        await ui.press("u", "y")
        await ui.sees("Undone")
        row = shop.get("/tablesdb/shop/tables/orders/rows/order19999").body
        assert row["$permissions"] == []


async def test_everybody_may_update_is_warned_of(opened: Open, shop: Any) -> None:
    place = "databases/shop/orders/order19998"
    async with opened(place, endpoint=shop.endpoint, secret=shop.keys["full"]) as ui:
        await ui.sees("order19998")
        await ui.press("p", "a")
        await ui.type("any")
        await ui.press("enter", "right", "space")
        await ui.sees("! Everybody can update, signed in or not.")
        await ui.press("escape")
        await ui.sees("Discard 2 changes?")
        await ui.press("y")
        await ui.sees_not("Permissions ·")


async def test_a_tables_settings_survive_a_change_of_its_permissions(
    opened: Open, shop: Any
) -> None:
    before = shop.get("/tablesdb/shop/tables/orders").body
    async with opened("databases/shop", endpoint=shop.endpoint, secret=shop.keys["full"]) as ui:
        await ui.sees("Orders")
        while "orders" not in next(line for line in ui.text.split("\n") if line.startswith("▌")):
            await ui.press("j")
        await ui.press("p")
        await ui.sees("Permissions · table orders", "create")
        await ui.press("a")
        await ui.type("label:vip")
        await ui.press("enter", "ctrl+s")
        await ui.sees("Update table orders?")
        await ui.press("y")
        await ui.sees("Saved: permissions")
    after = shop.get("/tablesdb/shop/tables/orders").body
    assert after["$permissions"] == [*before["$permissions"], 'read("label:vip")']
    assert (after["rowSecurity"], after["name"]) == (before["rowSecurity"], before["name"])


async def test_a_file_gets_its_permissions_too(opened: Open, shop: Any) -> None:
    async with opened("storage/exports", endpoint=shop.endpoint, secret=shop.keys["full"]) as ui:
        await ui.until(lambda: bool(ui.screen.view.loaded), "files")
        file = ui.screen.view.loaded[0]
        await ui.press("p")
        await ui.sees(f"Permissions · file {file['$id']}")
        await ui.press("a")
        await ui.type("users")
        await ui.press("enter", "ctrl+s")
        await ui.sees(f"Update file {file['$id']} of exports?")
        await ui.press("y")
        await ui.sees("Saved: permissions")
        now = shop.get(f"/storage/buckets/exports/files/{file['$id']}").body
        assert 'read("users")' in now["$permissions"]
        assert now["name"] == file["name"]


async def test_from_a_list_that_is_ignored_one_gets_to_the_one_that_counts(
    opened: Open, shop: Any
) -> None:
    place = "databases/shop/events/ev007999"
    table = "/tablesdb/shop/tables/events"
    async with opened(place, endpoint=shop.endpoint, secret=shop.keys["full"]) as ui:
        await ui.until(lambda: ui.screen.view.parent is not None, "the table")
        await ui.sees("ev007999")
        await ui.press("p")
        await ui.sees("Permissions · row ev007999 · row security is off", "ignored")
        await ui.press("a")
        await ui.type("users")
        await ui.press("enter")
        await ui.sees("! row security is off: this list is ignored, only the table's counts; t")
        await ui.press("t")
        await ui.sees("Save these changes first")
        await ui.press("space", "t")
        await ui.sees("Permissions · table events · row security is off", "create")
        await ui.press("a")
        await ui.type("label:vip")
        await ui.press("enter", "ctrl+s")
        await ui.sees("Update table events?")
        await ui.press("y")
        await ui.sees("Saved: permissions")
    assert 'read("label:vip")' in shop.get(table).body["$permissions"]


async def test_a_form_is_seen_after_the_matrix_was(opened: Any) -> None:
    async with opened("storage") as ui:
        await ui.sees("invoices")
        await ui.press("p")
        await ui.sees("Permissions · bucket")
        await ui.press("escape", "e")
        await ui.sees("Edit bucket", "maximumFileSize", "ctrl+s save")


async def test_the_roles_of_a_team_and_its_members_are_offered(opened: Open, shop: Any) -> None:
    place = "databases/shop/orders/order19997"
    async with opened(place, endpoint=shop.endpoint, secret=shop.keys["full"]) as ui:
        await ui.sees("order19997")
        await ui.press("p", "a")
        await ui.type("support")
        await ui.sees("team:support/billing", "its billing, Support", "Alice Andersson of Support")
        await ui.press("ctrl+u", *"Omar")
        await ui.sees("Omar García of Support")
        while "▌member:" not in ui.text:
            await ui.press("down")
        await ui.press("enter")
        await ui.sees("Omar García of Support", "member:5ec451a5dcbf5ebbb1a5", "+ new")


async def test_permissions_of_two_are_merged_role_by_role(opened: Open, shop: Any) -> None:
    path = "/tablesdb/shop/tables/orders/rows/order19996"
    shop.request("PATCH", path, {"permissions": ['read("user:alice")']})
    place = "databases/shop/orders/order19996"
    async with opened(place, endpoint=shop.endpoint, secret=shop.keys["full"]) as ui:
        await ui.sees("order19996")
        await ui.press("p")
        await ui.sees("user:alice")
        await ui.press("a", *"label", "colon", *"vip", "enter")
        await ui.sees("1 change", "label:vip")
        shop.request("PATCH", path, {"permissions": ['read("user:bob")'], "data": {"items": 99}})
        await ui.press("ctrl+s", "y")
        await ui.sees(
            "yours:  + read    label vip",
            "theirs: + read    user bob",
            "theirs: − read    user alice",
            "only theirs:",
            "99",
        )
        await ui.press("e")
        await ui.sees("Permissions · row order19996", "user:bob", "1 change", "+ new")
        await ui.sees_not("user:alice")
        await ui.press("ctrl+s", "y")
        await ui.sees("Saved: permissions")
        assert shop.get(path).body["$permissions"] == ['read("user:bob")', 'read("label:vip")']


async def test_marked_rows_keep_what_is_their_own_or_get_the_same_list(
    opened: Open, shop: Any
) -> None:
    def lists() -> list[Any]:
        names = ("review2999", "review2998")
        rows = (shop.get(f"/tablesdb/shop/tables/reviews/rows/{name}").body for name in names)
        return [row["$permissions"] for row in rows]

    path = "/tablesdb/shop/tables/reviews/rows/"
    shop.request("PATCH", f"{path}review2999", {"permissions": ['read("user:alice")']})
    shop.request("PATCH", f"{path}review2998", {"permissions": ['read("user:bob")']})
    place = "databases/shop/reviews"
    async with opened(place, endpoint=shop.endpoint, secret=shop.keys["full"]) as ui:
        await ui.sees("review2999")
        await ui.press("space", "space", "g", "p")
        await ui.sees("all marked rows, beginning with those of row review2999", "user:alice")
        await ui.press("a", *"users", "enter", "ctrl+s")
        await ui.sees("These changes for 2 rows, or this list?", "1 of the 2 rows at hand")
        await ui.press("c")
        await ui.sees("Set the permissions of 2 rows", "review2998  + read", "2 of the 2 rows")
        await ui.sees_not("user:alice)")
        await ui.press("y")
        await ui.sees("done  2 rows")
        assert lists() == [
            ['read("user:alice")', 'read("users")'],
            ['read("user:bob")', 'read("users")'],
        ]
        await ui.press("space", "space", "g", "p")
        await ui.sees("all marked rows")
        await ui.press("a", *"guests", "enter", "ctrl+s")
        await ui.sees("These changes for 2 rows, or this list?")
        await ui.press("l")
        await ui.sees("review2998  − read    user bob", "review2998  + read    user alice")
        await ui.press("y")
        await ui.until(lambda: lists()[0] == lists()[1], "the same list for both")


async def test_a_user_that_is_not_there_is_named_so(opened: Open, shop: Any) -> None:
    place = "databases/shop/orders/order19995"
    async with opened(place, endpoint=shop.endpoint, secret=shop.keys["full"]) as ui:
        await ui.sees("order19995")
        await ui.press("p", "a", *"user", "colon", *"ghost", "enter")
        await ui.sees("✗ no such user", "user:ghost", "1 change")


async def test_marked_files_get_permissions_together(opened: Open, shop: Any) -> None:
    path = "/storage/buckets/invoices/files"
    async with opened("storage/invoices", endpoint=shop.endpoint, secret=shop.keys["full"]) as ui:
        await ui.sees("invoice059", "invoice058")
        await ui.press("space", "space", "g", "p")
        await ui.sees("all marked files, beginning with those of file invoice059")
        await ui.press("a", *"users", "enter", "ctrl+s")
        await ui.until(
            lambda: "Set permissions: 2 files?" in ui.text or "These changes for 2" in ui.text,
            "a question",
        )
        if "These changes for 2 files" in ui.text:
            await ui.press("c")
        await ui.sees("Set permissions: 2 files?", "file invoice058", "+ read    signed-in users")
        await ui.press("y")
        await ui.sees("done  2 files")
        for name in ("invoice059", "invoice058"):
            assert 'read("users")' in shop.get(f"{path}/{name}").body["$permissions"]
