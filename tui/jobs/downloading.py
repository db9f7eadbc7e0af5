"""Bringing files from a bucket to this machine: resumed, checked, never over another file."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from tui.api.connection import Connection
from tui.api.errors import ApiError
from tui.core.file_name import numbered, safe_name
from tui.core.jobs import Job
from tui.core.kind import Resource
from tui.core.problem import Cause
from tui.core.text import safe
from tui.jobs.digesting import Digesting
from tui.jobs.reading import PATIENCE
from tui.resources.buckets import DOWNLOAD

_PIECE = 1 << 20


class DownloadError(Exception):
    """A file could not be brought here; the message says why and what is left of it."""


def target_of(file: Resource, folder: Path) -> Path:
    """Where a file goes: its own name, as far as this disk can have it."""
    return folder / safe_name(str(file.get("name") or ""), str(file.get("$id") or "file"))


def targets_of(files: Sequence[Resource], folder: Path) -> list[Path]:
    """Where files that are brought together go: what would meet another gets a number.

    `a.txt` twice is `a.txt` and `a (2).txt`; names that differ in case only are the same to some
    disks. What lies in the folder already is not looked at: nothing is ever written over it.
    """
    names = [target_of(file, folder).name for file in files]
    taken: set[str] = set()
    own = {name.casefold() for name in names}
    given = []
    for name in names:
        number, one = 1, name
        while one.casefold() in (taken if number == 1 else taken | own):
            number += 1
            one = numbered(name, number)
        taken.add(one.casefold())
        given.append(folder / one)
    return given


def download(job: Job, connection: Connection, bucket: str, file: Resource, path: Path) -> None:
    """Bring one file to `path`, whole or not at all; what came lies in `.part` meanwhile.

    Counts bytes. Raises DownloadError, ApiError, OSError, CancelledError.
    """
    if os.path.lexists(path):
        raise DownloadError(f"{safe(path.name)} is there already; nothing was overwritten.")
    part = path.with_name(path.name + ".part")
    with _opened(part) as out, closing(Digesting()) as digest:
        while before := out.read(_PIECE):
            digest.update(before)
        job.take_over(out.tell())
        ids = {"bucketId": bucket, "fileId": str(file.get("$id"))}
        size = file.get("sizeOriginal")
        for piece in _pieces(job, connection, ids, out, size if isinstance(size, int) else None):
            digest.update(piece)
            _write(out, piece, part)
            job.advance(len(piece))
        _check(file, out.tell(), digest.hexdigest(), part)
    try:
        os.link(part, path)
    except FileExistsError as error:
        raise DownloadError(f"{safe(str(path))} was made meanwhile; see {part.name}.") from error
    part.unlink()


def _pieces(
    job: Job, connection: Connection, ids: Mapping[str, str], out: BinaryIO, size: int | None
) -> Iterator[bytes]:
    """The rest of a file; after a broken connection it is gone on with where it broke."""
    for seconds in (*PATIENCE, None):
        job.go_on()
        try:
            for piece in connection.client.download(DOWNLOAD, ids, out.tell(), size=size):
                job.go_on()
                yield piece
            return
        except ApiError as error:
            if error.problem.status == 416:
                # Everything had come already.
                return
            if error.problem.status == 404 and out.tell():
                said = "It was deleted on the server while it was downloaded."
                raise DownloadError(f"{said} What came of it is in its .part.") from error
            if error.problem.cause not in (Cause.NETWORK, Cause.TIMEOUT) or seconds is None:
                raise
            job.note = f"waiting for the server: {error.problem.sentence}"
        job.wait(seconds)
        job.note = ""


def _check(file: Resource, size: int, digest: str, part: Path) -> None:
    """Size and MD5 as the server has them. What does not agree is thrown away."""
    wanted, signature = file.get("sizeOriginal"), file.get("signature")
    if isinstance(wanted, int) and size != wanted:
        part.unlink()
        raise DownloadError(
            f"{size:,} bytes came, the server says {wanted:,}: the file was changed meanwhile, or "
            "something on the way changes it. Nothing was kept."
        )
    if signature and digest != signature:
        part.unlink()
        raise DownloadError(
            "What came is not what was uploaded (its MD5 differs). Nothing was kept; try again."
        )


@contextmanager
def _opened(part: Path) -> Iterator[BinaryIO]:
    """The unfinished file, for this process alone, at its end."""
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
    # Without a buffer: what could not be written would be tried again when it is closed.
    with os.fdopen(os.open(part, flags, 0o600), "r+b", buffering=0) as out:
        try:
            fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DownloadError(f"{part.name} is being written by another process.") from error
        yield out


def _write(out: BinaryIO, piece: bytes, part: Path) -> None:
    rest = memoryview(piece)
    try:
        while rest:
            rest = rest[out.write(rest) :]
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DownloadError(
                f"The disk takes no more ({error.strerror}). What came is in {safe(str(part))}; "
                "the same again goes on."
            ) from error
        raise
