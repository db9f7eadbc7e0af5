"""Writing what a list holds to a file or a pipe, page by page, in constant memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from appwrite.query import Query

from tui.api.connection import Connection
from tui.api.errors import ApiError
from tui.api.listing import TOTAL_CAP
from tui.core.export_text import ExportText
from tui.core.jobs import Job
from tui.core.kind import Kind, Resource
from tui.core.problem import Cause
from tui.core.redact import without_secrets
from tui.jobs.gathering import gather

PAGE = 500
PATIENCE = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
"""Seconds to wait for a server that is gone, before each further try."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is exported: the list below `ids`, narrowed by queries, and by its own search.

    Where the server cannot tell what is meant, `keep` is true of it.
    """

    kind: Kind
    ids: Mapping[str, str]
    queries: tuple[str, ...] = ()
    search: str = ""
    keep: Callable[[Resource], bool] | None = None
    secrets: bool = False

    def read(self, connection: Connection, job: Job) -> Iterator[Sequence[Resource]]:
        """Page after page, by cursor. Raises ApiError, CancelledError."""
        order = self.kind.order
        cursor: str | None = None
        while True:
            job.go_on()
            queries = list(self.queries)
            if self.kind.pages:
                queries.append(Query.limit(PAGE))
                if order is not None:
                    queries.append(Query.order_asc("$sequence"))
                if cursor is not None:
                    queries.append(Query.cursor_after(cursor))
            params: dict[str, object] = {"queries": queries} if queries else {}
            if self.search:
                params["search"] = self.search
            if cursor is not None:
                params["total"] = False
            answer = self._fetch(connection, params, job)
            total = answer.get("total")
            is_first = cursor is None and self.keep is None
            if is_first and isinstance(total, int) and total < TOTAL_CAP:
                # A server counts no further.
                job.total = total
            found = answer.get(self.kind.items)
            page = found if isinstance(found, list) else []
            kept = page if self.keep is None else [one for one in page if self.keep(one)]
            if kept:
                yield kept if self.kind.name == "row" or self.secrets else _public(kept)
            if not self.kind.pages or len(page) < PAGE:
                return
            cursor = self.kind.identify(page[-1])

    def _fetch(
        self, connection: Connection, params: Mapping[str, object], job: Job
    ) -> Mapping[str, object]:
        """One page, waiting for a server that is gone as long as makes sense."""
        for seconds in PATIENCE:
            try:
                return self._page(connection, params)
            except ApiError as error:
                if error.problem.cause is not Cause.NETWORK:
                    raise
                job.note = f"waiting for the server: {error.problem.sentence}"
                job.wait(seconds)
                job.note = ""
        return self._page(connection, params)

    def _page(self, connection: Connection, params: Mapping[str, object]) -> Mapping[str, object]:
        if self.kind.gathered is not None:
            return gather(connection, self.kind, params)
        return connection.fetch(self.kind.listing, self.ids, params)


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
        write(job, page, text, out)
    out.write(text.end())


def write(job: Job, resources: Sequence[Resource], text: ExportText, out: TextIO) -> None:
    """Write some resources."""
    out.write("".join(map(text.piece, resources)))
    job.advance(len(resources))


@contextmanager
def new_file(path: Path, replace: bool = False) -> Iterator[TextIO]:
    """A file of its own (mode 0600) that has its name only when it is whole; until then `.part`.

    Raises FileExistsError where the name is taken, also where it was taken meanwhile.
    """
    if path.exists() and not replace:
        raise FileExistsError(f"{path} is there already. Name another file.")
    part = path.with_name(path.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        yield file
    if replace:
        part.replace(path)
        return
    try:
        os.link(part, path)
    except FileExistsError as error:
        raise FileExistsError(f"{path} was made meanwhile; the export is in {part}.") from error
    part.unlink()


def _public(page: Sequence[Resource]) -> list[Resource]:
    return [without_secrets(one) for one in page]
