"""A person who filters lists: what is typed, completed, refused, found."""

from __future__ import annotations

from typing import Any

from textual import events

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


async def test_users_are_completed_by_their_names_while_typing_waits_for_nobody(
    opened: Open, demo: Any
) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.until(lambda: not ui.screen.view.listing.loading, "quiet")
        demo.spoil("hang", "GET", "/users")
        await ui.press("slash", *"id", "space", "equals_sign", "space", *"ada", "space")
        await ui.sees("/ id = ada")
        await ui.press("escape")
        demo.control("DELETE", "faults")
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.press("slash", *"id", "space", "equals_sign", "space", *"Hopper")
        await ui.sees("Hopper  user0")
        await ui.press("tab", "enter")
        await ui.sees("/ id = user", "1–1 of 1", "Hopper")


async def test_addresses_are_matched_as_such(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await filter_by(ui, "user0100@example.test")
        await ui.sees("1–1 of 1", "user0100@example.test")
        await filter_by(ui, "ada lovelace")
        await ui.until(lambda: ui.screen.view.listing.arrived_once, "users")
        names = [user["name"].lower() for user in ui.screen.view.loaded]
        assert all("ada" in name and "lovelace" in name for name in names)


async def test_executions_are_found_by_class_of_status_and_by_duration(opened: Open) -> None:
    async with opened("functions/send-invoice") as ui:
        await ui.sees("Executions")
        await ui.until(lambda: ui.screen.view.listing.arrived_once, "executions")
        await filter_by(ui, "code = 5xx")
        await ui.sees("/ code = 5xx")
        await ui.until(lambda: ui.screen.view.listing.arrived_once, "executions")
        codes = {one["responseStatusCode"] for one in ui.screen.view.loaded}
        assert codes
        assert all(500 <= code <= 599 for code in codes)
        await filter_by(ui, "duration > 500ms")
        await ui.until(lambda: ui.screen.view.listing.arrived_once, "executions")
        assert all(one["duration"] > 0.5 for one in ui.screen.view.loaded)


async def test_very_long_filters_are_taken_or_refused_in_a_sentence(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.press("slash")
        ui.screen.prompt.insert("name = a or " * 416 + "name = b")
        await ui.press("enter")
        await ui.sees("longer than the 4,096 characters of one query")
        await ui.press("ctrl+u", "ctrl+k")
        ui.screen.prompt.insert(f"id in ({', '.join(f'user{n:04}' for n in range(300))})")
        await ui.press("enter")
        await ui.sees("user0299", "1–35 of 29")


async def test_an_error_out_of_sight_is_gone_to(opened: Open) -> None:
    async with opened("users", size=(60, 15)) as ui:
        await ui.sees("user0519")
        await ui.press("slash")
        ui.screen.prompt.insert("nam = x " + "phone = 1 " * 12)
        await ui.press("enter")
        await ui.sees("There is no 'nam' here. Did you mean name?")
        lines = ui.text.split("\n")
        pointed = next(line for line in lines if "^^^" in line)
        assert lines[-1].index("nam = x") == pointed.index("^^^")


async def test_of_what_is_pasted_nothing_is_left_out(opened: Open) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.press("slash")
        ui.screen.post_message(events.Paste("status = paid\ntotal > 800\n"))
        await ui.sees("/ status = paid total > 800")
        await ui.press("enter")
        await ui.sees("/ status = paid total > 800 ", "1–35 of")


async def test_what_was_meant_is_a_key_away(opened: Open) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await filter_by(ui, "totl > 800 status = refundde")
        await ui.sees("Did you mean total?", "total  instead of totl")
        await ui.press("tab", "enter")
        await ui.sees("refunded  instead of refundde")
        await ui.press("tab", "enter")
        await ui.sees("/ total > 800 status = refunded", "1–35 of")
        assert all(row["total"] > 800 for row in ui.screen.view.loaded)


async def test_what_was_refused_stays_so_until_something_else_is_typed(opened: Open) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await filter_by(ui, "status =")
        await ui.sees("^ Expected: a value.")
        ui.screen.session.refresh(ui.screen.view)
        await ui.until(lambda: not ui.screen.view.listing.loading, "an answer")
        await ui.sees("^ Expected: a value.")
        await ui.press("space")
        await ui.sees_not("Expected")
        await ui.press("escape")


async def test_a_filter_that_times_out_says_which_index_would_help(opened: Open, demo: Any) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.until(lambda: not ui.screen.view.listing.loading, "quiet")
        demo.spoil("408", "GET", "/rows", times=10)
        await filter_by(ui, "placedAt > 3d city = Oslo currency = EUR")
        await ui.sees(
            "The database gave up after 15 s.",
            "An index on city, currency, placedAt (one, in this order) would help.",
        )
        await filter_by(ui, "invoice ~ 119")
        await ui.sees("No index helps invoice ~ …")
        demo.control("DELETE", "faults")
        await ui.press("r")
        await ui.sees("/ invoice ~ 119", "order19")


async def test_typing_asks_nothing_and_the_first_page_takes_one_request(
    opened: Open, demo: Any
) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.until(lambda: not ui.screen.view.listing.loading, "quiet")
        demo.control("DELETE", "seen")
        await ui.press("slash", *(KEYS.get(one, one) for one in "status = paid total > 990"))
        await ui.sees("/ status = paid total > 990")
        assert demo.control("GET", "seen")["requests"] == []
        await ui.press("enter")
        await ui.until(lambda: ui.screen.view.listing.complete, "all that match")
        seen = demo.control("GET", "seen")["requests"]
        assert [(one["method"], one["status"]) for one in seen] == [("GET", 200)]
