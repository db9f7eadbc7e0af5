"""A person who brings files into buckets, renames and deletes them, and changes buckets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pilot.conftest import Open

FILES = "/storage/buckets/mine/files"


@pytest.fixture(scope="module")
def store(start_demo: Any) -> Iterator[Any]:
    """A project with one bucket."""
    with start_demo("--empty") as started:
        bucket = {"bucketId": "mine", "name": "Mine", "allowedFileExtensions": ["txt", "png"]}
        started.request("POST", "/storage/buckets", bucket)
        yield started


@pytest.fixture
def changing(opened: Open, store: Any) -> Any:
    """`async with changing(place) as ui:` on a store that may be changed."""
    return lambda place, **more: opened(
        place, endpoint=store.endpoint, secret=store.keys["full"], **more
    )


def files(store: Any) -> list[str]:
    return sorted(file["name"] for file in store.get(FILES).body["files"])


async def test_files_are_uploaded_renamed_and_taken_back(
    changing: Any, store: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("one.txt", "two.txt", "three.exe"):
        (folder / name).write_text(name)
    async with changing("storage/mine") as ui:
        await ui.sees("No files here.")
        await ui.press("a")
        await ui.sees("upload")
        await ui.press("ctrl+u")
        ui.screen.asking.paste(f"{folder}/th")
        await ui.sees("three.exe")
        await ui.press("enter")
        await ui.sees("three.exe: the bucket takes only txt, png.")
        await ui.press("ctrl+u")
        ui.screen.asking.paste(f"{folder}/t*.tx")
        await ui.press("enter")
        await ui.sees("There is no file")
        await ui.type("t")
        await ui.press("enter")
        await ui.sees("1 uploaded", "two.txt")
        assert files(store) == ["two.txt"]
        await ui.press("e")
        await ui.sees("Edit file")
        await ui.press("ctrl+u")
        await ui.type("renamed.txt")
        await ui.press("ctrl+s")
        await ui.sees("Saved: name two.txt → renamed.txt")
        assert files(store) == ["renamed.txt"]
        await ui.press("u")
        await ui.sees("Undo: Update file")
        await ui.press("y")
        await ui.sees("Undone")
        assert files(store) == ["two.txt"]


async def test_a_file_is_deleted_and_comes_back(changing: Any, store: Any) -> None:
    [file] = store.get(FILES).body["files"]
    content = store.request("GET", f"{FILES}/{file['$id']}/download").body
    async with changing("storage/mine") as ui:
        await ui.sees("two.txt")
        await ui.press("D")
        await ui.sees("Delete file", "u brings it back")
        await ui.press("y")
        await ui.sees("Deleted", "u undoes")
        assert files(store) == []
        await ui.press("u")
        await ui.sees("Undo: Create file")
        await ui.press("y")
        await ui.sees("Undone")
        again = store.get(f"{FILES}/{file['$id']}").body
        assert (again["name"], again["signature"]) == ("two.txt", file["signature"])
        assert store.request("GET", f"{FILES}/{file['$id']}/download").body == content
