"""Which chunks of an upload have come, kept on disk: servers tell only how many."""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from pathlib import Path

from tui.config.paths import write_private

FOLDER = "uploads"
KEPT_DAYS = 30
"""What was not gone on with for so long is forgotten: it is uploaded from its start then."""


class UploadState:
    """One upload of one file, as it was, to one bucket.

    `file_id` is the one that an upload which broke off had, else the new one. Without a folder it
    is forgotten when the program ends.
    """

    def __init__(self, folder: Path | None, subject: tuple[object, ...], new_id: str) -> None:
        """`subject` tells project, bucket, path, size and time of change."""
        name = hashlib.sha256(json.dumps(subject).encode()).hexdigest()[:32]
        self._path = None if folder is None else folder / f"{name}.json"
        self.file_id = new_id
        self._came: set[int] = set()
        if folder is not None:
            _forget_old(folder)
        self._read()

    @property
    def begun(self) -> bool:
        """Whether some of it has come before."""
        return bool(self._came)

    def due(self, chunks: int) -> list[int]:
        """The numbers of the chunks that nobody acknowledged."""
        return [number for number in range(chunks) if number not in self._came]

    def came(self, number: int) -> None:
        """The server has acknowledged a chunk."""
        self._came.add(number)
        if self._path is not None:
            text = json.dumps({"file_id": self.file_id, "came": sorted(self._came)})
            # Without it the chunk would be sent again, which servers take.
            with contextlib.suppress(OSError):
                write_private(self._path, text)

    def distrust(self, held: int) -> None:
        """The server holds so many chunks: if fewer than came, none is taken to be there."""
        if held < len(self._came):
            self._came.clear()

    def begin_as(self, file_id: str) -> None:
        """Use this id; what came under another one is of no use."""
        if file_id != self.file_id:
            self.file_id = file_id
            self._came.clear()

    def forget(self) -> None:
        """It is whole."""
        self._came.clear()
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _read(self) -> None:
        if self._path is None:
            return
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            self.file_id, self._came = str(kept["file_id"]), {int(one) for one in kept["came"]}
        except (OSError, ValueError, KeyError, TypeError):
            # There is none, or it was written by another version: all is sent.
            return


def _forget_old(folder: Path) -> None:
    """Forget uploads that nobody goes on with."""
    with contextlib.suppress(OSError):
        for path in folder.glob("*.json"):
            if path.stat().st_mtime < time.time() - KEPT_DAYS * 86400:
                path.unlink(missing_ok=True)
