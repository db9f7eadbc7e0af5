"""Changes on their way: the connection's door and journal, what can be undone. Free of Textual.

All methods may wait for disk and network: they are called in worker threads.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tui.api.connection import Connection
from tui.api.door import Carry, Door, Outcome
from tui.config.preferences import Preferences
from tui.core.change import Change
from tui.core.journal import Entry, Fate, Journal, Stamp
from tui.core.undo import again, reversing
from tui.jobs.trash import FOLDER, Trash
from tui.resources import KINDS

LONGEST_REQUEST = 90.0
"""Seconds after which no request is waited for any more: connecting and reading give up before."""


class Writing:
    """What one connection changes. The journal is opened with the first change or question."""

    def __init__(
        self, connection: Connection, journal: Path | None, preferences: Preferences
    ) -> None:
        """`journal` is None where nothing may be kept on disk."""
        self._connection = connection
        target = connection.target
        session = f"{os.getpid()}-{secrets.token_hex(6)}"
        self._stamp = Stamp(f"{target.endpoint} {target.project}", session)
        self._path = journal
        self._preferences = preferences
        self._lock = threading.Lock()
        self._known_door: Door | None = None

    @property
    def door(self) -> Door:
        """The way out for changes. Raises JournalError."""
        with self._lock:
            if self._known_door is None:
                journal = Journal(self._path)
                journal.prune(self._preferences.days, self._preferences.megabytes)
                self._known_door = Door(
                    self._connection.client, journal, self._stamp, self._carrier()
                )
            return self._known_door

    def _carrier(self) -> Callable[[Change], Carry | None]:
        """How the bytes of deleted files are kept, where anything may be kept on disk."""
        if self._path is None:
            return lambda change: None
        folder, told = self._path.with_name(FOLDER), self._preferences
        return Trash(self._connection, folder, told.days, told.megabytes).carrier

    def send(self, change: Change, undoes: Entry | None = None) -> Outcome:
        """Send one change. Raises JournalError where the journal cannot even be opened."""
        return self.door.send(change, undoes=undoes)

    def send_steps(self, changes: Sequence[Change], undoes: Entry | None = None) -> list[Outcome]:
        """Send changes of one resource one after the other. Raises JournalError as `send`."""
        return self.door.send_steps(changes, undoes=undoes)

    def to_undo(self) -> list[Entry]:
        """The last change of this session that is not undone, or all of its job."""
        return self.door.journal.to_undo(self._stamp)

    def to_redo(self) -> list[Entry]:
        """The last undo of this session."""
        return self.door.journal.to_redo(self._stamp)

    def remembered(self) -> list[Entry]:
        """The latest changes of this project, newest first."""
        return self.door.journal.latest(self._stamp.connection)

    def settle_lost(self) -> list[Outcome]:
        """Find out what became of changes whose answers were lost, in this session or before."""
        found: list[Outcome] = []
        for entry in self.door.journal.uncertain(self._stamp.connection):
            if _may_be_under_way(entry):
                continue
            writes = KINDS[entry.kind].writes if entry.kind in KINDS else None
            change = again(entry, writes) if writes is not None else None
            if change is not None:
                found.append(self.door.settle(entry, change))
        return found

    def close(self) -> None:
        """Let go of the journal."""
        with self._lock:
            if self._known_door is not None:
                self._known_door.journal.close()
                self._known_door = None


def _may_be_under_way(entry: Entry) -> bool:
    """Whether the program that wrote an entry still runs and may be waiting for its answer."""
    if entry.fate is not Fate.OPEN or time.time() - entry.at > LONGEST_REQUEST:
        return False
    try:
        os.kill(int(entry.session.partition("-")[0]), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        # It is somebody else's process: it runs.
        return True
    return True


def taking_back(entry: Entry) -> tuple[Change, ...]:
    """The changes that take an entry back; none where its kind does not know how."""
    writes = KINDS[entry.kind].writes if entry.kind in KINDS else None
    return () if writes is None else reversing(entry, writes)
