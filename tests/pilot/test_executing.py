"""A person who runs functions."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from tests.pilot.conftest import Open


@pytest.fixture(scope="module")
def function(shop: Any) -> str:
    """A function that can run."""
    functions = shop.get("/functions").body["functions"]
    return str(next(one["$id"] for one in functions if one["enabled"] and one["deploymentId"]))


def newest(shop: Any, function: str) -> Any:
    query = {"method": "orderDesc", "attribute": "$sequence", "values": []}
    return shop.get(f"/functions/{function}/executions", query).body["executions"][0]


async def test_a_function_runs_and_its_answer_is_shown(
    changing: Any, shop: Any, function: str
) -> None:
    async with changing(f"functions/{function}") as ui:
        await ui.sees("1–")
        await ui.press("X")
        await ui.sees("New execution", "requestMethod", "ctrl+s run")
        await ui.press("down", "ctrl+u")
        await ui.type("/json?a=1")
        await ui.press("ctrl+s")
        await ui.sees("✓ done  200", "x-custom: yes", '"square": 0')
        await ui.press("slash")
        await ui.type('"id": 7')
        await ui.press("enter")
        await ui.sees('"square": 49')
        await ui.press("escape")
        await ui.sees("/json?a=1")
        ran = newest(shop, function)
        assert (ran["requestPath"], ran["status"]) == ("/json?a=1", "completed")
        # The server never says it again; what was told stays until it is looked at anew.
        assert ran["responseBody"] == ""
        await ui.press("r", "enter")
        await ui.sees("x-custom: yes", '"square": 0')


async def test_headers_and_body_are_checked_and_sent_again(
    changing: Any, shop: Any, function: str
) -> None:
    async with changing(f"functions/{function}") as ui:
        await ui.sees("1–")
        before = newest(shop, function)["$id"]
        await ui.press("X", "ctrl+r", "down", "ctrl+u")
        await ui.type("/echo")
        await ui.press("down")
        await ui.type("my header: 1")
        await ui.press("down")
        ui.screen.panels.paste('{"total": 1,}')
        await ui.press("ctrl+s")
        await ui.sees("letters, digits and hyphens only", "Not JSON", "column")
        assert newest(shop, function)["$id"] == before
        await ui.press("ctrl+u")
        await ui.type("a: 1")
        await ui.press("down", "left", "backspace", "ctrl+s")
        await ui.sees("✓ done  200", '"echo": "{\\"total\\": 1}"')
        ran = newest(shop, function)
        assert ran["requestMethod"] == "GET"
        # The same again, with the body that the server did not keep.
        await ui.press("escape", "X")
        await ui.sees("New execution", "a: 1", '{"total": 1}')
        await ui.press("ctrl+s")
        await ui.until(lambda: newest(shop, function)["$id"] != ran["$id"], "another one")
        await ui.sees('"echo": "{\\"total\\": 1}"')


async def test_a_past_execution_runs_again_changed(changing: Any, shop: Any, function: str) -> None:
    async with changing(f"functions/{function}") as ui:
        await ui.sees("1–")
        shop.request("POST", f"/functions/{function}/executions", {"path": "/past", "body": "x"})
        await ui.press("r")
        await ui.sees("/past")
        await ui.press("g", "X")
        await ui.sees("New execution", "/past", "does not keep the body")
        await ui.press("down")
        await ui.type("/changed")
        await ui.press("ctrl+s")
        await ui.sees("✓ done  200", "x-appwrite-execution-id")
        assert newest(shop, function)["requestPath"] == "/past/changed"


async def test_the_body_is_edited_in_the_editor(
    changing: Any, function: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf \'{\\n  "from": "editor"\\n}\\n\' > "$1"\n')
    editor.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    async with changing(f"functions/{function}") as ui:
        await ui.sees("1–")
        # No terminal is there to be given away.
        ui.screen.changing.external._suspend = nullcontext
        await ui.press("X", "down", "down", "down", "ctrl+o")
        await ui.sees('{␊  "from": "editor"␊}')
        await ui.press("ctrl+s")
        await ui.sees("editor", "✓ done  200")


async def test_one_in_the_background_is_followed_to_its_end(
    changing: Any, shop: Any, function: str
) -> None:
    async with changing(f"functions/{function}") as ui:
        await ui.sees("1–")
        await ui.press("X", "down", "ctrl+u")
        await ui.type("/sleep?seconds=0.4")
        await ui.press("down", "down", "down", "right", "ctrl+s")
        await ui.sees("is followed")
        await ui.sees("✓ done  200")
        assert newest(shop, function)["status"] == "completed"


async def test_one_is_planned_for_later_and_taken_back(
    changing: Any, shop: Any, function: str
) -> None:
    async with changing(f"functions/{function}") as ui:
        await ui.sees("1–")
        await ui.press("X", "down", "down", "down", "down", "a", "ctrl+s")
        await ui.sees("At which time?")
        await ui.press("down")
        await ui.type("2001-01-01 10:00")
        await ui.press("ctrl+s")
        await ui.sees("This is past")
        await ui.press("ctrl+u")
        await ui.type("2099-01-01 10:00")
        await ui.press("ctrl+s")
        await ui.sees("It will run in ", "◷ scheduled")
        planned = newest(shop, function)
        assert (planned["status"], planned["trigger"]) == ("scheduled", "schedule")
        await ui.press("u")
        await ui.sees("Undo: Delete execution")
        await ui.press("y")
        await ui.sees("Undone")
        assert newest(shop, function)["$id"] != planned["$id"]


async def test_who_would_wait_too_long_is_told_what_to_do(opened: Open, start_demo: Any) -> None:
    with start_demo("--wait-limit", "0.1") as shop:
        more = {"endpoint": shop.endpoint, "secret": shop.keys["full"]}
        async with opened("functions/nightly-report", **more) as ui:
            await ui.sees("1–")
            await ui.press("X", "down", "ctrl+u")
            await ui.type("/sleep?seconds=290")
            await ui.press("ctrl+s")
            await ui.sees("No answer within 30 s", "Run it in the background")
            # What was typed is there still; a record of what failed is, too.
            await ui.press("down", "down", "down", "right")
            await ui.sees("New execution", "(•) in the background")
            await ui.press("escape", "y")
            await ui.sees("/sleep?seconds=290", "✗ failed")


async def test_without_an_active_deployment_there_is_nothing_to_run(
    changing: Any, shop: Any
) -> None:
    body = {"functionId": "empty", "name": "Empty", "runtime": "node-22"}
    shop.request("POST", "/functions", body)
    async with changing("functions/empty") as ui:
        await ui.sees("No executions here")
        await ui.press("X")
        await ui.sees("empty has no active deployment", "m activates one")
        assert "New execution" not in ui.text
    shop.request("DELETE", "/functions/empty")


async def test_one_that_is_disabled_runs_for_keys_only_and_that_is_said(
    changing: Any, shop: Any, function: str
) -> None:
    found = shop.get(f"/functions/{function}").body
    settings = {name: found[name] for name in ("name", "execute", "commands", "timeout")}
    shop.request("PUT", f"/functions/{function}", {**settings, "enabled": False})
    async with changing(f"functions/{function}") as ui:
        await ui.sees("1–")
        await ui.press("X")
        await ui.sees("New execution", "is disabled: users cannot run it")
    shop.request("PUT", f"/functions/{function}", settings)


async def test_read_only_runs_nothing(changing: Any, shop: Any, function: str) -> None:
    before = newest(shop, function)["$id"]
    async with changing(f"functions/{function}", read_only=True) as ui:
        await ui.sees("1–")
        for key in ("X", "D"):
            await ui.press(key)
            await ui.sees("read-only")
        assert newest(shop, function)["$id"] == before


async def test_the_record_of_an_execution_is_deleted(
    changing: Any, shop: Any, function: str
) -> None:
    async with changing(f"functions/{function}") as ui:
        await ui.sees("1–")
        gone = newest(shop, function)["$id"]
        await ui.press("g", "D")
        await ui.sees(f"Delete execution {gone}?", "What the function has done stays done")
        await ui.press("y")
        await ui.sees("Deleted")
        assert newest(shop, function)["$id"] != gone


async def test_what_is_no_function_cannot_be_executed(changing: Any) -> None:
    async with changing("users") as ui:
        await ui.sees("user0519")
        await ui.press("X")
        await ui.sees("Only functions can be executed")


async def test_one_that_is_open_is_followed_without_a_key(
    changing: Any, shop: Any, function: str
) -> None:
    async with changing(f"functions/{function}") as ui:
        await ui.sees("Executions")
        body = {"path": "/sleep?seconds=2", "async": True}
        made = shop.request("POST", f"/functions/{function}/executions", body).body
        await ui.press("r")
        await ui.sees(made["$id"])
        await ui.press("g", "enter")
        details = ui.screen.view.details
        await ui.until(lambda: details.get(made["$id"], {}).get("status") == "completed", "its end")
        seen = len(ui.screen.session.connection.recorder.calls)
        await ui.press("escape")
        await ui.sees(made["$id"], "✓ done")
        assert len(ui.screen.session.connection.recorder.calls) == seen


async def test_one_that_is_seen_beside_the_list_is_followed_too(
    changing: Any, shop: Any, function: str
) -> None:
    async with changing(f"functions/{function}") as ui:
        await ui.sees("Executions")
        body = {"path": "/sleep?seconds=2", "async": True}
        made = shop.request("POST", f"/functions/{function}/executions", body).body
        await ui.press("r")
        await ui.sees(made["$id"])
        await ui.press("g", "i")
        await ui.sees(f"Execution {made['$id']}", "status      ✓ done")
        assert not any(call.path.endswith("/executions") for call in calls_since(ui, made["$id"]))


def calls_since(ui: Any, resource_id: str) -> list[Any]:
    """What was asked for after a resource was first read by itself."""
    calls = list(ui.screen.session.connection.recorder.calls)
    first = next(number for number, call in enumerate(calls) if call.path.endswith(resource_id))
    return calls[first:]


async def test_a_failure_is_run_again_from_the_list_of_all_failures(
    changing: Any, shop: Any, function: str
) -> None:
    shop.request("POST", f"/functions/{function}/executions", {"path": "/fail?again=1"})
    assert newest(shop, function)["status"] == "failed"
    async with changing("failed", size=(110, 30)) as ui:
        await ui.sees("› failed", "created", "error", "/fail")
        failed = ui.screen.current
        assert failed is not None and failed["requestPath"] == "/fail?again=1"
        await ui.press("X")
        await ui.sees("New execution", "/fail?again=1", "ctrl+s run")
        await ui.press("ctrl+s")
        await ui.sees("✗ failed")
        ran = newest(shop, function)
        assert (ran["requestPath"], ran["$id"] == failed["$id"]) == ("/fail?again=1", False)
