"""A person with keys of their own."""

from __future__ import annotations

from pathlib import Path

from tests.pilot.conftest import Open


async def test_an_own_key_works_and_is_shown(opened: Open, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('[keys]\nrefresh = "f5"\ninspector = ";"\n', encoding="utf-8")
    async with opened("users") as ui:
        await ui.sees("user0519", "; inspector")
        await ui.press("semicolon")
        await ui.sees("fields")
        await ui.press("question_mark")
        await ui.sees("Keys", "down")
        await ui.press("pagedown")
        await ui.sees(";                   show or hide the inspector")
