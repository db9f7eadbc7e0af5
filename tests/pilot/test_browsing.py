"""Walking through a project with the keyboard."""

from __future__ import annotations

import pytest


async def test_every_pane_opens_by_its_key(opened) -> None:
    async with opened() as ui:
        await ui.sees("Users", "user0519")
        await ui.press("2")
        await ui.sees("shop", "archive", "enabled")
        await ui.press("3")
        await ui.sees("Product pictures", "file security")
        await ui.press("4")
        await ui.sees("send-invoice", "runtime")
        await ui.press("5")
        await ui.sees("members")


async def test_from_the_databases_down_to_a_row_and_back(opened) -> None:
    async with opened("databases") as ui:
        await ui.sees("shop")
        await ui.press("g", "enter")
        await ui.sees("Databases › shop", "orders")
        await ui.until(lambda: ui.screen.view.kind.name == "table", "the tables")
        await ui.go("databases/shop/orders")
        await ui.sees("Databases › shop › orders", "order19999", "of 5000+")
        await ui.press("enter")
        await ui.sees("Row order19999", "trackingNumber", "→ customer")
        await ui.press("escape")
        await ui.press("q")
        await ui.sees("row security", "Tables")
        await ui.press("minus")
        await ui.sees("order19999")


async def test_a_user_opens_on_a_card_with_lists_beside_it(opened) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.go("users/alice")
        await ui.sees("User alice", "alice@", "last access", "password")
        await ui.press("tab")
        await ui.sees("Users › alice", "roles", "User alice")
        await ui.press("tab")
        await ui.sees("identifier")


async def test_an_execution_opens_on_its_logs_and_shows_its_errors(opened) -> None:
    async with opened("functions/send-invoice") as ui:
        await ui.sees("✗ failed", "✓ done")
        view = ui.screen.view
        rows = [view.listing.at(n) for n in range(view.listing.stop)]
        failed = next(n for n, row in enumerate(rows) if row and row["status"] == "failed")
        ui.screen.grid.go(failed)
        await ui.press("enter")
        # What failed opens on its errors.
        await ui.sees("logs  errors  request  response", "Error", "/ search  n next  z wrap")
        await ui.sees_not("✓ done")
        await ui.press("left_square_bracket")
        await ui.until(lambda: "Error" not in ui.screen.inspector.text, "the log")
        await ui.press("escape")
        await ui.sees("✓ done", "enter open")


async def test_the_last_line_of_a_long_list_is_one_key_away(opened) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        before = ui.screen.session.connection.recorder.total
        await ui.press("G")
        await ui.sees("order00000", "last ")
        await ui.press("g")
        await ui.sees("order19999", "1–")
        calls = ui.screen.session.connection.recorder.calls[before:]
        assert sum("rows" in call.path for call in calls) <= 3


async def test_missing_scopes_are_named_and_other_panes_work(opened) -> None:
    async with opened("functions", key="usersonly") as ui:
        await ui.sees("The API key cannot read functions", "functions.read", "Other panes work.")
        await ui.press("1")
        await ui.sees("user0519")


async def test_a_wrong_key_is_said_in_one_sentence(opened) -> None:
    async with opened("users", secret="standard_" + "0" * 64) as ui:
        await ui.sees("the API key is wrong, or of another project")


async def test_a_server_that_is_not_there(opened) -> None:
    async with opened("users", endpoint="http://127.0.0.1:9/v1") as ui:
        await ui.sees("127.0.0.1:9 refuses connections", "Does the server run")
        await ui.press("2", "j", "k", "question_mark")
        await ui.sees("Keys")


async def test_going_to_a_place_that_is_none_says_what_would_be(opened) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.go("databses/nothing")
        await ui.sees("Did you mean databases?")
        assert ui.screen.prompt.text == "databses/nothing"
        await ui.press("escape")
        await ui.sees_not("Did you mean")


async def test_what_is_typed_right_behind_the_colon_goes_into_the_line(opened) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        ui.at_once("colon", "j", "q", "2")
        await ui.sees(": jq2")
        assert ui.screen.prompt.text == "jq2"


async def test_help_and_palette_come_from_the_same_table(opened) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.press("question_mark")
        await ui.sees("one line down", "the last line, however long the list")
        await ui.press("escape", "ctrl+p")
        await ui.type("requests")
        await ui.press("enter")
        await ui.sees("Requests, newest first", "/users", "200")


async def test_rows_that_were_changed_meanwhile_show_after_a_refresh(opened, demo) -> None:
    path = "/tablesdb/shop/tables/empty/rows"
    async with opened("databases/shop/empty") as ui:
        await ui.sees("No rows here.")
        reply = demo.request("POST", path, {"rowId": "freshly-made", "data": {"name": "Fresh"}})
        assert reply.status == 201, reply.body
        try:
            await ui.press("r")
            await ui.sees("freshly-made")
        finally:
            demo.request("DELETE", f"{path}/freshly-made")


@pytest.mark.parametrize("size", [(80, 24), (60, 15), (40, 10), (200, 60)])
async def test_every_size_shows_the_list_and_where_one_is(opened, size: tuple[int, int]) -> None:
    async with opened("databases/shop/orders", size=size, read_only=True) as ui:
        await ui.sees("READ-ONLY", "order19999", "orders")
        await ui.press("j", "j", "i", "i", "question_mark", "escape")
        await ui.sees("order19997")
        lines = ui.text.split("\n")
        assert len(lines) <= size[1]


async def test_wide_tables_scroll_sideways_with_the_id_kept(opened) -> None:
    async with opened("databases/shop/wide") as ui:
        await ui.until(lambda: ui.screen.view.parent is not None, "the table")
        await ui.until(lambda: ui.screen.grid.current is not None, "a row")
        await ui.press(*["l"] * 30)
        field = ui.screen.grid.current_field
        assert field is not None
        await ui.until(lambda: field.label in ui.line(3), field.label)
        assert ui.line(3).split()[0] == "$id"


async def test_hostile_text_reaches_no_terminal(opened) -> None:
    async with opened("users", size=(200, 60)) as ui:
        await ui.sees("user0519")
        for place in (
            "users",
            "databases/shop/odd",
            "databases/shop/customers",
            "storage/attachments",
        ):
            await ui.go(place)
            await ui.until(lambda: ui.screen.view.listing.arrived_once, place)
            await ui.press("G", "i")
            await ui.until(lambda: ui.screen.grid.current is not None, "the last line")
            controls = {c for c in ui.text if c != "\n" and not c.isprintable() and c != "\u200d"}
            assert not controls
