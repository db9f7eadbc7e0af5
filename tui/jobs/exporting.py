"""Writing what a list holds to a file or a pipe, page by page, in constant memory."""

from __future__ import annotations

import copy
import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from tui.api.connection import Connection
from tui.core.export_text import ExportText
from tui.core.jobs import Job
from tui.core.kind import Kind, Resource
from tui.jobs.reading import Selection


def columns_of(kind: Kind, parent: Resource | None) -> tuple[str, ...]:
    """The columns of a table of such resources: what the server calls its fields."""
    names = [field.source for field in kind.fields(parent) if field.source]
    if kind.grants is not None and "$permissions" not in names:
        names.append("$permissions")
    return tuple(dict.fromkeys(names))


def export(
    job: Job, connection: Connection, selection: Selection, text: ExportText, out: TextIO
) -> None:
    """Write everything. Raises ApiError, OSError, CancelledError."""
    out.write(text.begin())
    for page in selection.read(connection, job):
        out.write(text.pieces(page))
        job.advance(len(page))
    out.write(text.end())


class FileExport:
    """One export to a file, which goes on where it broke off.

    Until all is there, the file is called `.part`: it always ends behind a whole resource.
    """

    def __init__(self, path: Path, text: ExportText, *, replace: bool = False) -> None:
        self.path = path
        self._text = text
        self._replace = replace
        self.count = 0
        self._whole = 0
        self._begun = False

    @property
    def part(self) -> Path:
        """Where it is written until it is whole."""
        return self.path.with_name(self.path.name + ".part")

    def run(self, job: Job, pages: Iterator[Sequence[Resource]]) -> None:
        """Write the pages that are left. Raises ApiError, OSError, CancelledError.

        FileExistsError says that the name is taken, also where it was taken meanwhile.
        """
        if self.path.exists() and not self._replace:
            raise FileExistsError(f"{self.path} is there already. Name another file.")
        with self._opened() as handle:
            if not self._begun:
                self._write(handle, self._text.begin())
                self._begun = True
            for page in pages:
                # What breaks off within a page has to be made again from its first resource.
                text = copy.copy(self._text)
                self._write(handle, text.pieces(page))
                self._text = text
                self.count += len(page)
                job.advance(len(page))
            self._write(handle, self._text.end())
            os.fsync(handle)
        self._name()

    @contextmanager
    def _opened(self) -> Iterator[int]:
        flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW
        try:
            handle = os.open(self.part, flags, 0o600)
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise FileExistsError(f"Another export is writing {self.part}.") from error
            os.fchmod(handle, 0o600)
            os.ftruncate(handle, self._whole)
            os.lseek(handle, self._whole, os.SEEK_SET)
            yield handle
        finally:
            os.close(handle)

    def _write(self, handle: int, text: str) -> None:
        """Write a text whole, or leave the file as it was before."""
        rest = memoryview(text.encode("utf-8", "surrogatepass"))
        length = len(rest)
        try:
            while rest:
                rest = rest[os.write(handle, rest) :]
        except BaseException as error:
            os.ftruncate(handle, self._whole)
            if isinstance(error, OSError):
                raise self._unwritable(error) from error
            raise
        self._whole += length

    def _unwritable(self, error: OSError) -> OSError:
        return OSError(f"{self.part} cannot be written: {error.strerror or error}.")

    def _name(self) -> None:
        """Give the file its name, never over another one unless that is wanted."""
        part, path = self.part, self.path
        taken = f"{path} was made meanwhile; the export is in {part}."
        if not self._replace:
            try:
                os.link(part, path)
            except FileExistsError as error:
                raise FileExistsError(taken) from error
            except OSError:
                # There are file systems without links.
                try:
                    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
                except FileExistsError as error:
                    raise FileExistsError(taken) from error
            else:
                part.unlink()
                return
        part.replace(path)
