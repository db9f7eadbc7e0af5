"""Putting the records of a file into a table, a hundred by one request."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from appwrite.query import Query

from tui.api.door import Outcome, State
from tui.core.change import Change, Write
from tui.core.endpoint import Effect, Endpoint
from tui.core.importing import Draft, Drafter
from tui.core.jobs import Job
from tui.core.kind import Resource
from tui.core.records import Record
from tui.jobs.rows import BATCH, Table
from tui.resources.row_changes import WRITE_SCOPES, create_row, update_row
from tui.resources.row_reading import ROWS_PATH

CREATE_ALL = Endpoint("POST", ROWS_PATH, "tables_db.create_rows", WRITE_SCOPES, Effect.WRITE)
Reject = Callable[[Record, str], object]
"""Is told of each record that did not go in, and why."""


class StoppedError(Exception):
    """A record was refused, and that was to end the import."""


class Import:
    """One import. `mark` groups it in the journal, so that it can be undone as one."""

    def __init__(
        self,
        table: Table,
        drafter: Drafter,
        reject: Reject,
        mark: str,
        *,
        stop_on_error: bool = False,
        resume: bool = False,
    ) -> None:
        """With `resume`, rows that are there already are taken for those of an earlier try."""
        self._table = table
        self._drafter = drafter
        self._reject = reject
        self._mark = mark
        self._stop = stop_on_error
        self._resume = resume

    def run(self, job: Job, records: Iterable[Record]) -> None:
        """Send all records. Raises RecordsError, ApiError, StoppedError, CancelledError."""
        for drafts in _ahead(self._drafts(records)):
            job.go_on()
            for draft in drafts:
                if draft.problem:
                    self._refuse(job, draft, draft.problem)
            good = [draft for draft in drafts if not draft.problem]
            if self._drafter.layout.options.upsert:
                self._upsert(job, good)
            else:
                self._create(job, self._due(job, good))

    def _drafts(self, records: Iterable[Record]) -> Iterator[list[Draft]]:
        rest = iter(records)
        while batch := list(islice(rest, BATCH)):
            yield [self._drafter.draft(record) for record in batch]

    def _due(self, job: Job, drafts: list[Draft]) -> list[Draft]:
        """Those that are not there yet, where an earlier try may have sent some."""
        if not self._resume or not drafts:
            return drafts
        there = self._there(drafts)
        job.advance(sum(draft.row_id in there for draft in drafts))
        return [draft for draft in drafts if draft.row_id not in there]

    def _there(self, drafts: Sequence[Draft]) -> dict[str, Resource]:
        ids = [draft.row_id for draft in drafts]
        return {str(row["$id"]): row for row in self._table.read([Query.equal("$id", ids)])}

    def _create(self, job: Job, drafts: Sequence[Draft]) -> None:
        """Make rows: together, and by halves where the server refuses all for the sake of one."""
        if not drafts:
            return
        changes = [self._new(draft) for draft in drafts]
        if self._table.takes_bulk and len(drafts) > 1:
            outcomes = self._table.door.send_batch(changes, self._bulk(changes), self._mark)
            refused = all(one.state is State.REFUSED for one in outcomes)
            problem = outcomes[0].problem
            if refused and problem is not None and 400 <= problem.status < 500:
                half = len(drafts) // 2
                self._create(job, drafts[:half])
                self._create(job, drafts[half:])
                return
        else:
            outcomes = [self._table.door.send(change, job=self._mark) for change in changes]
        self._count(job, drafts, outcomes)

    def _upsert(self, job: Job, drafts: Sequence[Draft]) -> None:
        """Change the rows that are there, make the others."""
        if not drafts:
            return
        there = self._there(drafts)
        for draft in drafts:
            row = there.get(draft.row_id)
            if row is None:
                continue
            ids = self._table.path_of(row)
            change = update_row(ids, self._table.table, row, draft.values)
            if change is None:
                job.advance()
            else:
                outcome = self._table.door.send(change, job=self._mark)
                self._count(job, [draft], [outcome])
        self._create(job, [draft for draft in drafts if draft.row_id not in there])

    def _new(self, draft: Draft) -> Change:
        ids = {**self._table.ids, "rowId": draft.row_id}
        return create_row(ids, self._table.table, draft.values)

    def _bulk(self, changes: Sequence[Change]) -> Write:
        rows = []
        for change in changes:
            body = change.write.body
            row = {"$id": body["rowId"], **body["data"]}
            if "permissions" in body:
                row["$permissions"] = body["permissions"]
            rows.append(row)
        return Write(CREATE_ALL, self._table.ids, {"rows": rows})

    def _count(self, job: Job, drafts: Sequence[Draft], outcomes: Sequence[Outcome]) -> None:
        for draft, outcome in zip(drafts, outcomes, strict=True):
            if outcome.state is State.APPLIED:
                job.advance()
            else:
                said = outcome.problem.line if outcome.problem else outcome.state.value
                self._refuse(job, draft, said)

    def _refuse(self, job: Job, draft: Draft, reason: str) -> None:
        job.fail(draft.name, reason)
        self._reject(draft.record, reason)
        if self._stop:
            raise StoppedError(f"{draft.name}: {reason}")


def _ahead(batches: Iterator[list[Draft]]) -> Iterator[list[Draft]]:
    """The same batches, the next two of them made while the server is at work on one."""
    made: queue.Queue[list[Draft] | Exception | None] = queue.Queue(maxsize=2)
    left = threading.Event()

    def put(item: list[Draft] | Exception | None) -> None:
        while not left.is_set():
            try:
                made.put(item, timeout=0.2)
            except queue.Full:
                continue
            return

    def make() -> None:
        try:
            for batch in batches:
                put(batch)
                if left.is_set():
                    return
            put(None)
        except Exception as error:  # noqa: BLE001 - raised again where the batches are taken
            put(error)

    threading.Thread(target=make, name="import", daemon=True).start()
    try:
        while (item := made.get()) is not None:
            if isinstance(item, Exception):
                raise item
            yield item
    finally:
        left.set()
