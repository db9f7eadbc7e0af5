"""What was wanted of the imports of a project, kept between starts: where one broke off, it goes on
with the same columns."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tui.config.memory import Memory
from tui.core.import_wish import Wish
from tui.core.importing import Options

SECTION = "imports"
MOST = 30


class KeptImports:
    """The latest imports of a project, by their file and their table (`DATABASE/TABLE`)."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def begun(self, path: Path, table: str, wish: Wish) -> None:
        """An import begins. However it ends, the next one of the file goes on after what is in."""
        self._keep(path, table, wish, whole=False)

    def ended(self, path: Path, table: str, wish: Wish, failed: bool) -> None:
        """It came to the end of its file; what `failed` may be tried again."""
        self._keep(path, table, replace(wish, resume=wish.resume and failed), whole=True)

    def wish(self, path: Path, table: str) -> Wish | None:
        """What was wanted of a file; None where it is new."""
        kept = next((one for one in self._all if _is_of(one, path, table)), None)
        return None if kept is None else _wish_in(kept)

    def unfinished(self, table: str) -> Path | None:
        """The file whose import into a table was begun last, and broke off; None where none did."""
        kept = next((one for one in self._all if one.get("table") == table), None)
        if kept is None or kept.get("whole") is not False:
            return None
        path = Path(str(kept.get("file")))
        return path if path.is_file() else None

    @property
    def _all(self) -> list[Mapping[str, Any]]:
        kept = self._memory.recall(SECTION)
        return [one for one in kept if isinstance(one, dict)] if isinstance(kept, list) else []

    def _keep(self, path: Path, table: str, wish: Wish, *, whole: bool) -> None:
        """Without room on the disk it counts till the end of the program."""
        entry = {
            "file": str(path.absolute()),
            "table": table,
            "whole": whole,
            "mapping": dict(wish.options.mapping),
            "id": wish.options.id_field,
            "upsert": wish.options.upsert,
            "empty_text": wish.options.empty_text,
            "stop": wish.stop,
            "resume": wish.resume,
        }

        def with_it(kept: Any) -> list[Any]:
            others = [one for one in kept or () if not _is_of(one, path, table)]
            return [entry, *others][:MOST]

        with contextlib.suppress(OSError):
            self._memory.change(SECTION, with_it)


def _is_of(kept: Any, path: Path, table: str) -> bool:
    of = (str(path.absolute()), table)
    return isinstance(kept, dict) and (kept.get("file"), kept.get("table")) == of


def _wish_in(kept: Mapping[str, Any]) -> Wish:
    mapping = kept.get("mapping")
    named = mapping if isinstance(mapping, dict) else {}
    return Wish(
        Options(
            {str(source): str(column) for source, column in named.items()},
            str(kept.get("id") or ""),
            kept.get("upsert") is True,
            kept.get("empty_text") is True,
        ),
        kept.get("stop") is True,
        kept.get("resume") is True,
    )
