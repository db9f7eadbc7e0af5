"""Tokens of files: made, shared, changed, found again, deleted."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from urllib3.filepost import encode_multipart_formdata

from tests.pilot.conftest import Open

TOKENS = "/tokens/buckets/mine/files/secret"


@pytest.fixture(scope="module")
def vault(start_demo: Any) -> Iterator[Any]:
    """A file that nobody may read."""
    with start_demo("--empty") as started:
        started.request("POST", "/storage/buckets", {"bucketId": "mine", "name": "Mine"})
        fields = {"fileId": "secret", "file": ("secret.txt", b"what it says")}
        body, kind = encode_multipart_formdata(fields)
        headers = {"content-type": kind}
        path = "/storage/buckets/mine/files"
        assert started.request("POST", path, raw=body, headers=headers).status == 201
        yield started


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            assert answer.read() == b"what it says"
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


async def test_a_share_link_is_made_used_ended_and_found_by_its_id(
    opened: Open, vault: Any, clipboard: Callable[[], str]
) -> None:
    at = {"endpoint": vault.endpoint, "secret": vault.keys["full"]}
    async with opened("storage/mine", **at) as ui:
        await ui.sees("secret.txt")
        await ui.press("o")
        await ui.sees("Storage › mine › secret", "No tokens here.")
        await ui.press("a")
        await ui.sees("New token", "expire")
        await ui.press("ctrl+s")
        await ui.sees("Create token of file secret?", "Whoever has its link", "It never expires.")
        await ui.press("y")
        await ui.sees("Created: token of file secret.", "never")
        [made] = vault.get(TOKENS).body["tokens"]
        await ui.press("y")
        await ui.sees("share link", "Console URL")
        assert made["secret"] not in ui.text
        await ui.press("t")
        await ui.sees("The share link was copied")
        link = clipboard()
        assert status_of(link) == 200
        await ui.press("y", "j")
        await ui.sees("The JSON was copied")
        assert "secret" not in clipboard().replace("mine:secret", "")
        await ui.press("enter", "right_square_bracket")
        await ui.sees(f"Token {made['$id']}", "‹hidden›")
        await ui.press("escape", "o")
        await ui.sees("File secret", "what it says")
        await ui.press("escape")
        await ui.go(made["$id"])
        await ui.sees(f"Token {made['$id']}", "last used")
        await ui.press("escape", "e")
        await ui.sees("Edit token")
        await ui.type("2001-01-01")
        await ui.press("ctrl+s")
        await ui.sees("date in the future")
        await ui.press("ctrl+u")
        await ui.type("2099-01-01")
        await ui.press("ctrl+s")
        await ui.sees("Saved")
        assert vault.get(TOKENS).body["tokens"][0]["expire"].startswith("2098-12-31T") or (
            vault.get(TOKENS).body["tokens"][0]["expire"].startswith("2099-01-01T")
        )
        await ui.press("u")
        await ui.sees("It never expires.")
        await ui.press("y")
        await ui.sees("Undone")
        assert vault.get(TOKENS).body["tokens"][0]["expire"] == ""
        await ui.press("D")
        await ui.sees("Links with it stop working.")
        await ui.press("y")
        await ui.sees("No tokens here.")
        assert status_of(link) == 401
        await ui.go("tokens mine/secret")
        await ui.sees("Storage › mine › secret")
        await ui.go("token nosuch")
        await ui.sees("No token is called 'nosuch'.")


async def test_what_was_made_is_taken_back(opened: Open, vault: Any) -> None:
    at = {"endpoint": vault.endpoint, "secret": vault.keys["full"]}
    async with opened("storage/mine/secret:tokens", **at) as ui:
        await ui.sees("No tokens here.")
        await ui.press("a", "ctrl+s", "y")
        await ui.sees("Created")
        await ui.press("u")
        await ui.sees("Undo: Delete token")
        await ui.press("y")
        await ui.sees("Undone", "No tokens here.")
        assert vault.get(TOKENS).body["total"] == 0
