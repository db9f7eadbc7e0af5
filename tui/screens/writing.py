"""Changes on their way: the connection's door and journal, what can be undone. Free of Textual.

All methods may wait for disk and network: they are called in worker threads.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from tui.api.connection import Connection
from tui.api.door import Carry, Door, Outcome
from tui.config.preferences import Preferences
from tui.core.change import Change, Verb
from tui.core.journal import UNIT, Entry, Fate, Group, Journal, Stamp
from tui.core.undo import again, all_reversing
from tui.jobs.trash import FOLDER, Trash
from tui.resources import writes_of

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

    def send_steps(self, changes: Sequence[Change], undoes: Sequence[Entry] = ()) -> list[Outcome]:
        """Send changes that are one for a person, one after the other. Raises JournalError."""
        return self.door.send_steps(changes, job=UNIT + secrets.token_hex(6), undoes=undoes)

    def to_undo(self) -> list[Entry]:
        """The last change of this session that is not undone, or all of its unit or job."""
        return self.door.journal.to_undo(self._stamp)

    def to_redo(self) -> list[Entry]:
        """The last undo of this session."""
        return [self._as_deleted(one) for one in self.door.journal.to_redo(self._stamp)]

    def remembered(self) -> list[Entry]:
        """The latest changes of this project, newest first."""
        return self.door.journal.latest(self._stamp.connection)

    def groups(self) -> list[Group]:
        """The latest changes of this project as a person made them, newest first."""
        return self.door.journal.groups(self._stamp.connection)

    def to_take_back(self, group: Group) -> list[Entry]:
        """What of such a change can be taken back, also of earlier sessions."""
        return self.door.journal.to_take_back(group)

    def settle_lost(self) -> list[Outcome]:
        """Find out what became of changes whose answers were lost, in this session or before."""
        found: list[Outcome] = []
        self.door.looks()
        for entry in self.door.journal.uncertain(self._stamp.connection):
            if _may_be_under_way(entry):
                continue
            writes = writes_of(entry.kind)
            change = again(entry, writes) if writes is not None else None
            if change is not None:
                found.append(self.door.settle(entry, change))
        return found

    def _as_deleted(self, entry: Entry) -> Entry:
        """An undo that is to be taken back; one that made again what several requests make (a
        user) knows all that was deleted: it is deleted again, and must come back once more."""
        writes = writes_of(entry.kind)
        if entry.undoes is None or writes is None or writes.restore_steps is None:
            return entry
        deleted = self.door.journal.entry(entry.undoes)
        if deleted is None or entry.verb is not Verb.CREATE or deleted.verb is not Verb.DELETE:
            return entry
        return replace(entry, after={**deleted.before, **entry.after})

    @property
    def is_look_due(self) -> bool:
        """Whether `settle_lost` may find out more than it did, or than was known by sending."""
        return self._known_door is not None and self._known_door.is_look_due

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


def taking_back(entries: Sequence[Entry]) -> list[tuple[Change, Entry]]:
    """The changes that take the entries of a unit back, each with its entry; none where their
    kind does not know how. The newest entry comes first."""
    return all_reversing(entries, writes_of)
