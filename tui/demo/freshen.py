"""Owns keeping a cached seed young: its last day is moved up to now, so that "the last hour" and
"today" of the shop are never empty. What is older keeps its moments."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tui.demo.store.clock import written
from tui.demo.store.schema import quoted

OLD = 1200
"""Seconds after which a seed's end counts as past."""
_DAY = 24 * 3600
_MOMENT = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00")
_NO_MOMENTS = ("_id", "_parent", "_search", "_perms", "_doc")


def end_of(seed: Path) -> float:
    """When the data of a seed ends, in seconds since 1970: the file's own time says it."""
    return seed.stat().st_mtime


def mark_end(seed: Path, end: float) -> None:
    """Say when the data of a seed ends."""
    os.utime(seed, (time.time(), end))


def freshen(seed: Path, now: float) -> None:
    """Replace an old seed by one whose last day ends now; a young one stays as it is.

    Processes may do so at once: each makes a file of its own and renames it.
    """
    end = end_of(seed)
    if now - end < OLD:
        return
    with tempfile.TemporaryDirectory(dir=seed.parent, prefix="building-") as folder:
        new = Path(folder) / "seed.sqlite"
        shutil.copyfile(seed, new)
        connection = sqlite3.connect(new, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("PRAGMA journal_mode=MEMORY")
            connection.execute("BEGIN")
            _move(connection, _Moved(end, int(now - end)))
            connection.execute("COMMIT")
        finally:
            connection.close()
        mark_end(new, now)
        new.replace(seed)


class _Moved:
    """Moments of the last day before `end`, each later by some seconds."""

    def __init__(self, end: float, seconds: int) -> None:
        self.first, self.last = (
            written(datetime.fromtimestamp(each, UTC)) for each in (end - _DAY, end)
        )
        self.seconds = seconds

    def text(self, text: str) -> str:
        """A text with the moments in it moved."""
        return _MOMENT.sub(lambda match: self._moment(match[0]), text)

    def _moment(self, moment: str) -> str:
        if not self.first <= moment <= self.last:
            return moment
        seconds = datetime.fromisoformat(moment).timestamp() + self.seconds
        return written(datetime.fromtimestamp(seconds, UTC))

    def sql(self, column: str) -> str:
        """SQL for the value of a column after the move."""
        moved = f"strftime('%Y-%m-%dT%H:%M:%f+00:00', {column}, '+{self.seconds} seconds')"
        return f"CASE WHEN {self.holds(column)} THEN {moved} ELSE {column} END"

    def holds(self, column: str) -> str:
        """SQL for whether a column holds such a moment."""
        form = "'20__-__-__T__:__:__.___+00:00'"
        return f"({column} BETWEEN '{self.first}' AND '{self.last}' AND {column} LIKE {form})"


def _move(connection: sqlite3.Connection, moved: _Moved) -> None:
    for table, columns in _tables(connection):
        sets = ", ".join(f"{column} = {moved.sql(column)}" for column in columns)
        if "_doc" not in _names(connection, table):
            # Tables of rows are large: an index finds what was changed on the last day.
            where = f"_updated BETWEEN '{moved.first}' AND '{moved.last}'"
            connection.execute(f"UPDATE {table} SET {sets} WHERE {where}")
            continue
        where = " OR ".join(map(moved.holds, columns))
        connection.execute(f"UPDATE {table} SET {sets} WHERE {where}")
        changed = [
            (new, number)
            for number, document in connection.execute(f"SELECT _seq, _doc FROM {table}")
            if (new := moved.text(document)) != document
        ]
        connection.executemany(f"UPDATE {table} SET _doc = ? WHERE _seq = ?", changed)


def _tables(connection: sqlite3.Connection) -> Iterator[tuple[str, list[str]]]:
    """Tables with their columns that may hold moments, both quoted."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (name,) in found:
        table = quoted(name)
        names = _names(connection, table)
        if "_updated" in names:
            columns = [
                quoted(column)
                for column, affinity in names.items()
                if affinity == "TEXT" and column not in _NO_MOMENTS
            ]
            yield table, columns


def _names(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """The columns of a table with their types."""
    return {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({table})")}
