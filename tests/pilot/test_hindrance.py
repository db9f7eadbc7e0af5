"""A person whose key lacks a scope, or who may change nothing: what is not to be had says why."""

from __future__ import annotations

from typing import Any

import pytest


async def test_what_the_key_lacks_is_known_from_the_first_refusal_on(opened: Any) -> None:
    async with opened("users/alice", key="readonly", size=(140, 40)) as ui:
        await ui.sees("Alice")
        await ui.go("users")
        await ui.sees("user0519", "e edit  ")
        await ui.press("e")
        await ui.sees("Edit user")
        await ui.type("x")
        await ui.press("ctrl+s")
        await ui.sees("The API key cannot change name: it lacks the scope users.write.")
        await ui.press("escape", "y", "j")
        await ui.sees("e edit (lacks users.write)")
        await ui.press("e")
        await ui.sees("The API key lacks the scope users.write. So the server said")
        await ui.press("m")
        await ui.sees("b  block  The API key lacks the scope users.write.")
        await ui.sees("e  end all sessions")
        await ui.sees_not("end all sessions  The API key")
        await ui.press("escape", "question_mark", "pagedown")
        await ui.sees("lacks users.write  edit in a form what is under")
        await ui.press("escape", "ctrl+p")
        await ui.type("duplicate")
        await ui.sees("add one like that under the cursor  (lacks users.write)")
        await ui.press("escape")
        await ui.go("teams")
        await ui.sees("e edit  ")
        await ui.go("users")
        await ui.press("r")
        await ui.sees_not("lacks users.write")


@pytest.mark.parametrize(
    ("place", "seen", "keys"),
    [
        ("users", "user0519", "eEaYDm"),
        ("users/alice", "Sessions", "D"),
        ("teams", "Support", "eaD"),
        ("storage", "Invoices", "eaDp"),
        ("storage/attachments", "manual.pdf", "eaDp"),
    ],
)
async def test_read_only_refuses_each_of_them(
    opened: Any, demo: Any, place: str, seen: str, keys: str
) -> None:
    demo.control("DELETE", "seen")
    async with opened(place, read_only=True, size=(140, 40)) as ui:
        await ui.sees(seen)
        if keys != "D":
            await ui.sees("e edit (read-only)")
        for key in keys:
            await ui.press(key)
            await ui.sees("This connection is read-only.")
            await ui.press("j")
            await ui.sees_not("This connection is read-only.")
    seen_there = demo.control("GET", "seen")["requests"]
    assert {one["method"] for one in seen_there} <= {"GET"}
