"""The MD5 of what passes by, computed beside it in a thread of its own."""

from __future__ import annotations

import hashlib
import queue
import threading

AHEAD = 64
"""Pieces that may wait to be digested: what comes faster waits for it."""


class Digesting:
    """Digests pieces in the order in which they come. It ends with `hexdigest`, or with nothing."""

    def __init__(self) -> None:
        self._digest = hashlib.md5(usedforsecurity=False)
        self._due: queue.Queue[bytes | None] = queue.Queue(AHEAD)
        self._thread = threading.Thread(target=self._work, name="digest", daemon=True)
        self._thread.start()

    def update(self, piece: bytes) -> None:
        """Take one more piece."""
        self._due.put(piece)

    def hexdigest(self) -> str:
        """The MD5 of all of them; no more may come."""
        self.close()
        return self._digest.hexdigest()

    def close(self) -> None:
        """Let the thread end, once all is digested."""
        if self._thread.is_alive():
            self._due.put(None)
            self._thread.join()

    def _work(self) -> None:
        while (piece := self._due.get()) is not None:
            self._digest.update(piece)
