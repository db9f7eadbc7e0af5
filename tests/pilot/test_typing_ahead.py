"""Keys that come faster than the program looks at them: each goes where those before it led."""

from __future__ import annotations

from tests.pilot.conftest import Open


async def test_the_palette_does_what_was_typed(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("1–")
        ui.at_once("ctrl+p", *"requests", "enter")
        await ui.sees("Requests")


async def test_what_follows_a_place_is_meant_for_the_place(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("1–")
        ui.at_once(":", *"databases", "enter", "?")
        await ui.sees("Databases  ", "one line down")


async def test_a_filter_is_typed_and_the_next_asked_for(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("1–")
        ui.at_once("/", *"Petrov", "enter", ":", *"tea")
        await ui.sees("/ Petrov", ": tea")


async def test_menus_close_before_the_next_key(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("1–")
        ui.at_once("f", "b", "escape", "f", "u")
        await ui.sees("/ verified = false")
