"""`appwrite-tui download BUCKET/FILE…`: files to a folder, or one to standard output."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tui.api.connection import Connection
from tui.api.errors import ApiError
from tui.cli import progress
from tui.cli.connecting import configured, connect
from tui.config.flags import Flags
from tui.config.problem import ConfigError
from tui.core.jobs import CancelledError, Job
from tui.core.kind import Resource
from tui.core.text import safe
from tui.jobs.downloading import DownloadError, download, targets_of
from tui.resources.buckets import DOWNLOAD, GET_FILE

BAD_USAGE = 2
INTERRUPTED = 130


def run(flags: Flags, names: Sequence[str], folder: str) -> int:
    """Bring all of them. 0 where all came, 1 where some did not, 2 where nothing could begin."""
    pairs = [name.split("/") for name in names]
    wrong = next((name for name, pair in zip(names, pairs, strict=True) if len(pair) != 2), None)
    try:
        if wrong is not None:
            raise ConfigError(f"{safe(wrong)!r} names no file.", "It is BUCKET/FILE.")
        if folder == "-" and len(names) != 1:
            raise ConfigError("Only one file can go to standard output.", "Name a folder with -o.")
        connection = connect(configured(flags))
        if folder == "-":
            return _print(connection, *pairs[0])
        asked = dict.fromkeys((bucket, file) for bucket, file in pairs)
        before: list[Resource] = []
        failed = sum(
            not _bring(connection, bucket, file, Path(folder), before) for bucket, file in asked
        )
        return 1 if failed else 0
    except (ConfigError, ApiError, OSError) as error:
        print(f"appwrite-tui: {error}", file=sys.stderr)
        return BAD_USAGE
    except (KeyboardInterrupt, CancelledError):
        progress.clear()
        print("Stopped. The same again goes on where it stopped.", file=sys.stderr)
        return INTERRUPTED


def _bring(
    connection: Connection, bucket: str, file_id: str, folder: Path, before: list[Resource]
) -> bool:
    """Bring one; `before` are those that were asked for before it, whose names are taken."""
    try:
        file = connection.fetch(GET_FILE, {"bucketId": bucket, "fileId": file_id})
        before.append(file)
        path = targets_of(before, folder)[-1]
        job = Job(f"download {safe(path.name)}", int(file.get("sizeOriginal") or 0), "bytes")
        progress.follow(job)
        download(job, connection, bucket, file, path)
    except (ApiError, DownloadError, OSError) as error:
        progress.clear()
        print(f"appwrite-tui: {safe(f'{bucket}/{file_id}')}: {error}", file=sys.stderr)
        return False
    progress.clear()
    print(path)
    return True


def _print(connection: Connection, bucket: str, file_id: str) -> int:
    ids = {"bucketId": bucket, "fileId": file_id}
    for piece in connection.client.download(DOWNLOAD, ids):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
    return 0
