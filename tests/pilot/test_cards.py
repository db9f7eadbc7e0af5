"""The card of a user where there is no room beside it: what is not seen is not worked on."""

from __future__ import annotations

from tests.pilot.conftest import Open

NARROW = (80, 24)
MISSING = "User with the requested ID could not be found."


async def test_every_list_of_a_user_is_reached_from_its_card(opened: Open) -> None:
    async with opened("users/alice", size=NARROW) as ui:
        await ui.sees("User alice", "contact", "tab its lists  esc back  j scroll")
        for seen in ("client", "roles", "identifier", "provider's id"):
            await ui.press("tab")
            await ui.sees(seen)
            await ui.sees_not("User alice")
        await ui.press("escape")
        await ui.sees("user0519", "enter open")


async def test_a_card_is_scrolled_and_the_list_below_it_is_not(opened: Open) -> None:
    async with opened("users/alice", size=NARROW) as ui:
        await ui.sees("│ $id           alice")
        assert ui.screen.grid.state.cursor == 0
        await ui.press("j", "j", "pagedown")
        await ui.sees_not("│ $id           alice")
        assert ui.screen.grid.state.cursor == 0
        await ui.press("g")
        await ui.sees("│ $id           alice")


async def test_a_session_is_seen_before_it_can_be_deleted(opened: Open) -> None:
    async with opened("users/alice", size=NARROW) as ui:
        await ui.sees("User alice")
        await ui.until(lambda: ui.screen.view.listing.arrived_once, "the sessions")
        await ui.press("enter")
        await ui.sees("client", "enter open", " of 6")
    async with opened("users/alice", size=NARROW) as ui:
        await ui.sees("User alice")
        await ui.until(lambda: ui.screen.view.listing.arrived_once, "the sessions")
        await ui.press("D")
        await ui.sees("Delete session", "client")
        await ui.sees_not("User alice")


async def test_editing_on_a_card_says_where_the_user_is_edited(opened: Open) -> None:
    async with opened("users/alice", size=NARROW) as ui:
        await ui.sees("User alice")
        await ui.until(lambda: ui.screen.view.listing.arrived_once, "the sessions")
        await ui.press("e")
        await ui.sees("Sessions cannot be edited; esc goes back to the user, which e edits.")


async def test_a_list_that_was_asked_for_is_not_hidden_by_the_card(opened: Open) -> None:
    async with opened("users", size=NARROW) as ui:
        await ui.sees("user0519")
        await ui.go("users/alice/memberships")
        await ui.sees("Users › alice", "roles", "member, billing", "1–2 of 2")
        await ui.sees_not("User alice")


async def test_a_user_that_is_not_there_is_one_sentence(opened: Open) -> None:
    for size in (NARROW, (120, 40)):
        async with opened("users/nobody", size=size) as ui:
            await ui.sees("Users › nobody", "client", MISSING)
            await ui.until(lambda: ui.text.count(MISSING) == 1, "it said once")
            await ui.press("escape")
            await ui.sees("user0519")


async def test_where_one_thing_is_read_the_keys_are_its_own(opened: Open) -> None:
    async with opened("databases/shop/orders", size=NARROW) as ui:
        await ui.sees("order19999", "enter open")
        await ui.press("enter")
        await ui.sees("Row order19999", "esc back  / search  e edit  y copy  ] next tab")
        await ui.press("escape")
        await ui.sees("enter open")


async def test_what_lies_over_the_screen_names_its_keys_and_the_list_does_not(
    opened: Open,
) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999", "enter open  esc back")
        for key, shown in (("e", "ctrl+s save · ctrl+f"), ("question_mark", "esc closes")):
            await ui.press(key)
            await ui.sees(shown)
            await ui.sees_not("enter open  esc back")
            await ui.sees("1–35 of 5000+")
            await ui.press("escape")
            await ui.sees("enter open  esc back")
