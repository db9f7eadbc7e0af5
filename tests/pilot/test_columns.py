"""Choosing what a list shows."""

from __future__ import annotations

from typing import Any


def columns(ui: Any) -> list[str]:
    return [field.label for field in ui.screen.view.fields]


async def test_columns_are_hidden_and_brought_back_and_remembered(opened: Any) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999", "status")
        await ui.press("c")
        await ui.sees("Columns of orders", "✓ status", "enum, indexed")
        await ui.press(*"stat", "space", "escape", "escape")
        await ui.sees_not("status  ")
        assert "status" not in columns(ui)
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999", "total")
        assert "status" not in columns(ui)
        await ui.press("c")
        await ui.sees("· status")
        await ui.press("tab", "tab", "tab", "enter")
        await ui.sees("status")
        assert "status" in columns(ui)
    async with opened("databases/shop/customers") as ui:
        await ui.sees("customer")
        await ui.press("c")
        await ui.sees("Columns of customers")


async def test_columns_are_ordered_sized_and_pinned(opened: Any) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999", "currency")
        await ui.press("c", *"city", "asterisk", "right", "right", "escape")
        await ui.sees("✓ city", "pinned")
        assert columns(ui)[0] == "city"
        await ui.press(*"total", "less_than_sign", "less_than_sign", "enter")
        await ui.until(lambda: columns(ui)[:3] == ["city", "$id", "total"], "total third")
        await ui.press(*["l"] * 26)
        await ui.sees("readable by")
        assert ui.line(3).split()[0] == "city"


async def test_presets_show_all_or_what_is_set(opened: Any) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.press("c", "tab")
        await ui.until(lambda: "MFA" in columns(ui), "all columns")
        await ui.press("tab")
        await ui.until(lambda: "MFA" not in columns(ui), "set ones")
        assert columns(ui)[0] == "$id"
        await ui.press("enter")


async def test_keys_that_mean_nothing_break_nothing(opened: Any) -> None:
    async with opened("teams", size=(60, 15)) as ui:
        await ui.sees("alumni")
        await ui.press("c", *"zzz", "space", "asterisk", "right", "up", "f5", "ctrl+s")
        await ui.sees("There is no such column.")
        await ui.press("ctrl+u", "end", "greater_than_sign", "pageup", "less_than_sign")
        await ui.press("space", "down", "space", "down", "space", "down", "space", "down", "space")
        await ui.press("escape")
        await ui.sees("1–8 of 8")


async def test_a_list_that_was_pointed_to_while_hidden_has_its_columns(opened: Any) -> None:
    async with opened("users", size=(80, 24)) as ui:
        await ui.sees("user0519")
        await ui.go("users/user0047")
        await ui.sees("Wei Hopper")
        await ui.press("i")
        await ui.sees("No sessions here.")
        assert "$id" in ui.line(3)
