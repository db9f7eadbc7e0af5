"""Owns the SQLite file: a connection for each reading thread, one writer at a time."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tui.demo.store import geometry
from tui.demo.store.text import fold, words

QUERY_SECONDS = 15.0
"""What a question may take on a real server."""
_STEPS = 20_000
"""Steps of SQLite's machine between two looks at the clock."""


def disk_failure(error: Exception) -> str:
    """What is wrong with the disk where that is why something failed, else nothing."""
    if isinstance(error, OSError):
        return str(error.strerror) if error.errno in (errno.ENOSPC, errno.EDQUOT) else ""
    # The lower byte of an error code is its family.
    family = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return str(error) if family in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR) else ""


@contextmanager
def incidental(store: Store) -> Iterator[None]:
    """Write what is only noted by the way: a full disk costs the note, not the answer."""
    try:
        with store.write():
            yield
    except (sqlite3.OperationalError, OSError) as error:
        if not disk_failure(error):
            raise


class QueryTimeoutError(Exception):
    """A question took longer than it may."""


class Store:
    """One database in WAL mode, so that a slow query blocks neither writers nor other readers.

    `durable` is for data that must survive a power cut; without it nothing waits for the disk.
    With a `template` that file is read until the first write, which copies it to `path` first: a
    server that only answers questions never pays for a copy. A question may take `seconds`.
    """

    def __init__(
        self,
        path: Path,
        durable: bool = False,
        template: Path | None = None,
        seconds: float = QUERY_SECONDS,
    ) -> None:
        self._path = path
        self._template = template
        self._durable = durable
        self._seconds = seconds
        self._local = threading.local()
        self._lock = threading.RLock()
        self._opening = threading.Lock()
        self._open: list[sqlite3.Connection] = []
        self._writer: sqlite3.Connection | None = None

    def _connect(self) -> sqlite3.Connection:
        path = f"{self._path.as_uri()}?mode=rwc"
        if self._template is not None:
            path = f"{self._template.as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(
            path, uri=True, check_same_thread=False, isolation_level=None, timeout=30
        )
        connection.execute(f"PRAGMA synchronous={'NORMAL' if self._durable else 'OFF'}")
        connection.execute("PRAGMA case_sensitive_like=ON")
        connection.execute("PRAGMA cache_size=-16000")
        connection.execute("PRAGMA mmap_size=1073741824")
        geometry.register(connection)
        connection.create_function("text_fold", 1, _of_text(fold), deterministic=True)
        connection.create_function("text_words", 1, _of_text(words), deterministic=True)
        connection.set_progress_handler(self._overdue, _STEPS)
        self._open.append(connection)
        return connection

    def _writing(self) -> sqlite3.Connection:
        """The writer's connection, made by the first write. The caller holds the lock."""
        if self._writer is None:
            with self._opening:
                if self._template is not None:
                    shutil.copyfile(self._template, self._path)
                    self._template = None
                self._writer = self._connect()
            self._writer.execute("PRAGMA journal_mode=WAL")
        return self._writer

    @property
    def _connection(self) -> sqlite3.Connection:
        """This thread's connection: the writer's while it writes, so it sees its own changes."""
        if self._writer is not None and getattr(self._local, "writing", 0) > 0:
            return self._writer
        held: Path | None = getattr(self._local, "source", None)
        if held is None or held != (self._template or self._path):
            # Not the writer's lock: a long write must not keep a thread from its first question.
            with self._opening:
                self._local.source = self._template or self._path
                self._local.reader = self._connect()
        reader: sqlite3.Connection = self._local.reader
        return reader

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Every row that a query finds. Raises `QueryTimeoutError`."""
        with self._in_time():
            return self._connection.execute(sql, values).fetchall()

    def one(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row that a query finds. Raises `QueryTimeoutError`."""
        with self._in_time():
            row: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
        return row

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        """A question of this thread, which ends when its time is over."""
        self._local.deadline = time.monotonic() + self._seconds
        try:
            yield
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
                raise QueryTimeoutError from error
            raise
        finally:
            self._local.deadline = None

    def _overdue(self) -> bool:
        """Whether the question of this thread has to end; asked by SQLite while it works."""
        deadline = getattr(self._local, "deadline", None)
        return deadline is not None and time.monotonic() > deadline

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction: committed at the end, rolled back on any error. Nested ones join it."""
        with self._lock:
            writer = self._writing()
            depth = getattr(self._local, "writing", 0)
            if depth == 0:
                writer.execute("BEGIN IMMEDIATE")
            self._local.writing = depth + 1
            try:
                yield writer
                if depth == 0:
                    writer.execute("COMMIT")
            except BaseException:
                # A full disk may have ended the transaction already.
                if depth == 0 and writer.in_transaction:
                    writer.execute("ROLLBACK")
                raise
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
