"""A person who changes rows: forms, diffs, conflicts, undo, marks; each test on its own rows."""

from __future__ import annotations

from typing import Any

from textual import events

from tests.pilot.conftest import Ui

TABLES = "/tablesdb/shop/tables"
ROW = f"{TABLES}/orders/rows/"


def make(shop: Any, path: str, body: dict[str, Any]) -> None:
    """Make a table, a column, a row."""
    while (reply := shop.request("POST", f"{TABLES}{path}", body)).status not in (201, 202):
        # Columns are made meanwhile.
        assert "Unknown attribute" in str(reply.body) or reply.status == 404, reply.body


def value(shop: Any, row_id: str, name: str) -> Any:
    return shop.get(ROW + row_id).body[name]


async def edit(ui: Ui, field: int) -> None:
    """Open the form of the row under the cursor and go to a field."""
    await ui.press("e")
    await ui.sees("Edit row")
    await ui.press(*["down"] * field)


async def test_edit_see_the_difference_save_undo_redo(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders/order19999") as ui:
        await ui.sees("order19999")
        before = value(shop, "order19999", "total")
        await edit(ui, 2)
        await ui.press("ctrl+u")
        await ui.type("12.5")
        await ui.sees(f"total {before} → 12.5")
        await ui.press("ctrl+s")
        await ui.sees(f"Saved: total {before} → 12.5. u undoes.")
        assert value(shop, "order19999", "total") == 12.5
        await ui.press("u")
        await ui.sees("Undo: Update row order19999", "fire again")
        await ui.press("u")
        await ui.sees("Undo: Update row order19999")
        await ui.press("y")
        await ui.sees("Undone", "U redoes")
        assert value(shop, "order19999", "total") == before
        await ui.press("U", "y")
        await ui.sees("Redone")
        assert value(shop, "order19999", "total") == 12.5
        await ui.press("H")
        await ui.sees("update row order19999 of shop/orders", "undone")


async def test_saving_one_field_is_one_request(changing: Any) -> None:
    async with changing("databases/shop/products") as ui:
        await ui.sees("product239")
        await ui.press("e")
        await ui.sees("Edit row")
        recorder = ui.screen.session.connection.recorder
        before = recorder.total
        await ui.press("down")
        await ui.type("x")
        await ui.press("ctrl+s")
        await ui.sees("Saved")
        assert recorder.total == before + 1


async def test_null_empty_and_default_are_three_things(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders/order19998") as ui:
        await ui.sees("order19998")
        await edit(ui, 3)
        await ui.press("ctrl+n")
        await ui.sees("∅ null")
        await ui.press("ctrl+n")
        await ui.sees("default: EUR")
        await ui.press("ctrl+n", "ctrl+u")
        await ui.press("ctrl+s")
        await ui.sees("Saved")
        assert value(shop, "order19998", "currency") == ""


async def test_what_is_wrong_is_said_at_its_field_and_nothing_is_sent(
    changing: Any, shop: Any
) -> None:
    async with changing("databases/shop/orders/order19997") as ui:
        await ui.sees("order19997")
        await edit(ui, 13)
        await ui.press("ctrl+u")
        await ui.type("alice")
        await ui.sees("Value must be a valid email address")
        await ui.press("ctrl+s")
        await ui.sees("Value must be a valid email address")
        calls = ui.screen.session.connection.recorder.calls
        assert {call.method for call in calls} == {"GET"}
        await ui.press("escape")
        await ui.sees("Discard 1 change?")
        await ui.press("x")
        await ui.sees_not("Discard")
        await ui.sees("Edit row")
        await ui.press("escape", "y")
        await ui.sees_not("Edit row")


async def test_the_servers_own_refusal_is_put_at_its_field(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders/order19996") as ui:
        await ui.sees("order19996")
        await edit(ui, 0)
        await ui.press("ctrl+u")
        await ui.type("119995")
        await ui.press("ctrl+s")
        await ui.sees("already exists")
        await ui.sees("Edit row", "119995")


async def test_somebody_faster_is_shown_three_ways(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders/order19990") as ui:
        await ui.sees("order19990")
        await edit(ui, 2)
        await ui.press("ctrl+u")
        await ui.type("11")
        shop.request("PATCH", ROW + "order19990", {"data": {"total": 99, "note": "theirs"}})
        await ui.press("ctrl+s")
        await ui.sees("was changed by somebody else meanwhile", "theirs", "99", "1 to decide")
        await ui.press("t")
        await ui.sees("enter saves")
        await ui.press("m", "enter")
        await ui.sees("Saved")
        assert value(shop, "order19990", "total") == 11
        assert value(shop, "order19990", "note") == "theirs"


async def test_a_conflict_can_be_edited_on(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders/order19989") as ui:
        await ui.sees("order19989")
        await edit(ui, 2)
        await ui.press("ctrl+u")
        await ui.type("11")
        await ui.press("down", "down", "ctrl+u", "5")
        theirs = {"total": 99, "city": "Oslo", "items": 77}
        shop.request("PATCH", ROW + "order19989", {"data": theirs})
        await ui.press("ctrl+s")
        await ui.sees("meanwhile", "only theirs:", "Oslo", "2 to decide")
        await ui.press("j", "t", "e")
        await ui.sees("1 change total 99 → 11")
        await ui.press("up", "up", "2", "ctrl+s")
        await ui.sees("Saved: total 99 → 112")
        assert value(shop, "order19989", "total") == 112
        assert value(shop, "order19989", "items") == 77


async def test_a_row_deleted_meanwhile(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders/order19988") as ui:
        await ui.sees("order19988")
        await edit(ui, 2)
        await ui.type("1")
        shop.request("DELETE", ROW + "order19988")
        await ui.press("ctrl+s")
        await ui.sees("It was deleted meanwhile. Nothing was changed.")
        await ui.sees("Edit row")


async def test_delete_and_bring_back(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders/order19987") as ui:
        await ui.sees("order19987")
        before = shop.get(ROW + "order19987").body
        await ui.press("D")
        await ui.sees("Delete row order19987 of shop/orders?")
        await ui.press("D", "D")
        await ui.sees("Delete row order19987")
        await ui.press("y")
        await ui.sees("Deleted", "u undoes")
        assert shop.get(ROW + "order19987").status == 404
        await ui.press("u", "y")
        await ui.sees("Undone")
        after = shop.get(ROW + "order19987").body
        assert {**after, "$sequence": 0} == {**before, "$sequence": 0}


async def test_a_new_row_and_its_copy(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.press("a")
        await ui.sees("New row", "generated", "default: pending")
        await ui.press("ctrl+s")
        await ui.sees('Missing required attribute "number"')
        await ui.type("777")
        await ui.press("up")
        await ui.type("mine")
        await ui.press("ctrl+s")
        await ui.sees("Created: row mine of shop/orders. u undoes.")
        assert value(shop, "mine", "status") == "pending"
        await ui.sees("▌ mine")
        shop.request("PATCH", ROW + "mine", {"permissions": ['read("user:alice")']})
        await ui.press("Y")
        await ui.sees("New row", "777", "The 1 permission of the original goes along.")
        await ui.press("down", "8", "ctrl+s")
        await ui.sees("Created")
        found = shop.get(
            "/tablesdb/shop/tables/orders/rows",
            {"method": "equal", "attribute": "number", "values": [7778]},
        )
        assert found.body["rows"][0]["$permissions"] == ['read("user:alice")']
        assert found.body["total"] == 1
        assert found.body["rows"][0]["$id"] != "mine"


async def test_one_cell(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders/order19986") as ui:
        await ui.sees("▌ order19986", "total")
        await ui.press("right", "right", "right", "equals_sign")
        await ui.sees("Edit row order19986 · total", "enter save")
        await ui.press("ctrl+u", "7", "enter")
        await ui.sees("→ 7.0. u undoes")
        assert value(shop, "order19986", "total") == 7


async def test_marked_rows_are_changed_together(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/reviews") as ui:
        await ui.sees("review2999")
        await ui.press("space", "space", "space", "j", "v")
        await ui.sees("5 marked")
        await ui.press("e")
        await ui.sees("Set columns of 5 rows", "as it is")
        await ui.press("down")
        await ui.type("checked")
        await ui.press("ctrl+s")
        await ui.sees("Change 5 rows of shop/reviews?", "→  checked")
        await ui.sees("5 of the 5 rows at hand would change.")
        await ui.press("y")
        await ui.sees("done  5 rows")
        assert shop.get("/tablesdb/shop/tables/reviews/rows/review2995").body["text"] == "checked"
        await ui.press("u")
        await ui.sees("Undo all 5 changes", "checked  →  ")
        await ui.press("y")
        await ui.sees("undo  done  5 changes", "U redoes")
        assert shop.get("/tablesdb/shop/tables/reviews/rows/review2995").body["text"] != "checked"


async def test_everything_needs_the_tables_id_typed(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/notes") as ui:
        await ui.sees("Rows")
        await ui.until(lambda: ui.screen.view.listing.arrived_once, "rows")
        count = shop.get("/tablesdb/shop/tables/notes/rows").body["total"]
        await ui.press("A", "D")
        await ui.sees(f"Delete all {count:,} rows of shop/notes?", "type notes and enter")
        await ui.press("y", "enter")
        await ui.type("notes")
        await ui.press("enter")
        await ui.sees("Delete all")
        await ui.press("ctrl+u")
        await ui.type("notes")
        await ui.press("enter")
        await ui.sees(f"done  {count:,} rows")
        assert shop.get("/tablesdb/shop/tables/notes/rows").body["total"] == 0


async def test_read_only_says_why_and_sends_nothing(changing: Any) -> None:
    async with changing(
        "databases/shop/orders", read_only=True, locked_by="the profile prod"
    ) as ui:
        await ui.sees("READ-ONLY", "order1999")
        for key in ("e", "a", "D", "equals_sign", "Y"):
            await ui.press(key)
            await ui.sees("This connection is read-only. It is locked by the profile prod;")
        await ui.go("readonly")
        await ui.sees("It is locked by the profile prod; that stays while the program runs.")
        calls = ui.screen.session.connection.recorder.calls
        assert {call.method for call in calls} == {"GET"}


async def test_a_key_without_the_scope_is_told_so_and_the_form_stays(changing: Any) -> None:
    async with changing("databases/shop/orders", key="readonly") as ui:
        await ui.sees("order1999")
        await edit(ui, 2)
        await ui.type("1")
        await ui.press("ctrl+s")
        await ui.sees("lacks the scope rows.write", "Edit row")


async def test_pasted_json_becomes_a_new_row(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders") as ui:
        await ui.sees("order19999")
        ui.app.post_message(events.Paste('{"$id": "pasted", "number": 4242,\n "note": "a\\nb"}'))
        await ui.sees("New row", "pasted", "4242")
        ui.app.post_message(events.Paste('{"number": 4242, "vat": 19, "$permissions": ["x"]}'))
        await ui.sees("No field for vat.", "The permissions are left out")
        await ui.press("ctrl+s")
        await ui.sees("Created")
        assert value(shop, "pasted", "note") == "a\nb"


async def test_readonly_locks_and_unlocks(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders") as ui:
        await ui.sees("order1999")
        await ui.go("readonly")
        await ui.sees("READ-ONLY", "Nothing can be changed now.")
        await ui.press("e")
        await ui.sees("This connection is read-only. R or :readonly makes changes possible again.")
        await ui.press("R")
        await ui.sees("Changes are possible again.")
        await ui.press("e")
        await ui.sees("Edit row")


async def test_a_relationship_is_chosen_by_searching(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders/order19974") as ui:
        await ui.sees("order19974")
        await edit(ui, 17)
        await ui.press("enter")
        await ui.sees("customer →", "a row of customers")
        await ui.type("customer0042")
        await ui.sees("▌customer0042")
        await ui.press("enter")
        await ui.sees("customer0042", "1 change")
        await ui.press("ctrl+s")
        await ui.sees("Saved")
        found = shop.get(
            ROW + "order19974", {"method": "select", "values": ["*", "customer.*"]}
        ).body
        assert found["customer"]["$id"] == "customer0042"


async def test_a_mark_that_was_set_for_one_wish_goes_with_it(changing: Any) -> None:
    async with changing("databases/shop/reviews") as ui:
        await ui.sees("review2990")
        await ui.press("tilde")
        await ui.sees("Put the cursor on a column of text first")
        await ui.sees_not("1 marked")
        while (field := ui.screen.current_field) is None or field.label != "text":
            await ui.press("right")
        await ui.press("tilde")
        await ui.sees("Replace text in text of 1 row", "1 marked")
        await ui.press("escape")
        await ui.sees_not("1 marked")


async def test_an_element_of_a_long_enum_is_searched_whatever_it_holds(
    changing: Any, shop: Any
) -> None:
    elements = [*(f"level {number}" for number in range(9)), "two\nlines", "\x1b[31mred"]
    make(shop, "", {"tableId": "moods", "name": "Moods"})
    body = {"key": "mood", "elements": elements, "required": False}
    make(shop, "/moods/columns/enum", body)
    make(shop, "/moods/rows", {"rowId": "m1", "data": {"mood": "level 1"}})
    async with changing("databases/shop/moods") as ui:
        await ui.sees("▌ m1")
        await ui.press("e")
        await ui.sees("Edit row m1", "‹ level 1 ›", "enter searches")
        await ui.press("ctrl+f", *"mo", "enter")
        await ui.sees_not("fields with")
        await ui.press("enter")
        await ui.sees("mood →", "▌level 0")
        await ui.press(*"lines", "enter")
        await ui.sees("‹ two␊lines ›", "1 change")
        await ui.press("ctrl+s")
        await ui.sees("Saved")
        assert shop.get(f"{TABLES}/moods/rows/m1").body["mood"] == "two\nlines"
        await ui.press("slash", *"mood", "space", "equals_sign", "space", *"red")
        await ui.sees("▌␛[31mred")
        await ui.press("tab")
        await ui.sees("mood = ␛[31mred")
        assert all(line.isprintable() for line in ui.text.split("\n"))


async def test_what_is_encrypted_is_not_searched(changing: Any, shop: Any) -> None:
    for name in ("keepers", "cats"):
        make(shop, "", {"tableId": name, "name": name})
    pin = {"key": "pin", "size": 200, "required": False, "encrypt": True}
    make(shop, "/keepers/columns/varchar", pin)
    make(shop, "/keepers/columns/varchar", {"key": "name", "size": 40, "required": False})
    relation = {"relatedTableId": "keepers", "type": "manyToOne", "key": "keeper"}
    make(shop, "/cats/columns/relationship", relation)
    for number, name in enumerate(("Ada", "Grace", "Edsger")):
        make(shop, "/keepers/rows", {"rowId": f"k{number}", "data": {"pin": "1234", "name": name}})
    make(shop, "/cats/rows", {"rowId": "tom", "data": {"keeper": "k0"}})
    async with changing("databases/shop/cats") as ui:
        await ui.sees("▌ tom")
        await ui.press("e")
        await ui.sees("Edit row tom", "keeper")
        await ui.press("enter")
        await ui.sees("keeper →", "k2")
        await ui.press(*"Grac")
        await ui.sees_not("Edsger")
        await ui.sees("▌k1", "Grace")
        await ui.press("enter", "ctrl+s")
        await ui.sees("Saved")
        calls = ui.screen.session.connection.recorder.calls
        assert all(call.status < 300 for call in calls)
