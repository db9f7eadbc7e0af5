"""Changing many rows: read, remember, change, a hundred at a time.

Two requests for a hundred rows: one reads them, one changes those that did not move since. Tables
with relationships take no bulk requests; there each row is changed by itself. Where a server
refuses a request for the sake of one row, the others are changed without it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from appwrite.query import Query

from tui.api.door import Door, Outcome, State
from tui.api.errors import ApiError
from tui.core.change import PERMISSIONS, Change, Verb, Write
from tui.core.endpoint import Effect, Endpoint
from tui.core.jobs import Job
from tui.core.kind import Resource
from tui.core.operator_text import result_of
from tui.jobs.course import BATCH, Course, Wanted
from tui.resources.row_changes import WRITE_SCOPES
from tui.resources.row_reading import LIST, ROWS_PATH, asks_too_much, columns_of, whole_row

CREATE_ALL = Endpoint("POST", ROWS_PATH, "tables_db.create_rows", WRITE_SCOPES, Effect.WRITE)
UPDATE_ALL = Endpoint("PATCH", ROWS_PATH, "tables_db.update_rows", WRITE_SCOPES, Effect.WRITE)
DELETE_ALL = Endpoint("DELETE", ROWS_PATH, "tables_db.delete_rows", WRITE_SCOPES, Effect.DESTROY)

FEW = 10
"""Rows whose related ones are looked up at once where a hundred have too many: as the Console."""
Rows = Sequence[Resource]
Plan = Callable[[Mapping[str, str], Resource], Change | None]
"""Makes the change of one row, of the ids of its path and the row; None leaves it alone."""


class Table:
    """One table whose rows are to be changed."""

    def __init__(self, door: Door, ids: Mapping[str, str], table: Resource) -> None:
        self.door = door
        self.ids = dict(ids)
        self.table = table
        self._at_once = BATCH

    @property
    def takes_bulk(self) -> bool:
        """Whether the server changes many of its rows by one request."""
        return all(column.get("type") != "relationship" for column in columns_of(self.table))

    def named(
        self, row_ids: Sequence[str], gone: Callable[[str], object] = lambda row_id: None
    ) -> Iterator[Rows]:
        """These rows as they are now, a hundred at a time; `gone` is told of those that are not."""
        for start in range(0, len(row_ids), BATCH):
            wanted = list(row_ids[start : start + BATCH])
            rows = self.read([Query.equal("$id", wanted)])
            there = {str(row["$id"]) for row in rows}
            for row_id in wanted:
                if row_id not in there:
                    gone(row_id)
            yield rows

    def found(self, filters: Sequence[str], after: str = "") -> Iterator[Rows]:
        """All rows that the filters find, a hundred at a time, oldest first; or those `after` one.

        The next hundred are read before one gets these: they may be gone afterwards, and with them
        the place to go on from.
        """
        start = [Query.cursor_after(after)] if after else []
        rows = self.read([*filters, Query.order_asc("$sequence"), *start])
        while rows:
            cursor = Query.cursor_after(str(rows[-1]["$id"]))
            more = len(rows) == BATCH
            following = self.read([*filters, Query.order_asc("$sequence"), cursor]) if more else ()
            yield rows
            rows = following

    def read(self, queries: Sequence[str]) -> Rows:
        """Up to a hundred rows, whole. Raises ApiError.

        Where their related rows are too many for the server, fewer are read at once.
        """
        whole = whole_row(self.table).get("queries", [])
        if self._at_once == BATCH:
            try:
                return self._list([*queries, *whole])
            except ApiError as error:
                if not whole or not asks_too_much(error.problem):
                    raise
            self._at_once = FEW
        listed = [str(row["$id"]) for row in self._list([*queries, Query.select(["$id"])])]
        found: dict[str, Resource] = {}
        for start in range(0, len(listed), self._at_once):
            found |= self._few(listed[start : start + self._at_once], whole)
        return [found[row_id] for row_id in listed if row_id in found]

    def _few(self, row_ids: Sequence[str], whole: Sequence[str]) -> dict[str, Resource]:
        """These rows, whole, by their ids; what is related to more than the server looks up for
        one row comes without that."""
        named = Query.equal("$id", list(row_ids))
        try:
            return {str(row["$id"]): row for row in self._list([named, *whole])}
        except ApiError as error:
            if not asks_too_much(error.problem):
                raise
        if len(row_ids) == 1:
            return {str(row["$id"]): row for row in self._list([named])}
        half = len(row_ids) // 2
        return self._few(row_ids[:half], whole) | self._few(row_ids[half:], whole)

    def _list(self, queries: Sequence[str]) -> Rows:
        asked = {"queries": [*queries, Query.limit(BATCH)], "total": False}
        found = self.door.fetch(LIST, self.ids, asked).get("rows")
        return found if isinstance(found, list) else ()

    def wanted(
        self, wanted: Wanted, gone: Callable[[str], object] = lambda row_id: None
    ) -> Iterator[Rows]:
        """The rows that a change is of, a hundred at a time."""
        yield from self.named(wanted.row_ids, gone)
        if wanted.after is not None:
            yield from self.found(wanted.filters, wanted.after)

    def path_of(self, row: Resource) -> dict[str, str]:
        """The ids of a row's path."""
        return {**self.ids, "rowId": str(row["$id"])}


def change_rows(
    job: Job,
    table: Table,
    batches: Iterator[Rows],
    plan: Plan,
    mark: str,
    course: Course | None = None,
) -> None:
    """Change the rows of all batches as `plan` says; `mark` groups them in the journal."""
    course = course or Course()
    for rows in batches:
        job.go_on()
        changes = [plan(table.path_of(row), row) for row in rows]
        due = [change for change in changes if change is not None]
        job.unchanged += len(changes) - len(due)
        job.advance(len(changes) - len(due))
        left = {change.ids["rowId"]: None for change in due}
        try:
            for outcome in _outcomes(job, table, due, mark, course):
                count(job, [outcome])
                if not _may_be_repeated(outcome):
                    left.pop(outcome.change.ids["rowId"])
        finally:
            course.missed += left
            course.batches += 1
            course.last = str(rows[-1]["$id"]) if rows else course.last


def _outcomes(
    job: Job, table: Table, changes: Sequence[Change], mark: str, course: Course
) -> Iterator[Outcome]:
    for alike in alike_of(changes):
        if table.takes_bulk:
            yield from _by_one_request(job, table, alike, mark, course)
        else:
            for change in alike:
                job.go_on()
                yield table.door.send(change, job=mark)


def _by_one_request(
    job: Job, table: Table, alike: Sequence[Change], mark: str, course: Course
) -> Iterator[Outcome]:
    """Change rows together; where the server refuses all for the sake of one, its halves."""
    outcomes = table.door.send_batch(alike, together(table.ids, alike), mark)
    if not (course.splits and refused_for_one(outcomes)):
        yield from outcomes
        return
    some_applied = False
    half = len(alike) // 2
    for part in (alike[:half], alike[half:]):
        job.go_on()
        for outcome in _by_one_request(job, table, part, mark, course):
            some_applied = some_applied or outcome.state is State.APPLIED
            yield outcome
    if len(alike) == BATCH and not some_applied:
        # Whatever it is that the server does not like, it is in all of them.
        course.splits = False


def _may_be_repeated(outcome: Outcome) -> bool:
    """Whether a change can be tried again: not where it may have been made and adds to what is."""
    if outcome.state is State.UNKNOWN:
        return not outcome.change.means_operators
    return outcome.state is not State.APPLIED


def refused_for_one(outcomes: Sequence[Outcome]) -> bool:
    """Whether the server refused many, maybe for the sake of one of them.

    A value that breaks a rule is 400 or 409, a body that is too large 413; other refusals (a scope
    that is missing, too many requests) mean the whole.
    """
    problem = outcomes[0].problem
    return (
        len(outcomes) > 1
        and problem is not None
        and problem.status in (400, 409, 413)
        and all(one.state is State.REFUSED for one in outcomes)
    )


def count(job: Job, outcomes: Iterable[Outcome]) -> None:
    """Tell a job what came of changes."""
    for outcome in outcomes:
        if outcome.state is State.APPLIED:
            job.advance()
        else:
            reason = outcome.problem.line if outcome.problem else outcome.state.value
            job.fail(list(outcome.change.ids.values())[-1], reason)


def alike_of(changes: Sequence[Change]) -> list[list[Change]]:
    """The changes in groups that send the same: each can be one request."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(json.dumps(change.write.body, sort_keys=True), []).append(change)
    return list(groups.values())


def together(ids: Mapping[str, str], changes: Sequence[Change]) -> Write:
    """The one request for changes of rows that are alike, or for new rows; `ids` of the table.

    Rows that moved since they were read are left out of it. Bulk changes take permissions among the
    data, as bulk creates do (Appwrite: `Documents/Bulk/Update.php` checks `data.$permissions`).
    """
    first = changes[0].write
    if changes[0].verb is Verb.CREATE:
        return Write(CREATE_ALL, ids, {"rows": [_as_new(change) for change in changes]})
    row_ids = [change.ids["rowId"] for change in changes]
    newest = max(change.seen for change in changes)
    queries = [Query.equal("$id", row_ids), Query.less_than_equal("$updatedAt", newest)]
    body: dict[str, Any] = {"queries": queries}
    if first.endpoint.effect is Effect.DESTROY:
        return Write(DELETE_ALL, ids, body)
    data = dict(first.body.get("data", {}))
    if "permissions" in first.body:
        data[PERMISSIONS] = first.body["permissions"]
    return Write(UPDATE_ALL, ids, {"data": data, **body}, runs_operators=first.runs_operators)


def _as_new(change: Change) -> dict[str, Any]:
    """A new row, as one of many."""
    body = change.write.body
    row = {"$id": body["rowId"], **body["data"]}
    if "permissions" in body:
        row["$permissions"] = body["permissions"]
    return row


def meant(change: Change | None) -> Change | None:
    """A change whose operators are meant; `after` says what they make of each value."""
    if change is None:
        return None
    after = {
        name: result_of(value, change.before.get(name)) for name, value in change.after.items()
    }
    return replace(change, after=after, means_operators=True)
