"""Files that are nobody else's business."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from tui.config.paths import write_private


def test_what_is_written_and_the_folders_made_for_it_are_the_owners_only(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        path = tmp_path / "state" / "appwrite-tui" / "drafts" / "one.json"
        write_private(path, "{}")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    made = [one for one in path.parents if tmp_path in one.parents]
    assert [stat.S_IMODE(one.stat().st_mode) for one in made] == [0o700] * 3
