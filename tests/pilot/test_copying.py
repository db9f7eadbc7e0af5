"""What a person copies, and what they are told."""

from __future__ import annotations

import base64
import contextlib
import io
import re
from typing import Any

import pytest


async def copied(ui: Any, key: str, what: str) -> None:
    await ui.press("y")
    await ui.sees("Copy", "Console URL")
    await ui.press(key)
    await ui.sees(f"{what} was copied: wl-copy took it.")


async def test_of_a_row_id_cell_json_and_where_it_is(opened: Any, clipboard: Any) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await copied(ui, "y", "The id")
        assert clipboard() == "order19999"
        await ui.press("l")
        await copied(ui, "c", "The cell number")
        assert clipboard().isdecimal()
        await copied(ui, "j", "The JSON")
        assert '"$id": "order19999"' in clipboard()
        await copied(ui, "u", "The address in the Console")
        assert clipboard().endswith(
            "/console/project-demo/databases/database-shop/table-orders/row-order19999".replace(
                "project-demo", "project-default-demo"
            )
        )


async def test_marked_rows_as_json_csv_and_markdown(opened: Any, clipboard: Any) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.press("space", "j", "space")
        await copied(ui, "m", "The 2 marked as JSON")
        assert clipboard().count('"$id"') == 2
        await copied(ui, "v", "The 2 marked as CSV")
        assert clipboard().splitlines()[0].startswith("$id,")
        await copied(ui, "d", "The 2 marked as Markdown")
        assert clipboard().splitlines()[1].startswith("| --- |")


async def test_the_request_is_that_of_the_list_as_it_is_filtered(
    opened: Any, clipboard: Any
) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.press("slash")
        await ui.type("status = paid")
        await ui.press("enter")
        await ui.sees("/ status = paid")
        await copied(ui, "p", "The request as Python")
        assert 'Query.equal("status", "paid")' in clipboard()
        assert 'os.environ["APPWRITE_API_KEY"]' in clipboard()
        await copied(ui, "l", "The request as Appwrite CLI")
        assert "appwrite tables-db list-rows" in clipboard()
        await copied(ui, "k", "The request as curl")
        assert "curl --silent" in clipboard()


@pytest.mark.parametrize(
    ("place", "seen", "reads"),
    [
        ("users/bob:identities", "Identities", False),
        ("users/alice:sessions", "Sessions", False),
        ("databases/shop/orders:columns", "Columns", False),
        ("functions/send-invoice:deployments", "Deployments", True),
        ("storage/pictures/picture079:tokens", "Tokens", True),
        ("databases/shop/customers", "Rows", True),
    ],
)
async def test_what_is_copied_as_python_runs(
    opened: Any, clipboard: Any, demo: Any, monkeypatch: Any, place: str, seen: str, reads: bool
) -> None:
    """For a list, and (`reads`) for the one that is read."""
    monkeypatch.setenv("APPWRITE_API_KEY", demo.keys["full"])
    demo.request("POST", "/tokens/buckets/pictures/files/picture079", {})
    async with opened(place) as ui:
        await ui.sees(seen, "1–")
        programs = []
        for enter in (False, True)[: 1 + reads]:
            if enter:
                await ui.press("enter")
                await ui.until(lambda: ui.screen.inspecting.reading, "the inspector")
            await copied(ui, "p", "The request as Python")
            programs.append(clipboard())
    for program in programs:
        made: dict[str, Any] = {}
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            exec(program, made)
        assert made["answer"] is not None


async def test_a_failure_is_where_its_function_lists_it(opened: Any, clipboard: Any) -> None:
    async with opened("failed") as ui:
        await ui.sees("1–")
        await copied(ui, "u", "The address in the Console")
        function = ui.screen.current["functionId"]
        assert clipboard().endswith(f"/functions/function-{function}/executions")


async def test_hashes_of_passwords_stay_behind_unless_asked_for(
    opened: Any, clipboard: Any
) -> None:
    async with opened("users/alice") as ui:
        await ui.go("users")
        await ui.sees("user0519")
        await copied(ui, "j", "The JSON")
        assert "argon2" not in clipboard()
        assert '"password"' not in clipboard()
        await ui.press("y")
        await ui.sees("with secrets", "password")
        await ui.press("s")
        await ui.sees("Copy, secrets too")
        await ui.press("j")
        await ui.until(lambda: '"password"' in clipboard(), "the hash in the clipboard")


async def test_a_request_of_the_log_is_copied(opened: Any, clipboard: Any) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.press("exclamation_mark")
        await ui.sees("Requests, newest first", "users.list", "limit 100", "y Python")
        # Which of the first two requests was the first is not said; more may come meanwhile.
        asked = ["users.list" in line for line in ui.text.split("\n") if " GET " in line]
        await ui.press(*"j" * asked.index(True), "y")
        await ui.until(lambda: "Users(client).list(" in clipboard(), "Python in the clipboard")
        await ui.press("c")
        await ui.until(lambda: "curl" in clipboard(), "curl in the clipboard")
        await ui.press("enter")
        await ui.sees("Request", "took", "orderDesc")
        await ui.press("escape")
        await ui.sees("Requests, newest first")
        await ui.press("escape")
        await ui.sees_not("Requests, newest first")


async def test_far_away_the_terminal_is_asked_and_nothing_is_claimed(
    opened: Any, clipboard: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "1 2 3 4")
    async with opened("users") as ui:
        await ui.sees("user0519")
        written: list[str] = []
        monkeypatch.setattr(ui.app._driver, "write", written.append)
        await ui.press("y", "y")
        await ui.sees("The id was sent to the terminal's clipboard; it does not say")
        found = re.search("\x1b]52;c;(.*?)\x07", "".join(written))
        assert found is not None
        assert base64.b64decode(found[1]).decode() == "user0519"
