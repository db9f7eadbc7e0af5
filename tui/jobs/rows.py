"""Changing many rows: read, remember, change, a hundred at a time.

Two requests for a hundred rows: one reads them, one changes those that did not move since. Tables
with relationships take no bulk requests; there each row is changed by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from appwrite.query import Query

from tui.api.door import Door, Outcome, State
from tui.core.change import Change, Verb, Write
from tui.core.endpoint import Effect, Endpoint
from tui.core.jobs import Job
from tui.core.kind import Resource
from tui.resources.row_changes import WRITE_SCOPES
from tui.resources.row_reading import LIST, ROWS_PATH, columns_of, whole_row

BATCH = 100
"""Rows that one bulk request may touch (self-hosted and free plans)."""
CREATE_ALL = Endpoint("POST", ROWS_PATH, "tables_db.create_rows", WRITE_SCOPES, Effect.WRITE)
UPDATE_ALL = Endpoint("PATCH", ROWS_PATH, "tables_db.update_rows", WRITE_SCOPES, Effect.WRITE)
DELETE_ALL = Endpoint("DELETE", ROWS_PATH, "tables_db.delete_rows", WRITE_SCOPES, Effect.DESTROY)

Rows = Sequence[Resource]
Plan = Callable[[Mapping[str, str], Resource], Change | None]
"""Makes the change of one row, of the ids of its path and the row; None leaves it alone."""


class Table:
    """One table whose rows are to be changed."""

    def __init__(self, door: Door, ids: Mapping[str, str], table: Resource) -> None:
        self.door = door
        self.ids = dict(ids)
        self.table = table

    @property
    def takes_bulk(self) -> bool:
        """Whether the server changes many of its rows by one request."""
        return all(column.get("type") != "relationship" for column in columns_of(self.table))

    def named(self, row_ids: Sequence[str]) -> Iterator[Rows]:
        """These rows as they are now, a hundred at a time; those that are gone are left out."""
        for start in range(0, len(row_ids), BATCH):
            yield self.read([Query.equal("$id", list(row_ids[start : start + BATCH]))])

    def found(self, filters: Sequence[str]) -> Iterator[Rows]:
        """All rows that the filters find, a hundred at a time, oldest first.

        The next hundred are read before one gets these: they may be gone afterwards, and with them
        the place to go on from.
        """
        rows = self.read([*filters, Query.order_asc("$sequence")])
        while rows:
            cursor = Query.cursor_after(str(rows[-1]["$id"]))
            more = len(rows) == BATCH
            following = self.read([*filters, Query.order_asc("$sequence"), cursor]) if more else ()
            yield rows
            rows = following

    def read(self, queries: Sequence[str]) -> Rows:
        """Up to a hundred rows, whole. Raises ApiError."""
        whole = whole_row(self.table).get("queries", [])
        asked = {"queries": [*queries, *whole, Query.limit(BATCH)], "total": False}
        found = self.door.fetch(LIST, self.ids, asked).get("rows")
        return found if isinstance(found, list) else ()

    def path_of(self, row: Resource) -> dict[str, str]:
        """The ids of a row's path."""
        return {**self.ids, "rowId": str(row["$id"])}


def change_rows(job: Job, table: Table, batches: Iterator[Rows], plan: Plan, mark: str) -> None:
    """Change the rows of all batches as `plan` says; `mark` groups them in the journal."""
    for rows in batches:
        job.go_on()
        changes = [plan(table.path_of(row), row) for row in rows]
        due = [change for change in changes if change is not None]
        job.unchanged += len(changes) - len(due)
        job.advance(len(changes) - len(due))
        for alike in alike_of(due):
            if table.takes_bulk and is_data(alike[0]):
                count(job, table.door.send_batch(alike, together(table.ids, alike), mark))
            else:
                count(job, _one_by_one(job, table.door, alike, mark))


def _one_by_one(job: Job, door: Door, changes: Sequence[Change], mark: str) -> Iterator[Outcome]:
    for change in changes:
        job.go_on()
        yield door.send(change, job=mark)


def count(job: Job, outcomes: Iterator[Outcome] | Sequence[Outcome]) -> None:
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


def is_data(change: Change) -> bool:
    """Whether a change leaves the permissions alone: bulk requests cannot guard those."""
    return "permissions" not in change.write.body


def together(ids: Mapping[str, str], changes: Sequence[Change]) -> Write:
    """The one request for changes of rows that are alike, or for new rows; `ids` of the table.

    Rows that moved since they were read are left out of it.
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
    return Write(UPDATE_ALL, ids, {**first.body, **body}, runs_operators=first.runs_operators)


def _as_new(change: Change) -> dict[str, Any]:
    """A new row, as one of many."""
    body = change.write.body
    row = {"$id": body["rowId"], **body["data"]}
    if "permissions" in body:
        row["$permissions"] = body["permissions"]
    return row


def meant(change: Change | None) -> Change | None:
    """A change whose operators are meant."""
    return None if change is None else replace(change, means_operators=True)
