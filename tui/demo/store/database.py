"""Owns the SQLite file: a connection for each reading thread, one writer at a time."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tui.demo.store import geometry
from tui.demo.store.text import fold, words


class Store:
    """One database in WAL mode, so that a slow query blocks neither writers nor other readers.

    `durable` is for data that must survive a power cut; without it nothing waits for the disk.
    """

    def __init__(self, path: Path, durable: bool = False) -> None:
        self._path = path
        self._durable = durable
        self._local = threading.local()
        self._lock = threading.RLock()
        self._open: list[sqlite3.Connection] = []
        self._writer = self._connect()
        self._writer.execute("PRAGMA journal_mode=WAL")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, check_same_thread=False, isolation_level=None, timeout=30
        )
        connection.execute(f"PRAGMA synchronous={'NORMAL' if self._durable else 'OFF'}")
        connection.execute("PRAGMA case_sensitive_like=ON")
        connection.execute("PRAGMA cache_size=-16000")
        connection.execute("PRAGMA mmap_size=1073741824")
        geometry.register(connection)
        connection.create_function("text_fold", 1, _of_text(fold), deterministic=True)
        connection.create_function("text_words", 1, _of_text(words), deterministic=True)
        self._open.append(connection)
        return connection

    @property
    def _connection(self) -> sqlite3.Connection:
        """This thread's connection: the writer's while it writes, so it sees its own changes."""
        if getattr(self._local, "writing", 0):
            return self._writer
        if not hasattr(self._local, "reader"):
            self._local.reader = self._connect()
        reader: sqlite3.Connection = self._local.reader
        return reader

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Every row that a query finds."""
        return self._connection.execute(sql, values).fetchall()

    def one(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row that a query finds."""
        row: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
        return row

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction: committed at the end, rolled back on any error. Nested ones join it."""
        with self._lock:
            depth = getattr(self._local, "writing", 0)
            if depth == 0:
                self._writer.execute("BEGIN IMMEDIATE")
            self._local.writing = depth + 1
            try:
                yield self._writer
            except BaseException:
                if depth == 0:
                    self._writer.execute("ROLLBACK")
                raise
            else:
                if depth == 0:
                    self._writer.execute("COMMIT")
            finally:
                self._local.writing = depth

    def close(self) -> None:
        """Close every connection; the file is whole afterwards without its WAL."""
        with self._lock:
            for connection in self._open:
                connection.close()
            self._open.clear()


def _of_text(function: Callable[[str], str]) -> Callable[[str | None], str | None]:
    """A function of text as SQL calls it: null stays null."""
    return lambda text: None if text is None else function(text)
