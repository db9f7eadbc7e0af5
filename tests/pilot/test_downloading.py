"""Downloading from the explorer."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any


async def test_marked_files_come_to_a_folder(opened: Any, demo: Any, tmp_path: Path) -> None:
    bucket = next(
        one["$id"]
        for one in demo.get("/storage/buckets").body["buckets"]
        if demo.get(f"/storage/buckets/{one['$id']}/files").body["total"] > 2
    )
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


async def test_only_files_can_be_downloaded(opened: Any) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.press("S")
        await ui.sees("Only files can be downloaded")
