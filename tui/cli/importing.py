"""`appwrite-tui import FILE DATABASE/TABLE`: a look at what would go in, then the import itself."""

from __future__ import annotations

import json
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tui.api.door import not_written
from tui.api.errors import ApiError
from tui.api.gate import read_only
from tui.cli import progress
from tui.cli.connecting import configured, connect, door_of
from tui.config.flags import Flags
from tui.config.problem import ConfigError
from tui.config.settings import Settings
from tui.core.import_plan import Preview, plan
from tui.core.importing import Drafter, Options, Remedy, Trouble
from tui.core.jobs import Job, Phase
from tui.core.journal import JournalError
from tui.core.records import Format, Record, Records
from tui.core.text import brief, safe
from tui.core.text_file import RecordsError
from tui.jobs.import_file import Rejects, dry_run, mark_of
from tui.jobs.importing import Import, Reject, StoppedError
from tui.jobs.rows import Table
from tui.resources.tables import GET

SHOWN = 5
BAD_USAGE = 2
GOES_ON = "What went in stays; the same command with --resume goes on after it."
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
        progress.clear()
        print(f"Stopped. {GOES_ON}", file=sys.stderr)
        return 130


def _import(settings: Settings, order: Order, file: BinaryIO) -> int:
    database, _, table_id = order.table.partition("/")
    if not database or not table_id:
        raise ConfigError(f"{order.table!r} names no table.", "It is DATABASE/TABLE.")
    if settings.read_only and not order.dry_run:
        raise ApiError(read_only(settings.locked_by))
    connection = connect(settings)
    ids = {"databaseId": database, "tableId": table_id}
    table = connection.fetch(GET, ids)
    preview = plan(file, order.file, table, order.options, order.form)
    _tell(preview)
    if preview.troubles or (preview.broken and not preview.drafts):
        return BAD_USAGE
    mark = mark_of(file, settings.endpoint, settings.project, order.table)
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
        progress.follow(job)
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
    for trouble in preview.troubles:
        print(f"appwrite-tui: {trouble.said}{_remedy(trouble)}", file=sys.stderr)
    if preview.broken:
        print(f"appwrite-tui: {preview.broken}", file=sys.stderr)


def _remedy(trouble: Trouble) -> str:
    name = brief(trouble.source)
    mapped = f" --map {name}=COLUMN puts it into one, --map {name}= leaves it out."
    return {
        Remedy.NONE: "",
        Remedy.MAP: mapped,
        Remedy.MAP_OR_ID: f" --id {name} takes it for the rows' ids.{mapped}",
        Remedy.NAME_ID: " Name it: --id FIELD.",
    }[trouble.remedy]


def _agreed(preview: Preview, table: str) -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        print(
            "appwrite-tui: Without a terminal, --yes has to say that it is meant.", file=sys.stderr
        )
        return False
    many = f"{len(preview.drafts):,} rows" if preview.whole else "these and more rows"
    print(f"Import {many} into {table}? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _dry_run(drafter: Drafter, records: Records, reject: Reject) -> int:
    """Go through the whole file without sending anything."""
    job = Job("dry run")

    def told(record: Record, reason: str) -> None:
        reject(record, reason)
        print(f"line {record.line:,}: {reason}")

    job.run(lambda job: dry_run(job, drafter, records, told), FAILURES)
    broken = job.phase is not Phase.DONE
    if broken:
        print(f"appwrite-tui: {job.note}", file=sys.stderr)
    said = f"{job.done:,} rows would be sent, {job.failed + broken:,} would fail; nothing was sent."
    print(said, file=sys.stderr)
    return 1 if broken or job.failed else 0


def _result(job: Job) -> int:
    progress.clear()
    print(job.line, file=sys.stderr)
    for failure in job.failures:
        print(f"{failure.name}: {failure.reason}")
    if job.phase is not Phase.DONE:
        print(GOES_ON, file=sys.stderr)
    return 0 if job.phase is Phase.DONE and not job.failed else 1


@contextmanager
def _rejects(path: Path | None, records: Records) -> Iterator[Reject]:
    """Where rejected records are written."""
    if path is None:
        yield lambda record, reason: None
        return
    rejects = Rejects(path, records)
    rejects.open()
    try:
        yield rejects
    finally:
        rejects.close()


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
