"""One import that was decided: how its file is read, and the long work that it is."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from appwrite.query import Query

from tui.api.errors import ApiError
from tui.core.import_plan import Preview, plan
from tui.core.import_wish import Wish
from tui.core.importing import Drafter, generated
from tui.core.jobs import Job
from tui.core.journal import JournalError
from tui.core.kind import Resource
from tui.core.records import Format, Record, Records
from tui.core.text import safe
from tui.core.text_file import RecordsError
from tui.jobs.course import BATCH
from tui.jobs.import_file import Rejects, beside, dry_run, mark_of
from tui.jobs.importing import Import, StoppedError
from tui.jobs.rows import Table
from tui.resources.row_reading import LIST
from tui.screens.session import Session
from tui.screens.view import View

FAILURES = (RecordsError, ApiError, StoppedError, JournalError, OSError)
_TOLD = 512
"""Records after which the share of the file that was read is told again."""


@dataclass(frozen=True, slots=True)
class Order:
    """One import: of which file, into which table, how.

    `table` is the table's JSON; `there` how many of the first hundred rows are in it by their ids;
    `counted` how many records the file has, once that was found out.
    """

    path: Path
    view: View
    table: Resource
    wish: Wish
    preview: Preview
    rejects: Path
    there: int = 0
    counted: int | None = None

    @property
    def place(self) -> str:
        """`DATABASE/TABLE`."""
        return place_of(self.view)

    @property
    def total(self) -> int | None:
        """How many records the file has, where that is known."""
        return len(self.preview.drafts) if self.preview.whole else self.counted

    def wanted(self, wish: Wish) -> Order:
        """The same file, looked at with another wish. Raises RecordsError, OSError."""
        return replace(self, wish=wish, preview=_plan(self.path, self.table, wish))


def place_of(view: View) -> str:
    """The table whose rows a view shows, as `DATABASE/TABLE`."""
    return f"{view.ids['databaseId']}/{view.ids['tableId']}"


def begun(path: Path, view: View, session: Session, wish: Wish) -> Order:
    """A file as it is looked at first. Raises RecordsError, OSError, ApiError.

    Where rows of an earlier try are there, it is to go on after them.
    """
    table = view.parent or {}
    order = Order(path, view, table, wish, _plan(path, table, wish), beside(path))
    with path.open("rb") as file:
        mark = _mark(order, file, session)
    ids = [
        draft.row_id if draft.own_id else generated(mark, draft.record.number)
        for draft in order.preview.drafts[:BATCH]
    ]
    if not ids:
        return order
    queries = [Query.equal("$id", ids), Query.select(["$id"]), Query.limit(BATCH)]
    asked = {"queries": queries, "total": False}
    there = len(session.connection.fetch(LIST, view.ids, asked)["rows"])
    resume = wish.resume or (there > 0 and not order.preview.own_ids)
    return replace(order, there=there, wish=replace(wish, resume=resume))


def try_out(order: Order, session: Session, job: Job) -> None:
    """Go through the whole file without sending anything."""
    with order.path.open("rb") as file:
        drafter, records = _reading(order, file, session)
        dry_run(job, drafter, _watched(order, job, records), lambda record, reason: None)


def carry_out(order: Order, session: Session, job: Job) -> None:
    """Import the file; what is rejected is written down with its reason."""
    with order.path.open("rb") as file:
        drafter, records = _reading(order, file, session)
        rejects = Rejects(order.rejects, records)
        work = Import(
            Table(session.writing.door, order.view.ids, order.table),
            drafter,
            rejects,
            secrets.token_hex(6),
            stop_on_error=order.wish.stop,
            resume=order.wish.resume,
        )
        try:
            work.run(job, _watched(order, job, records))
        finally:
            rejects.close()


def _reading(order: Order, file: BinaryIO, session: Session) -> tuple[Drafter, Records]:
    """What reads a file as `order` says, and makes rows of its records."""
    preview, mark = order.preview, _mark(order, file, session)
    drafter = Drafter(preview.layout, mark, texts=preview.form is Format.CSV)
    return drafter, Records(file, preview.form, preview.delimiter)


def _mark(order: Order, file: BinaryIO, session: Session) -> str:
    target = session.connection.target
    return mark_of(file, target.endpoint, target.project, order.place)


def _watched(order: Order, job: Job, records: Records) -> Iterator[Record]:
    """The records; the job tells how much of the file they are, where their number is not known."""
    size = max(1, order.path.stat().st_size)
    for number, record in enumerate(records):
        if order.total is None and number % _TOLD == 0:
            job.note = f"{records.position * 100 // size} % of {safe(order.path.name)}"
        yield record
    job.note = ""


def _plan(path: Path, table: Resource, wish: Wish) -> Preview:
    with path.open("rb") as file:
        return plan(file, path.name, table, wish.options)
