"""What was changed, kept on disk before it is sent, so that it can be told and undone tomorrow.

An SQLite file that only its owner can read. Deleted content is overwritten. Entries go from `open`
(written before the request leaves) to `done`, `refused` or `unknown`.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from tui.core.change import Change, Verb

SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, connection TEXT NOT NULL,
  session TEXT NOT NULL, job TEXT NOT NULL, fate TEXT NOT NULL, verb TEXT NOT NULL,
  kind TEXT NOT NULL, ids TEXT NOT NULL, name TEXT NOT NULL, seen TEXT NOT NULL,
  before TEXT NOT NULL, after TEXT NOT NULL, answer TEXT, problem TEXT NOT NULL DEFAULT '',
  undoes INTEGER, is_undo INTEGER NOT NULL DEFAULT 0, undone INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS by_connection ON entries (connection, id);
CREATE INDEX IF NOT EXISTS by_job ON entries (job);
"""
_DAY = 86400.0
_MIB = 2**20
_SHARE = 8
"""Which part of its limit a journal may grow by before it is looked at again."""


UNIT = "unit "
"""How the job of requests begins that are one change for whoever made it: one form, one undo."""


class JournalError(Exception):
    """The journal could not be read or written; says why."""


class Fate(Enum):
    """What became of a change."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change as it is remembered.

    `answer` is the resource after it, as far as it is known and `after` does not say it.
    """

    id: int
    at: float
    session: str
    job: str
    fate: Fate
    verb: Verb
    kind: str
    ids: Mapping[str, str]
    name: str
    seen: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    answer: Mapping[str, Any] | None
    problem: str
    undoes: int | None
    is_undo: bool
    undone: bool

    @property
    def unit(self) -> str:
        """The unit that it is one request of; empty where it stands for itself."""
        return self.job if self.job.startswith(UNIT) else ""

    @property
    def left(self) -> Mapping[str, Any]:
        """The resource as it was after the change, as far as known."""
        return {**self.after, **(self.answer or {})}


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one job or one form, or a single entry, as the list of all changes shows it.

    `last` is the newest of them; of `count`, `made` were made and are not undone, `undone` are, and
    `refused` were not made; of the rest it is not known. `alike` says that all do the same.
    """

    last: Entry
    count: int
    made: int
    undone: int
    refused: int
    alike: bool


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who changes: the connection (endpoint and project), the run of the program, the job."""

    connection: str
    session: str
    job: str = ""


class Journal:
    """All changes of one user, of all connections. Any thread may use it.

    Raises JournalError from every method.
    """

    def __init__(self, path: Path | None) -> None:
        """`path` is None where nothing may be kept on disk: then it lives only in memory."""
        self._lock = threading.Lock()
        self._limits: tuple[float, float] | None = None
        self._grown = 0
        with _explained():
            if path is not None:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                # SQLite gives its side files the mode of the file it finds.
                os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
                path.chmod(0o600)
            self._db = sqlite3.connect(
                path or ":memory:", timeout=10, check_same_thread=False, isolation_level=None
            )
            self._db.execute("PRAGMA secure_delete = ON")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.executescript(SCHEMA)

    def begin(
        self, changes: Sequence[Change], stamp: Stamp, undoes: Mapping[int, Entry] | None = None
    ) -> list[int]:
        """Remember changes that are about to be sent; `undoes` by their place in the list."""
        reverses = undoes or {}
        rows = [_values(one, stamp, reverses.get(at)) for at, one in enumerate(changes)]
        self._make_room(sum(len(row[_BEFORE]) + len(row[_AFTER]) for row in rows))
        with self._writing() as db:
            db.executemany(
                "INSERT INTO entries (at, connection, session, job, fate, verb, kind, ids, name,"
                " seen, before, after, undoes, is_undo) VALUES (?,?,?,?,'open',?,?,?,?,?,?,?,?,?)",
                rows,
            )
            # Nobody else writes within a transaction: the numbers follow each other.
            last = int(db.execute("SELECT last_insert_rowid()").fetchone()[0])
            return list(range(last - len(changes) + 1, last + 1))

    def done(self, entry_id: int, answer: Mapping[str, Any] | None) -> None:
        """It was applied; what it undid counts as undone."""
        self.all_done({entry_id: answer})

    def all_done(self, answers: Mapping[int, Mapping[str, Any] | None]) -> None:
        """Several were applied by one request.

        This alone is not waited for until it is on disk: where a power cut takes it away, they are
        open still, and the next start finds out what became of them.
        """
        with self._writing("NORMAL") as db:
            db.executemany(
                "UPDATE entries SET fate = 'done', answer = ?, problem = '' WHERE id = ?",
                [
                    (None if answer is None else _dump(answer), entry_id)
                    for entry_id, answer in answers.items()
                ],
            )
            first, last = min(answers, default=0), max(answers, default=-1)
            db.execute(
                "UPDATE entries SET undone = 1 WHERE id IN (SELECT undoes FROM entries WHERE"
                " id BETWEEN ? AND ? AND undoes IS NOT NULL AND fate = 'done')",
                (first, last),
            )

    def settle(self, entry_ids: Sequence[int], fate: Fate, problem: str) -> None:
        """They were refused, or it is not known what became of them."""
        with self._writing() as db:
            db.executemany(
                "UPDATE entries SET fate = ?, problem = ? WHERE id = ?",
                [(fate.value, problem, entry_id) for entry_id in entry_ids],
            )

    def entry(self, entry_id: int) -> Entry | None:
        """One of them."""
        return next(iter(self._select("id = ?", (entry_id,))), None)

    def latest(self, connection: str, limit: int = 500) -> list[Entry]:
        """The changes of a connection, newest first."""
        return self._select("connection = ?", (connection,), limit)

    def groups(self, connection: str, limit: int = 500) -> list[Group]:
        """The changes of a connection, newest first, those of a job or of a form as one."""
        query = (
            "SELECT max(id), count(*), sum(fate = 'done' AND undone = 0), sum(undone),"
            " sum(fate = 'refused'), count(DISTINCT verb) FROM entries WHERE connection = ?"
            " GROUP BY CASE job WHEN '' THEN id ELSE job END ORDER BY max(id) DESC LIMIT ?"
        )
        with self._lock, _explained():
            found = self._db.execute(query, (connection, limit)).fetchall()
        # Newest first as well, and each group has one newest.
        last = {entry.id: entry for entry in self._by_ids([row[0] for row in found])}
        return [
            Group(last[newest], count, made, undone, refused, verbs == 1)
            for newest, count, made, undone, refused, verbs in found
            if newest in last
        ]

    def to_take_back(self, group: Group) -> list[Entry]:
        """Those of a group that were made and are not undone, newest first."""
        if not group.last.job:
            return [group.last] if group.made else []
        return self._select("job = ? AND fate = 'done' AND undone = 0", (group.last.job,))

    def uncertain(self, connection: str) -> list[Entry]:
        """Those of which it is not known whether they were applied, oldest first."""
        where = "connection = ? AND fate IN ('open', 'unknown')"
        return self._select(where, (connection,))[::-1]

    def to_undo(self, stamp: Stamp) -> list[Entry]:
        """The last change of this run that is not undone: one, or all of its job."""
        return self._last_group(stamp, "is_undo = 0")

    def to_redo(self, stamp: Stamp) -> list[Entry]:
        """The last undo of this run, unless something else was changed since."""
        found = self._last_group(stamp, "is_undo = 1")
        if not found:
            return []
        where = "connection = ? AND session = ? AND undoes IS NULL AND fate = 'done' AND id > ?"
        newest = max(entry.id for entry in found)
        values = (stamp.connection, stamp.session, newest)
        return [] if self._select(where, values, 1) else found

    def prune(self, days: float, mebibytes: float) -> int:
        """Forget what is older, and the oldest of what is more; gives how many were forgotten.

        The same is done from now on whenever much was added. What is on its way stays.
        """
        self._limits, self._grown = (days, mebibytes), 0
        with self._writing() as db:
            limit = time.time() - days * _DAY
            gone = db.execute("DELETE FROM entries WHERE at < ?", (limit,)).rowcount
            size = "length(before) + length(after) + ifnull(length(answer), 0)"
            sums = f"SELECT id, sum({size}) OVER (ORDER BY id DESC) AS newer FROM entries"
            gone += db.execute(
                f"DELETE FROM entries WHERE fate != 'open' AND id <="
                f" (SELECT max(id) FROM ({sums}) WHERE newer > ?)",
                (mebibytes * _MIB,),
            ).rowcount
        if gone:
            with self._lock, _explained():
                self._db.execute("VACUUM")
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def _make_room(self, characters: int) -> None:
        """Keep the limits while much is written: an import may be larger than a journal."""
        self._grown += characters
        if self._limits is not None and self._grown > self._limits[1] * _MIB / _SHARE:
            self.prune(*self._limits)

    def _last_group(self, stamp: Stamp, condition: str) -> list[Entry]:
        where = f"connection = ? AND session = ? AND fate = 'done' AND undone = 0 AND {condition}"
        found = self._select(where, (stamp.connection, stamp.session), 1)
        if not found or not found[0].job:
            return found
        where = f"connection = ? AND job = ? AND fate = 'done' AND undone = 0 AND {condition}"
        return self._select(where, (stamp.connection, found[0].job))

    def _by_ids(self, entry_ids: Sequence[int]) -> list[Entry]:
        marks = ", ".join("?" * len(entry_ids))
        return self._select(f"id IN ({marks})", entry_ids)

    def _select(self, where: str, values: Sequence[object], limit: int = -1) -> list[Entry]:
        columns = (
            "id, at, session, job, fate, verb, kind, ids, name, seen, before, after, answer,"
            " problem, undoes, is_undo, undone"
        )
        query = f"SELECT {columns} FROM entries WHERE {where} ORDER BY id DESC LIMIT ?"
        with self._lock, _explained():
            return [_entry(row) for row in self._db.execute(query, (*values, limit))]

    @contextmanager
    def _writing(self, synchronous: str = "FULL") -> Iterator[sqlite3.Connection]:
        """One transaction, on disk when the block ends; for the others see SQLite's pragma."""
        with self._lock, _explained():
            self._db.execute(f"PRAGMA synchronous = {synchronous}")
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise JournalError(str(error)) from error


_BEFORE, _AFTER = 9, 10
"""Where a change stands among the values of its entry, before and after."""


def _values(change: Change, stamp: Stamp, undoes: Entry | None) -> tuple[Any, ...]:
    """A change as the columns of its entry."""
    return (
        time.time(),
        stamp.connection,
        stamp.session,
        stamp.job,
        change.verb.value,
        change.kind,
        _dump(change.ids),
        change.name,
        change.seen,
        _dump(change.before) if change.before else "{}",
        _dump(change.after),
        undoes.id if undoes else None,
        int(undoes is not None and not undoes.is_undo),
    )


_dump = json.JSONEncoder(ensure_ascii=False).encode


def _entry(row: Sequence[Any]) -> Entry:
    entry_id, at, session, job, fate, verb, kind, ids, name, seen, before, after, *rest = row
    answer, problem, undoes, is_undo, undone = rest
    return Entry(
        entry_id,
        at,
        session,
        job,
        Fate(fate),
        Verb(verb),
        kind,
        json.loads(ids),
        name,
        seen,
        json.loads(before),
        json.loads(after),
        None if answer is None else json.loads(answer),
        problem,
        undoes,
        bool(is_undo),
        bool(undone),
    )
