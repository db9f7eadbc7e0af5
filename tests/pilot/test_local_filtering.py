"""Lists that the server cannot filter are filtered here, by the same language, and say so."""

from __future__ import annotations

from typing import Any

from tests.pilot.test_filtering import filter_by


async def test_columns_of_a_table_are_filtered_here(opened: Any) -> None:
    async with opened("databases/shop/orders:columns") as ui:
        await ui.sees("trackingNumber", "currency")
        await ui.until(lambda: not ui.screen.view.listing.loading, "quiet")
        await ui.press("slash", *"type", "space", "tilde", "space", *"enum", "enter")
        await ui.sees("/ type ~ enum", "filtered here", "status")
        await ui.sees_not("trackingNumber")
        await filter_by(ui, "tracking")
        await ui.sees("/ tracking", "trackingNumber")
        await ui.sees_not("currency")


async def test_what_it_shows_completes_and_mistakes_are_named(opened: Any) -> None:
    async with opened("databases/shop/orders:columns") as ui:
        await ui.sees("trackingNumber")
        await ui.press("slash", *"requ")
        await ui.sees("required", "boolean, compared here")
        await ui.press("ctrl+u", *"requird", "space", "equals_sign", "space", *"true", "space")
        await ui.sees("There is no 'requird' here. Did you mean required?")


async def test_users_never_seen_are_found_although_no_server_compares_that(opened: Any) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.press("f", "s")
        await ui.sees("/ accessedAt is null", "filtered here", "of 47")
        assert all(not user["accessedAt"] for user in ui.screen.view.loaded)
        await filter_by(ui, "lastAccess is null verified = false")
        await ui.until(lambda: ui.screen.view.listing.complete, "all")
        found = ui.screen.view.loaded
        assert found
        assert all(not one["accessedAt"] and not one["emailVerification"] for one in found)


async def test_a_search_among_very_many_rests_and_says_how_far_it_came(
    opened: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("tui.api.listing.LOOK", 100)
    monkeypatch.setattr("tui.screens.view.SIEVED_PAGE", 50)
    async with opened("users") as ui:
        await ui.sees("user0519")
        await filter_by(ui, "MFA = true accessedAt > 2020-01-01 contact = nobody")
        await ui.sees("none in 100 looked at; G looks on")
        await ui.press("G")
        await ui.sees("none in 200 looked at; G looks on")


async def test_all_that_match_are_those_that_match_here(opened: Any) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await filter_by(ui, "accessedAt is null verified = false")
        await ui.until(lambda: ui.screen.view.listing.complete, "all")
        count = ui.screen.view.listing.count
        await ui.press("A", "D")
        await ui.sees(f"Delete: all {count} users?")
        await ui.press("escape")
