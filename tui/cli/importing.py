"""`appwrite-tui import FILE DATABASE/TABLE`: a look at what would go in, then the import itself."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from tui.api.door import not_written
from tui.api.errors import ApiError
from tui.api.gate import READ_ONLY
from tui.cli.connecting import configured, connect, door_of
from tui.config.flags import Flags
from tui.config.problem import ConfigError
from tui.config.settings import Settings
from tui.core.import_plan import Preview, plan
from tui.core.importing import REASON, Drafter, Options
from tui.core.jobs import Job, Phase
from tui.core.journal import JournalError
from tui.core.records import Format, Record, Records
from tui.core.text import safe
from tui.core.text_file import RecordsError
from tui.jobs.importing import Import, StoppedError
from tui.jobs.rows import Table
from tui.resources.tables import GET

SHOWN = 5
BAD_USAGE = 2
FAILURES = (RecordsError, ApiError, StoppedError, OSError)


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for on the command line."""

    file: str
    table: str
    options: Options
    form: Format | None
    dry_run: bool
    stop: bool
    resume: bool
    rejects: Path | None
    yes: bool


def run(flags: Flags, order: Order) -> int:
    """Import. 0 where all went in, 1 where something was rejected, 2 where nothing could begin."""
    try:
        settings = configured(flags)
        with _opened(order.file) as file:
            return _import(settings, order, file)
    except (ConfigError, RecordsError, ApiError, OSError) as error:
        print(f"appwrite-tui: {error}", file=sys.stderr)
        return BAD_USAGE
    except KeyboardInterrupt:
        print("\nStopped. What went in stays; --resume goes on.", file=sys.stderr)
        return 130


def _import(settings: Settings, order: Order, file: BinaryIO) -> int:
    database, _, table_id = order.table.partition("/")
    if not database or not table_id:
        raise ConfigError(f"{order.table!r} names no table.", "It is DATABASE/TABLE.")
    if settings.read_only and not order.dry_run:
        raise ApiError(READ_ONLY)
    connection = connect(settings)
    ids = {"databaseId": database, "tableId": table_id}
    table = connection.fetch(GET, ids)
    preview = plan(file, order.file, table, order.options, order.form)
    _tell(preview)
    if preview.problems or (preview.broken and not preview.drafts):
        return BAD_USAGE
    # The same file for the same table makes the same ids: so a second try finds those of the first.
    mark = _digest(file, f"{settings.endpoint} {settings.project} {order.table}")
    drafter = Drafter(preview.layout, mark, texts=preview.form is Format.CSV)
    records = Records(file, preview.form, preview.delimiter)
    with _rejects(order.rejects, records) as reject:
        if order.dry_run:
            return _dry_run(drafter, records, reject)
        if not (order.yes or _agreed(preview, order.table)):
            return BAD_USAGE
        try:
            door = door_of(connection, settings, "import")
        except JournalError as error:
            raise ApiError(not_written(error)) from error
        job = Job(f"import into {order.table}")
        job.listen(lambda: _progress(job))
        work = Import(
            Table(door, ids, table),
            drafter,
            reject,
            secrets.token_hex(6),
            stop_on_error=order.stop,
            resume=order.resume,
        )
        job.run(lambda job: work.run(job, records), FAILURES)
    return _result(job)


def _tell(preview: Preview) -> None:
    for source, column, kind in preview.fields:
        goes = f"→ {column}  {kind}" if column else "is left out"
        print(f"  {safe(source):<24} {goes}", file=sys.stderr)
    for draft in preview.drafts[:SHOWN]:
        shown = json.dumps({"$id": draft.row_id, **draft.values}, ensure_ascii=False)
        print(f"  {draft.name}: {safe(draft.problem or shown)[:160]}", file=sys.stderr)
    failing = len(preview.failing)
    if failing:
        print(f"  {failing} of the first {len(preview.drafts):,} rows will fail.", file=sys.stderr)
    for problem in (*preview.problems, *filter(None, [preview.broken])):
        print(f"appwrite-tui: {problem}", file=sys.stderr)


def _agreed(preview: Preview, table: str) -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        print(
            "appwrite-tui: Without a terminal, --yes has to say that it is meant.", file=sys.stderr
        )
        return False
    many = f"{len(preview.drafts):,} rows" if preview.whole else "these and more rows"
    print(f"Import {many} into {table}? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _dry_run(drafter: Drafter, records: Records, reject: Any) -> int:
    """Go through the whole file without sending anything."""
    good = bad = 0
    try:
        for record in records:
            draft = drafter.draft(record)
            if draft.problem:
                bad += 1
                reject(record, draft.problem)
                print(f"{draft.name}: {draft.problem}")
            else:
                good += 1
    except RecordsError as error:
        print(f"appwrite-tui: {error}", file=sys.stderr)
        bad += 1
    print(f"{good:,} rows would be sent, {bad:,} would fail; nothing was sent.", file=sys.stderr)
    return 1 if bad else 0


def _progress(job: Job) -> None:
    if sys.stderr.isatty() and job.done % 500 < 100:
        print(f"\r{job.line}\x1b[K", end="", file=sys.stderr, flush=True)


def _result(job: Job) -> int:
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(job.line, file=sys.stderr)
    for failure in job.failures:
        print(f"{failure.name}: {failure.reason}")
    return 0 if job.phase is Phase.DONE and not job.failed else 1


@contextmanager
def _rejects(path: Path | None, records: Records) -> Iterator[Any]:
    """Where rejected records are written, in the format of the file, with the reason."""
    if path is None:
        yield lambda record, reason: None
        return
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        if records.form is Format.CSV:
            writer = csv.writer(file, delimiter=records.delimiter or ",")
            writer.writerow([*records.header, REASON])
            yield lambda record, reason: writer.writerow([*_cells(record), reason])
        else:
            yield lambda record, reason: _write_object(file, record, reason)


def _cells(record: Record) -> Sequence[str]:
    return record.raw if isinstance(record.raw, list | tuple) else [str(record.raw)]


def _write_object(file: TextIO, record: Record, reason: str) -> None:
    values = record.raw if isinstance(record.raw, dict) else {"_line": record.raw}
    file.write(json.dumps({**values, REASON: reason}, ensure_ascii=False) + "\n")


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    """The file; standard input is kept in a private one, for it is read twice."""
    if name != "-":
        with Path(name).open("rb") as file:
            yield file
        return
    with tempfile.TemporaryFile() as kept:
        shutil.copyfileobj(sys.stdin.buffer, kept)
        kept.seek(0)
        yield kept


def _digest(file: BinaryIO, what: str) -> str:
    file.seek(0)
    found = hashlib.blake2s(what.encode(), digest_size=8)
    while piece := file.read(2**20):
        found.update(piece)
    return found.hexdigest()
