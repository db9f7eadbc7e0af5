"""What belongs to the file of an import: what it is known by, and where its rejected lines go."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from tui.core.importing import REASON, Drafter
from tui.core.jobs import Job
from tui.core.records import Format, Record, Records
from tui.jobs.importing import Reject


def mark_of(file: BinaryIO, endpoint: str, project: str, table: str) -> str:
    """What makes the ids of rows that have none: the same file for the same table makes the same.

    So a second try finds the rows of the first. `table` is `DATABASE/TABLE`.
    """
    file.seek(0)
    found = hashlib.blake2s(f"{endpoint} {project} {table}".encode(), digest_size=8)
    while piece := file.read(2**20):
        found.update(piece)
    return found.hexdigest()


def dry_run(job: Job, drafter: Drafter, records: Iterable[Record], reject: Reject) -> None:
    """Go through the whole file without sending anything. Raises RecordsError, CancelledError."""
    for record in records:
        job.go_on()
        draft = drafter.draft(record)
        if draft.problem:
            job.fail(draft.name, draft.problem)
            reject(record, draft.problem)
        else:
            job.advance()


class Rejects:
    """The file of the rejected records, in the format of their file, with the reason of each.

    It is made with the first of them, for its owner only.
    """

    def __init__(self, path: Path, records: Records) -> None:
        """`records` is what they come from."""
        self.path = path
        self._records = records
        self._file: TextIO | None = None
        self._cells: Any = None

    def __call__(self, record: Record, reason: str) -> None:
        """One more. Raises OSError."""
        file = self.open()
        if self._cells is not None:
            self._cells.writerow([*_cells_of(record), reason])
        else:
            values = record.raw if isinstance(record.raw, dict) else {"_line": record.raw}
            file.write(json.dumps({**values, REASON: reason}, ensure_ascii=False) + "\n")

    def open(self) -> TextIO:
        """Make the file now, over what was there. Raises OSError."""
        if self._file is None:
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            self._file = os.fdopen(handle, "w", encoding="utf-8", newline="")
            if self._records.form is Format.CSV:
                delimiter = self._records.delimiter or ","
                self._cells = csv.writer(self._file, delimiter=delimiter)
                self._cells.writerow([*self._records.header, REASON])
        return self._file

    def close(self) -> None:
        """Write the rest. Raises OSError."""
        if self._file is not None:
            self._file.close()


def beside(path: Path) -> Path:
    """A name for the rejected lines of a file that nothing has yet: `orders.rejected.csv`."""
    # The rejected objects of a JSON array are written one in each line.
    suffix = {".json": ".ndjson"}.get(path.suffix.lower(), path.suffix)
    stem = path.stem.removesuffix(".rejected")
    number = 1
    while True:
        more = f"-{number}" if number > 1 else ""
        found = path.with_name(f"{stem}.rejected{more}{suffix}")
        if not found.exists():
            return found
        number += 1


def _cells_of(record: Record) -> Sequence[str]:
    return record.raw if isinstance(record.raw, list | tuple) else [str(record.raw)]
