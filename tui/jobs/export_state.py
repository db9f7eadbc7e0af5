"""How far an export to a file is, kept on disk, so that it goes on after the program was ended."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tui.config.paths import write_private

FOLDER = "exports"
KEPT_HOURS = 24
"""After so long what came is too old to belong to what would come now."""
KNOWN_DAYS = 30
"""So long a file is known to be an export's, and may be written over."""
NOTE_SECONDS = 1.0
"""How often it is written down, at most: what came since comes once more after a crash."""
_TAIL = 4096


@dataclass(frozen=True, slots=True)
class Mark:
    """Where an export is: so many bytes and resources are written, `position` tells what is next.

    `tail` is a digest of the last bytes: whether a file is the one that was written shows in it.
    """

    whole: int = 0
    count: int = 0
    position: Mapping[str, Any] | None = None
    tail: str = ""
    when: float = 0.0


class ExportState:
    """What is known of the unfinished export to a file. Without a folder nothing is kept."""

    def __init__(self, folder: Path | None, path: Path, subject: Mapping[str, object]) -> None:
        """`subject` tells what is exported, by words that a person knows: "filter", "columns"."""
        self._path = None
        if folder is not None:
            name = hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:32]
            self._path = folder / f"{name}.json"
            _forget_old(folder)
        self._subject = {name: _digest(value) for name, value in subject.items()}
        self._noted = 0.0

    def read(self) -> tuple[Mark, str] | None:
        """Where an earlier run was, and why that is of no use ("" where it is); None if unknown."""
        if self._path is None:
            return None
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            subject, mark = dict(kept["subject"]), Mark(**kept["mark"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        others = [name for name, value in self._subject.items() if subject.get(name) != value]
        if others:
            return mark, f"it is of another {' and '.join(others)}"
        is_old = time.time() - mark.when > KEPT_HOURS * 3600
        return mark, f"it is older than {KEPT_HOURS} hours" if is_old else ""

    def note(self, mark: Mark, handle: int) -> None:
        """Write down where it is, if that was not done just now; `handle` is of the file."""
        if time.monotonic() - self._noted >= NOTE_SECONDS:
            self.keep(mark, handle)

    def keep(self, mark: Mark, handle: int) -> None:
        """Write down where it is."""
        if self._path is None or not mark.count:
            return
        self._noted = time.monotonic()
        told = Mark(mark.whole, mark.count, mark.position, tail(handle, mark.whole), time.time())
        # Without it a later run would start anew, and say so.
        with contextlib.suppress(OSError, TypeError, ValueError):
            write_private(self._path, json.dumps({"subject": self._subject, "mark": asdict(told)}))

    def forget(self) -> None:
        """It is whole, or not to be gone on with."""
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)


def tail(handle: int, whole: int) -> str:
    """A digest of the last of so many bytes of a file; "" where it is shorter. Raises OSError."""
    if os.fstat(handle).st_size < whole:
        return ""
    start = max(0, whole - _TAIL)
    return hashlib.sha256(os.pread(handle, whole - start, start)).hexdigest()


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _forget_old(folder: Path) -> None:
    with contextlib.suppress(OSError):
        for path in folder.glob("*.json"):
            if path.stat().st_mtime < time.time() - KNOWN_DAYS * 86400:
                path.unlink(missing_ok=True)
