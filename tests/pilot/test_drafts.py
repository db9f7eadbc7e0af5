"""A person whose program ends while a form is open."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

from textual import events

ROW = "/tablesdb/shop/tables/products/rows/product239"


def kept(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "state" / "drafts").glob("*"))


async def type_and_end(changing: Any, text: str) -> None:
    async with changing("databases/shop/products") as ui:
        await ui.sees("product239")
        await ui.press("e")
        await ui.sees("Edit row product239")
        await ui.press("down", "ctrl+u")
        await ui.type(text)
        await ui.sees(text, "1 change")


async def test_what_was_typed_is_there_again(changing: Any, shop: Any, tmp_path: Path) -> None:
    before = shop.get(ROW).body
    await type_and_end(changing, "Half-typed")
    assert [stat.S_IMODE(path.stat().st_mode) for path in kept(tmp_path)] == [0o600]
    async with changing("databases/shop/products") as ui:
        await ui.sees("product239")
        await ui.press("e")
        await ui.sees("left unsaved now", "Half-typed", "y go on", "x discard it")
        await ui.press("y")
        await ui.sees("Edit row product239", "1 change", "Half-typed")
        await ui.press("ctrl+s")
        await ui.sees("Saved")
        assert shop.get(ROW).body["$updatedAt"] != before["$updatedAt"]
        assert not kept(tmp_path)
        await ui.press("e")
        await ui.sees("Edit row product239")


async def test_it_can_be_discarded(changing: Any, tmp_path: Path) -> None:
    await type_and_end(changing, "Unwanted")
    async with changing("databases/shop/products") as ui:
        await ui.sees("product239")
        await ui.press("e")
        await ui.sees("left unsaved")
        await ui.press("x")
        await ui.sees("Edit row product239")
        await ui.sees_not("1 change")
        assert not kept(tmp_path)


async def test_what_is_given_up_knowingly_is_not_kept(changing: Any, tmp_path: Path) -> None:
    async with changing("databases/shop/products") as ui:
        await ui.sees("product239")
        await ui.press("e")
        await ui.sees("Edit row product239")
        await ui.type("x")
        await ui.until(lambda: bool(kept(tmp_path)), "a draft on disk")
        await ui.press("escape")
        await ui.sees("Discard 1 change?")
        await ui.press("y")
        await ui.sees_not("Edit row")
    assert not kept(tmp_path)


async def test_without_a_journal_nothing_is_kept_on_disk(changing: Any, tmp_path: Path) -> None:
    async with changing("databases/shop/products", journal=False) as ui:
        await ui.sees("product239")
        await ui.press("e")
        await ui.sees("Edit row product239")
        await ui.type("x")
        await ui.sees("1 change")
    assert not kept(tmp_path)


async def test_a_password_is_never_kept(changing: Any, tmp_path: Path) -> None:
    async with changing("users") as ui:
        await ui.sees("user0519")
        await ui.press("a")
        await ui.sees("New user")
        await ui.press("down")
        await ui.type("Draft")
        await ui.press("down", "down", "down")
        await ui.type("a-long-secret")
        await ui.sees("2 changes")
    [path] = kept(tmp_path)
    assert "Draft" in path.read_text()
    assert "a-long-secret" not in path.read_text()


async def test_what_was_pasted_as_a_new_row_is_kept(changing: Any, tmp_path: Path) -> None:
    async with changing("databases/shop/products") as ui:
        await ui.sees("product239")
        ui.app.post_message(events.Paste('{"$id": "late", "name": "Pasted name"}'))
        await ui.sees("New row", "Pasted name")
    assert kept(tmp_path)
    async with changing("databases/shop/products") as ui:
        await ui.sees("product239")
        ui.app.post_message(events.Paste('{"$id": "other", "name": "Another"}'))
        await ui.sees("New row", "Another")
        await ui.press("escape", "y")
        await ui.sees_not("New row")
        await ui.press("a")
        await ui.sees("left unsaved now", "Pasted name")
