"""Putting the records of a file into a table, a hundred by one request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from appwrite.query import Query

from tui.api.door import Batch, Outcome, State
from tui.core.change import Change
from tui.core.importing import Draft, Drafter
from tui.core.jobs import CancelledError, Job
from tui.core.kind import Resource
from tui.core.records import Record
from tui.jobs.course import BATCH
from tui.jobs.rows import Table, refused_for_one, together
from tui.jobs.stages import Ahead, side_by_side
from tui.resources.row_changes import create_row, look, update_row

Reject = Callable[[Record, str], object]
"""Is told of each record that did not go in, and why."""


class StoppedError(Exception):
    """A record was refused, and that was to end the import."""


@dataclass(frozen=True, slots=True)
class _Step:
    """Some records of the file: as rows, and as the request that makes them, where one does."""

    drafts: Sequence[Draft]
    batch: Batch | None = None

    @property
    def good(self) -> list[Draft]:
        return [draft for draft in self.drafts if not draft.problem]


@dataclass(frozen=True, slots=True)
class _Sent:
    """What became of some rows, in their order. The journal may not know it yet."""

    drafts: Sequence[Draft]
    outcomes: Sequence[Outcome]
    remembered: bool = True


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
        self._upserts = drafter.layout.options.upsert
        self._resume = resume
        self._look = look(table.table)

    def run(self, job: Job, records: Iterable[Record]) -> None:
        """Send all records. Raises RecordsError, ApiError, StoppedError, CancelledError.

        Three threads work side by side: one reads the file and writes into the journal what comes
        next, one sends, this one writes into the journal what came of it. Where the first refusal
        is to be the end, nothing is sent ahead of it.
        """
        with side_by_side():
            self._run(job, records)

    def _run(self, job: Job, records: Iterable[Record]) -> None:
        with Ahead(self._steps(records), dropped=self._drop) as steps:
            sent = self._sent(job, steps)
            if self._stop:
                self._take(job, sent)
                return
            with Ahead(sent, dropped=self._remembered) as arriving:
                self._take(job, arriving)

    def _take(self, job: Job, sent: Iterable[_Sent | Draft]) -> None:
        """Count and remember what came of the rows."""
        for piece in sent:
            if isinstance(piece, _Sent):
                self._count(job, piece.drafts, self._remembered(piece))
            else:
                self._refuse(job, piece, piece.problem)

    def _steps(self, records: Iterable[Record]) -> Iterator[_Step]:
        rest = iter(records)
        while taken := list(islice(rest, BATCH)):
            step = _Step([self._drafter.draft(record) for record in taken])
            good = step.good
            if good and self._table.takes_bulk and not (self._upserts or self._resume):
                step = _Step(step.drafts, self._begun(good))
            yield step

    def _begun(self, drafts: Sequence[Draft]) -> Batch:
        changes = [self._new(draft) for draft in drafts]
        return self._table.door.begin(changes, together(self._table.ids, changes), self._mark)

    def _sent(self, job: Job, steps: Iterable[_Step]) -> Iterator[_Sent | Draft]:
        """What became of all steps; drafts that nobody could send are given as they are."""
        for step in steps:
            try:
                job.go_on()
            except CancelledError:
                self._drop(step)
                raise
            yield from (draft for draft in step.drafts if draft.problem)
            if step.batch is not None:
                yield from self._exchange(step.good, step.batch)
            elif self._upserts:
                yield from self._upsert(job, step.good)
            else:
                yield from self._create(self._due(job, step.good))

    def _exchange(self, drafts: Sequence[Draft], batch: Batch) -> Iterator[_Sent]:
        """Send a batch; where the server refuses all for the sake of one, go on with its halves."""
        outcomes = self._table.door.exchange(batch)
        if refused_for_one(outcomes):
            self._table.door.remember(outcomes)
            half = len(drafts) // 2
            yield from self._create(drafts[:half])
            yield from self._create(drafts[half:])
        else:
            yield _Sent(drafts, outcomes, remembered=False)

    def _create(self, drafts: Sequence[Draft]) -> Iterator[_Sent]:
        """Make rows: together where the server takes that."""
        if len(drafts) > 1 and self._table.takes_bulk:
            yield from self._exchange(drafts, self._begun(drafts))
        else:
            for draft in drafts:
                yield _Sent([draft], [self._table.door.send(self._new(draft), job=self._mark)])

    def _upsert(self, job: Job, drafts: Sequence[Draft]) -> Iterator[_Sent]:
        """Change the rows that are there, make the others."""
        there = self._there(drafts) if drafts else {}
        for draft in drafts:
            row = there.get(draft.row_id)
            if row is None:
                continue
            ids = self._table.path_of(row)
            change = update_row(ids, self._table.table, row, draft.values)
            if change is None:
                job.advance()
            else:
                yield _Sent([draft], [self._table.door.send(change, job=self._mark)])
        yield from self._create([draft for draft in drafts if draft.row_id not in there])

    def _due(self, job: Job, drafts: list[Draft]) -> list[Draft]:
        """Those that are not there yet, where an earlier try may have sent some."""
        if not self._resume or not drafts:
            return drafts
        there = self._there(drafts)
        job.advance(sum(draft.row_id in there for draft in drafts))
        return [draft for draft in drafts if draft.row_id not in there]

    def _there(self, drafts: Sequence[Draft]) -> Mapping[str, Resource]:
        ids = [draft.row_id for draft in drafts]
        return {str(row["$id"]): row for row in self._table.read([Query.equal("$id", ids)])}

    def _new(self, draft: Draft) -> Change:
        ids = {**self._table.ids, "rowId": draft.row_id}
        return create_row(ids, self._table.table, draft.values, self._look)

    def _drop(self, step: _Step) -> None:
        if step.batch is not None:
            self._table.door.drop(step.batch)

    def _remembered(self, piece: _Sent | Draft) -> Sequence[Outcome]:
        if isinstance(piece, Draft):
            return ()
        if piece.remembered:
            return piece.outcomes
        return self._table.door.remember(list(piece.outcomes))

    def _count(self, job: Job, drafts: Sequence[Draft], outcomes: Sequence[Outcome]) -> None:
        job.advance(sum(one.state is State.APPLIED for one in outcomes))
        for draft, outcome in zip(drafts, outcomes, strict=True):
            if outcome.state is not State.APPLIED:
                said = outcome.problem.line if outcome.problem else outcome.state.value
                self._refuse(job, draft, said)

    def _refuse(self, job: Job, draft: Draft, reason: str) -> None:
        job.fail(draft.name, reason)
        self._reject(draft.record, reason)
        if self._stop:
            raise StoppedError(f"{draft.name}: {reason}")
