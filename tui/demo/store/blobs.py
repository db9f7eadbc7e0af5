"""Owns the bytes of files and deployments: chunks of one size, read by ranges."""

from __future__ import annotations

import sqlite3

from tui.demo.store.database import Store

CHUNK = 5 * 1024 * 1024
"""What clients send in one piece; every chunk but the last has this size."""


class Blobs:
    """Contents by owner, which is a path of ids such as `files/<bucket>/<file>`."""

    def create(self, connection: sqlite3.Connection) -> None:
        """Make the SQL table where it is missing."""
        connection.execute(
            "CREATE TABLE IF NOT EXISTS blobs (owner TEXT NOT NULL, chunk INTEGER NOT NULL, "
            "content BLOB NOT NULL, PRIMARY KEY (owner, chunk))"
        )

    def put(self, store: Store, owner: str, content: bytes) -> None:
        """Keep a whole content."""
        self.remove(store, owner)
        for number, start in enumerate(range(0, max(1, len(content)), CHUNK)):
            self.put_chunk(store, owner, number, content[start : start + CHUNK])

    def put_chunk(self, store: Store, owner: str, number: int, content: bytes) -> None:
        """Keep one chunk (from 0); a chunk that comes again replaces itself."""
        with store.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO blobs VALUES (?, ?, ?)", (owner, number, content)
            )

    def count(self, store: Store, owner: str) -> int:
        """How many chunks there are."""
        row = store.one("SELECT count(*) FROM blobs WHERE owner = ?", (owner,))
        return int(row[0]) if row else 0

    def read(self, store: Store, owner: str, start: int = 0, end: int | None = None) -> bytes:
        """The bytes from `start` to `end` (not included; None reads to the end)."""
        last = 2**31 if end is None else max(start, end - 1) // CHUNK
        rows = store.all(
            "SELECT content FROM blobs WHERE owner = ? AND chunk BETWEEN ? AND ? ORDER BY chunk",
            (owner, start // CHUNK, last),
        )
        offset = start // CHUNK * CHUNK
        content = b"".join(row[0] for row in rows)
        return content[start - offset : None if end is None else end - offset]

    def remove(self, store: Store, owner: str) -> None:
        """Forget a content."""
        with store.write() as connection:
            connection.execute("DELETE FROM blobs WHERE owner = ?", (owner,))

    def remove_below(self, store: Store, prefix: str) -> None:
        """Forget every content whose owner starts with `prefix`."""
        with store.write() as connection:
            connection.execute(
                "DELETE FROM blobs WHERE substr(owner, 1, ?) = ?", (len(prefix), prefix)
            )


BLOBS = Blobs()
