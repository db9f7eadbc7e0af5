"""Downloading from the explorer."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any


def bucket_of(demo: Any) -> str:
    """A bucket that has some files."""
    return next(
        one["$id"]
        for one in demo.get("/storage/buckets").body["buckets"]
        if demo.get(f"/storage/buckets/{one['$id']}/files").body["total"] > 2
    )


async def test_marked_files_come_to_a_folder(opened: Any, demo: Any, tmp_path: Path) -> None:
    bucket = bucket_of(demo)
    async with opened(f"storage/{bucket}") as ui:
        await ui.sees("1–")
        await ui.press("space", "j", "space", "S", "ctrl+u")
        await ui.type("/no/such/folder")
        await ui.press("enter")
        await ui.sees("is no folder that can be written")
        await ui.press("ctrl+u")
        await ui.type(str(tmp_path))
        await ui.press("enter")
        await ui.sees("2 downloaded to")
        marked = list(ui.screen.view.marks.values())
    came = {
        hashlib.md5(path.read_bytes()).hexdigest()
        for path in filter(Path.is_file, tmp_path.iterdir())
    }
    assert came == {file["signature"] for file in marked}


async def test_what_did_not_come_is_brought_again(opened: Any, demo: Any, tmp_path: Path) -> None:
    async with opened(f"storage/{bucket_of(demo)}") as ui:
        await ui.sees("1–")
        await ui.press("space", "space")
        first, second = ui.screen.view.marks.values()
        blocking = tmp_path / second["name"]
        blocking.write_text("mine")
        await ui.press("S", "ctrl+u")
        await ui.type(str(tmp_path))
        await ui.press("enter")
        await ui.sees("1 came, 1 not: ", "is there already; nothing was overwritten.")
        assert blocking.read_text() == "mine"
        blocking.unlink()
        await ui.press("J")
        await ui.sees("R again, what failed")
        await ui.press("R")
        await ui.sees("1 downloaded to")
        await ui.press("R")
        await ui.sees("Nothing failed in it.")
    for file in (first, second):
        came = hashlib.md5((tmp_path / file["name"]).read_bytes()).hexdigest()
        assert came == file["signature"]


async def test_only_files_can_be_downloaded(opened: Any) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.press("S")
        await ui.sees("Only files can be downloaded")
