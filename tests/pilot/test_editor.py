"""A person who edits a row in an editor of their own: what comes back, and what goes wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tui.app import ExplorerApp

ROW = "/tablesdb/shop/tables/orders/rows/"
HEAD = """
import os, pathlib, sys
path = pathlib.Path(sys.argv[1])
text = path.read_text()
state = pathlib.Path(__file__).with_suffix(".state")
time = int(state.read_text()) if state.exists() else 0
state.write_text(str(time + 1))
"""
Editor = Callable[[str], None]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Who had the terminal: given away and taken back as Textual does it, which does not take it
    back where something is raised meanwhile."""
    told: list[str] = []

    @contextmanager
    def suspend(app: ExplorerApp) -> Iterator[None]:
        told.append("given")
        yield
        told.append("taken")

    monkeypatch.setattr(ExplorerApp, "suspend", suspend)
    monkeypatch.delenv("VISUAL", raising=False)
    return told


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, terminal: list[str]) -> Editor:
    """`editor(code)`: what EDITOR does with `text`, at which `time`, and writes to `path`."""
    script = tmp_path / "editor.py"

    def does(code: str) -> None:
        script.write_text(HEAD + code)
        monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")

    return does


def value(shop: Any, row_id: str, name: str) -> Any:
    return shop.get(ROW + row_id).body[name]


async def test_what_cannot_be_read_comes_back_with_the_reason(
    changing: Any, shop: Any, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor("""
assert oct(path.parent.stat().st_mode & 0o777) == "0o700"
assert oct(path.stat().st_mode & 0o777) == "0o600"
assert not any("standard_" in value for value in os.environ.values())
if not time:
    path.write_text(text.replace('"total": ', '"total" 5'))
else:
    number = int(text.split("Line ")[1].split(":")[0])
    assert text.split("\\n")[0].endswith("Expecting ':' delimiter.")
    assert '"total" 5' in text.split("\\n")[number - 1]
    path.write_text(text.replace('"total" 5', '"total": 5'))
""")
    monkeypatch.setenv("SOME_KEY", shop.keys["full"])
    async with changing("databases/shop/orders/order19975") as ui:
        await ui.sees("order19975")
        before = value(shop, "order19975", "total")
        await ui.press("E")
        await ui.sees("Update row order19975", f"{before}  →  5{before}")
        await ui.press("y")
        await ui.sees("Saved")
        assert value(shop, "order19975", "total") == float(f"5{before}")


async def test_a_text_that_is_left_wrong_is_not_thrown_away(
    changing: Any, shop: Any, editor: Editor
) -> None:
    editor("""
if not time:
    path.write_text(text.replace('"currency": ', '"currency" '))
elif time == 2:
    assert '"currency" ' in text
    path.write_text(text.replace('"currency" "GBP"', '"currency": "USD"'))
""")
    async with changing("databases/shop/orders/order19974") as ui:
        await ui.sees("order19974")
        await ui.press("E")
        await ui.sees("That cannot be read yet.", "Expecting ':' delimiter.")
        await ui.press("e")
        await ui.sees("Update row order19974", "GBP  →  USD")


async def test_what_the_server_refuses_is_not_lost(
    changing: Any, shop: Any, editor: Editor
) -> None:
    editor("""
if not time:
    text = text.replace('"items": ', '"items": 1')
    path.write_text(text.replace('ions": []', 'ions": ["read(\\\\"nobody\\\\")"]'))
else:
    assert '"items": 1' in text and "nobody" in text
    path.write_text(text.replace("nobody", "any"))
""")
    shop.request("PATCH", ROW + "order19972", {"permissions": []})
    async with changing("databases/shop/orders/order19972") as ui:
        await ui.sees("order19972")
        before = value(shop, "order19972", "items")
        await ui.press("E")
        await ui.sees("Update row order19972", f"{before}  →  1{before}", "nobody")
        await ui.press("y")
        await ui.sees("Invalid `permissions` param", f"{before}  →  1{before}")
        await ui.press("e")
        await ui.sees("everybody")
        await ui.press("y")
        await ui.sees("Saved")
        assert value(shop, "order19972", "items") == int(f"1{before}")
        assert 'read("any")' in value(shop, "order19972", "$permissions")


async def test_an_editor_that_fails_changes_nothing_and_says_so(
    changing: Any, shop: Any, editor: Editor, terminal: list[str]
) -> None:
    editor("""
path.write_text(text.replace('"currency": ', '"currency": null, "x": '))
sys.exit(3)
""")
    async with changing("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.press("E")
        await ui.sees("The editor ended with 3. Nothing was sent.")
        assert terminal == ["given", "taken"]


async def test_a_missing_editor_gives_the_terminal_back(
    changing: Any, monkeypatch: pytest.MonkeyPatch, terminal: list[str]
) -> None:
    monkeypatch.setenv("EDITOR", "no-such-editor")
    async with changing("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.press("E")
        await ui.sees("'no-such-editor' could not be run", "Set EDITOR to another one.")
        assert terminal == ["given", "taken"]
