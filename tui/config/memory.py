"""What is remembered of one project between starts: the places one goes to, bookmarks, links.

One private JSON file for each project, in the state directory.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tui.config.paths import write_private

FOLDER = "projects"


class Memory:
    """The memory of one project, by section. Without a folder it lasts as long as the program.

    Two programs may have the same project open: what is changed is read again right before.
    """

    def __init__(self, folder: Path | None = None, project: str = "") -> None:
        """`project` names it by endpoint and id."""
        self._project = project
        name = hashlib.sha256(project.encode()).hexdigest()[:20]
        self._path = None if folder is None else folder / FOLDER / f"{name}.json"
        self._kept: dict[str, Any] | None = None

    def recall(self, section: str) -> Any:
        """What stands in a section, None where there is nothing (readable)."""
        if self._kept is None:
            self._kept = self._read()
        return self._kept.get(section)

    def change(self, section: str, change: Callable[[Any], Any]) -> None:
        """Put what `change` makes of a section in its place. Raises OSError; it counts till the
        end of the program nevertheless."""
        kept = self._kept or {}
        if self._path is not None:
            kept = self._read() or kept
        kept[section] = change(kept.get(section))
        self._kept = kept
        if self._path is not None:
            text = json.dumps({"project": self._project, **kept}, indent=1, ensure_ascii=False)
            write_private(self._path, text)

    def _read(self) -> dict[str, Any]:
        if self._path is None:
            return {}
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            # A lost bookmark is no reason to stop anybody from working.
            return {}
        return found if isinstance(found, dict) else {}
