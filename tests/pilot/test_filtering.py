"""A person who filters lists: what is typed, completed, refused, found."""

from __future__ import annotations

from tests.pilot.conftest import Open, Ui


async def filter_by(ui: Ui, text: str) -> None:
    await ui.press("slash")
    await ui.press("ctrl+u", *(KEYS.get(character, character) for character in text), "enter")


KEYS = {
    " ": "space",
    "=": "equals_sign",
    ">": "greater_than_sign",
    "<": "less_than_sign",
    "~": "tilde",
    '"': "quotation_mark",
    "*": "asterisk",
    "(": "left_parenthesis",
    ")": "right_parenthesis",
    "@": "at",
    ".": "full_stop",
    "-": "minus",
}


async def test_rows_are_found_by_their_columns_with_one_request(opened: Open) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.until(lambda: not ui.screen.view.listing.loading, "quiet")
        before = ui.screen.session.connection.recorder.total
        await filter_by(ui, "status = paid total > 800 (currency = EUR or currency = JPY)")
        await ui.sees("/ status = paid total > 800 (currency = EUR or currency = JPY)")
        await ui.until(lambda: ui.screen.view.listing.arrived_once, "rows")
        assert ui.screen.session.connection.recorder.total <= before + 2
        rows = ui.screen.view.loaded
        assert rows
        assert all(row["status"] == "paid" and row["total"] > 800 for row in rows)
        assert {row["currency"] for row in rows} == {"EUR", "JPY"}
        await ui.press("escape")
        await ui.sees("order19999", "of 5000+")


async def test_a_bare_word_finds_a_row_by_its_id(opened: Open) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await filter_by(ui, "order12345")
        await ui.sees("1–1 of 1", "order12345")


async def test_users_are_found_by_name_and_by_email(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await filter_by(ui, "alice")
        await ui.sees("/ alice", "Alice")
        await ui.until(lambda: ui.screen.view.listing.arrived_once, "users")
        assert all("alice" in str(dict(user)).lower() for user in ui.screen.view.loaded)
        await filter_by(ui, "verified = false labels has vip")
        await ui.until(lambda: ui.screen.view.listing.arrived_once, "users")
        assert all("vip" in user["labels"] for user in ui.screen.view.loaded)


async def test_mistakes_are_shown_under_their_characters(opened: Open) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await filter_by(ui, "totl > 100 ")
        await ui.sees("^^^^ There is no 'totl' here. Did you mean total?")
        line = next(line for line in ui.text.split("\n") if "^^^^" in line)
        typed = next(line for line in ui.text.split("\n") if "totl > 100" in line)
        assert line.index("^") == typed.index("totl")
        await ui.press("escape")
        await ui.sees_not("totl")


async def test_columns_operators_and_values_are_completed(opened: Open) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.press("slash", *"stat", "tab")
        await ui.press("equals_sign", "space", *"ref", "tab", "enter")
        await ui.sees("/ status = refunded")
        await ui.until(lambda: ui.screen.view.listing.arrived_once, "rows")
        assert {row["status"] for row in ui.screen.view.loaded} == {"refunded"}


async def test_nothing_found_says_so_and_how_to_go_back(opened: Open) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await filter_by(ui, "total > 99999999")
        await ui.sees("No rows match this; esc lists all again.")


async def test_all_that_match_are_what_is_changed(opened: Open) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await filter_by(ui, "city = Oslo")
        await ui.press("A", "D")
        await ui.sees("that match: city = Oslo", "type orders and enter")
        await ui.press("escape")
