"""Writing what a list holds to a file or a pipe, page by page, in constant memory."""

from __future__ import annotations

import copy
import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, TextIO

from tui.api.connection import Connection
from tui.core.export_text import ExportText
from tui.core.jobs import Job
from tui.core.kind import Kind, Resource
from tui.core.text import safe
from tui.core.times import relative
from tui.jobs.export_state import ExportState, Mark, tail
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


class Source(Protocol):
    """What is exported, page by page; it knows where it is in it."""

    def pages(self, connection: Connection, job: Job) -> Iterator[Sequence[Resource]]:
        """The pages that were not taken yet. Raises ApiError, CancelledError."""

    @property
    def position(self) -> Mapping[str, Any]:
        """Behind which page one is, as JSON takes it."""

    def go_to(self, position: Mapping[str, Any] | None) -> None:
        """Go on there; None is the start. Raises ValueError for what is no position."""


def state_of(
    folder: Path | None,
    path: Path,
    connection: Connection,
    selection: Selection,
    text: ExportText,
    where: str = "",
    chosen: Sequence[str] = (),
) -> ExportState:
    """What is kept of an export to `path`.

    `where` is the filter as it was typed, `chosen` are the ids where they were marked. What a user
    may see is not kept beside what a key may.
    """
    target = connection.target
    subject = {
        "project": (target.endpoint, target.project),
        "list": (selection.kind.name, sorted(selection.ids.items()), selection.related),
        "filter": (where, selection.queries, selection.search),
        "order": selection.order,
        **text.manner,
        "choice of rows": tuple(chosen),
        "choice of secrets": selection.secrets,
    }
    return ExportState(folder if target.jwt is None else None, path, subject)


class FileExport:
    """One export to a file, which goes on where it broke off, with `state` in another run, too.

    Until all is there, the file is called `.part`: it always ends behind a whole resource.
    """

    def __init__(
        self,
        path: Path,
        text: ExportText,
        source: Source,
        *,
        replace: bool = False,
        state: ExportState | None = None,
    ) -> None:
        self.path = path
        self._fresh = text
        self._text = text
        self._source = source
        self._replace = replace
        self._state = state
        self._whole = self._written = 0
        self._mark = Mark()

    @property
    def count(self) -> int:
        """How many resources are in it already."""
        return self._written

    @property
    def part(self) -> Path:
        """Where it is written until it is whole."""
        return self.path.with_name(self.path.name + ".part")

    def take_up(self) -> str:
        """Go on with what an earlier run left. Says in a sentence what is done with it, if any.

        FileExistsError says that the `.part` is none that an export left.
        """
        if not self.part.exists() or not self.part.stat().st_size:
            return ""
        name = safe(self.part.name)
        known = self._state.read() if self._state is not None else None
        if known is None or known[0].tail != self._tail_of_part(known[0].whole):
            raise FileExistsError(f"{name} is there, and nobody knows what it holds.")
        mark, why_not = known
        try:
            self._source.go_to(mark.position)
        except ValueError:
            why_not = why_not or "another version wrote where it was"
        if why_not:
            self._source.go_to(None)
            return f"{name} is begun anew: {why_not}."
        self._mark = mark
        self._written = mark.count
        when = relative(datetime.fromtimestamp(mark.when, UTC).isoformat())
        age = "" if when == "now" else f" of {when}"
        return f"Going on with {name}{age}, behind the {mark.count:,} that are in it."

    def run(self, job: Job, connection: Connection) -> None:
        """Write the pages that are left. Raises ApiError, OSError, CancelledError.

        FileExistsError says that the name is taken, also where it was taken meanwhile.
        """
        if self.path.exists() and not self._replace:
            raise FileExistsError(f"{self.path} is there already. Name another file.")
        with self._opened() as handle:
            self._go_back(handle)
            job.take_over(self._mark.count)
            if not self._whole:
                self._write(handle, self._text.begin())
            for page in self._pages(handle, job, connection):
                # What breaks off within a page has to be made again from its first resource.
                text = copy.copy(self._text)
                self._write(handle, text.pieces(page))
                self._text = text
                self._written += len(page)
                job.advance(len(page))
            self._write(handle, self._text.end())
            os.fsync(handle)
        self._name()
        if self._state is not None:
            self._state.forget()

    def _pages(self, handle: int, job: Job, connection: Connection) -> Iterator[Sequence[Resource]]:
        """The pages; marks where it is whenever what is written and what comes next agree."""
        pages = iter(self._source.pages(connection, job))
        while True:
            try:
                page = next(pages, None)
            except BaseException:
                if self._source.position != self._mark.position:
                    # What was before it has been taken, all the same.
                    self._note(handle)
                raise
            if page is None:
                return
            self._note(handle)
            yield page

    def _note(self, handle: int) -> None:
        self._mark = Mark(self._whole, self._written, self._source.position)
        if self._state is not None:
            self._state.note(self._mark, handle)

    def _go_back(self, handle: int) -> None:
        """To where it was marked last, or to the start where the file is not as it was left."""
        if self._mark.whole and tail(handle, self._mark.whole) != self._mark.tail:
            self._mark = Mark()
        self._source.go_to(self._mark.position)
        self._whole, self._written = self._mark.whole, self._mark.count
        self._text = self._fresh.behind(self._written)
        os.ftruncate(handle, self._whole)
        os.lseek(handle, self._whole, os.SEEK_SET)

    def _tail_of_part(self, whole: int) -> str:
        try:
            handle = os.open(self.part, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:
            return ""
        try:
            return tail(handle, whole)
        finally:
            os.close(handle)

    @contextmanager
    def _opened(self) -> Iterator[int]:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
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
            try:
                yield handle
            except BaseException:
                self._leave(handle)
                raise
        finally:
            os.close(handle)

    def _leave(self, handle: int) -> None:
        """It broke off: remember where, and leave nothing behind of which nothing came."""
        if self._written == 0:
            self.part.unlink(missing_ok=True)
            if self._state is not None:
                self._state.forget()
            return
        self._mark = replace(self._mark, tail=tail(handle, self._mark.whole))
        if self._state is not None:
            self._state.keep(self._mark, handle)

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
