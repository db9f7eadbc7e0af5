"""What was typed and not yet saved, kept on disk for the case that the program ends before."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tui.config.paths import write_private

FOLDER = "drafts"
REST_SECONDS = 0.5
"""How long after a key at the latest what was typed is on disk."""


class Drafts:
    """The drafts of one connection; without a folder, nothing is kept. Files have mode 0600."""

    def __init__(self, folder: Path | None, connection: str) -> None:
        self._folder = folder
        self._connection = connection
        self._lock = threading.Lock()
        self._waiting: dict[Path, Callable[[], Any]] = {}
        self._timer: threading.Timer | None = None

    def keep(self, subject: Mapping[str, Any], content: Callable[[], Any]) -> None:
        """Keep what was typed of a subject soon; `content` makes the JSON, empty for nothing."""
        if self._folder is None:
            return
        with self._lock:
            self._waiting[self._path(self._folder, subject)] = content
            if self._timer is None:
                self._timer = threading.Timer(REST_SECONDS, self.flush)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Write what is waiting, now. A disk that is full loses the draft, not the program."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
            self._timer = None
            for path, content in waiting.items():
                with contextlib.suppress(OSError):
                    _write(path, content())

    def kept(self, subject: Mapping[str, Any]) -> Any:
        """What was kept of a subject, None where there is nothing, or nothing readable."""
        if self._folder is None:
            return None
        try:
            return json.loads(self._path(self._folder, subject).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def drop(self, subject: Mapping[str, Any]) -> None:
        """Forget a subject: it was saved, or given up knowingly."""
        if self._folder is None:
            return
        path = self._path(self._folder, subject)
        with self._lock, contextlib.suppress(OSError):
            self._waiting.pop(path, None)
            path.unlink(missing_ok=True)

    def _path(self, folder: Path, subject: Mapping[str, Any]) -> Path:
        told = json.dumps([self._connection, subject], sort_keys=True)
        return folder / f"{hashlib.sha256(told.encode()).hexdigest()[:32]}.json"


def _write(path: Path, content: Any) -> None:
    if content:
        write_private(path, json.dumps(content, ensure_ascii=False))
    else:
        path.unlink(missing_ok=True)
