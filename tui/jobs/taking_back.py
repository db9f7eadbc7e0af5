"""Taking the changes of a job back, a hundred rows by one request where that can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tui.api.door import Door
from tui.api.errors import ApiError
from tui.core.change import Change, Verb
from tui.core.jobs import Job
from tui.core.journal import Entry
from tui.core.undo import all_reversing, reversing, units
from tui.jobs.course import BATCH
from tui.jobs.rows import Table, alike_of, count, refused_for_one, together
from tui.resources import KINDS, writes_of
from tui.resources.tables import GET as GET_TABLE

_SECOND = len("2026-01-02T03:04:05")


def take_back(job: Job, door: Door, entries: Sequence[Entry], mark: str) -> None:
    """Undo the changes of a job, the last one first, each guarded by what it left behind.

    Rows are taken back a hundred by one request where their table takes that.
    """
    takes_bulk = _Bulk(door)
    for group in _groups(entries):
        job.go_on()
        if len(group) > 1 and group[0].kind == "row" and takes_bulk(group[0].ids):
            group = _together_back(job, door, group, mark)
        for unit in units(group):
            job.go_on()
            _back(job, door, unit, mark)


def _back(job: Job, door: Door, unit: Sequence[Entry], mark: str) -> None:
    """Take the entries of one unit back."""
    steps = all_reversing(unit, writes_of)
    if steps:
        changes, entries = zip(*steps, strict=True)
        count(job, door.send_steps(changes, job=mark, undoes=entries)[-1:])
    job.advance(len(unit) - 1 if steps else len(unit))


def _together_back(job: Job, door: Door, group: Sequence[Entry], mark: str) -> list[Entry]:
    """Take entries of one table back together; gives those that have to go one by one."""
    writes = KINDS["row"].writes
    rest: list[Entry] = []
    due: dict[str, tuple[Entry, Change]] = {}
    for entry in group:
        changes = reversing(entry, writes) if writes is not None else ()
        if len(changes) == 1:
            due[entry.ids["rowId"]] = (entry, changes[0])
        else:
            rest.append(entry)
    ids = {name: value for name, value in group[0].ids.items() if name != "rowId"}
    creates = group[0].verb is Verb.DELETE
    changes_due = [change for _, change in due.values()]
    if not creates:
        # One bound for all has to be the bound of each: what was left behind at another time goes
        # by itself.
        newest = max((change.seen[:_SECOND] for change in changes_due), default="")
        apart = [one for one in changes_due if one.seen[:_SECOND] != newest]
        rest += [due.pop(change.ids["rowId"])[0] for change in apart]
        changes_due = [change for _, change in due.values()]
    for alike in [changes_due] if creates and changes_due else alike_of(changes_due):
        undone = [due[change.ids["rowId"]][0] for change in alike]
        outcomes = door.send_batch(alike, together(ids, alike), mark, undone)
        if refused_for_one(outcomes):
            rest += undone
        else:
            count(job, outcomes)
    return rest


def _groups(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Entries that may be taken back by one request: of one table, done alike, no row twice.

    The entries of one unit stay together.
    """
    group: list[Entry] = []
    for unit in units(entries):
        entry = unit[0]
        if group and not (
            len(group) < BATCH
            and len(unit) == 1
            and entry.kind == group[0].kind == "row"
            and entry.verb is group[0].verb
            and {**entry.ids, "rowId": ""} == {**group[0].ids, "rowId": ""}
            and all(entry.ids["rowId"] != one.ids["rowId"] for one in group)
        ):
            yield group
            group = []
        group += unit
    if group:
        yield group


class _Bulk:
    """Whether tables take changes of many rows; each is asked about once."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._known: dict[str, bool] = {}

    def __call__(self, ids: Mapping[str, str]) -> bool:
        """`ids` are those of a row of the table."""
        name = f"{ids['databaseId']}/{ids['tableId']}"
        if name not in self._known:
            try:
                table = self._door.fetch(GET_TABLE, ids, {})
                self._known[name] = Table(self._door, ids, table).takes_bulk
            except ApiError:
                # What keeps the table from being read is said of each row.
                self._known[name] = False
        return self._known[name]
