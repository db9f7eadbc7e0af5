"""The bytes of deleted files, kept for a while so that an undo can bring them back."""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tui.api.connection import Connection
from tui.api.errors import ApiError
from tui.core.change import PERMISSIONS, Change, Verb
from tui.core.jobs import Job
from tui.core.problem import Cause, Problem
from tui.jobs.downloading import DownloadError, download
from tui.jobs.local_file import Local, UploadError
from tui.jobs.upload_state import UploadState
from tui.jobs.uploading import Upload
from tui.resources.file_changes import is_kept

FOLDER = "trash"
_DAY = 86400.0
_MIB = 2**20


class Trash:
    """The deleted files of one connection, in a folder of the user's own (files of mode 0600).

    What is older than `days` is forgotten, and the oldest of what is more than `mebibytes`.
    """

    def __init__(self, connection: Connection, folder: Path, days: float, mebibytes: float) -> None:
        self._connection = connection
        self._folder = folder
        self._oldest = time.time() - days * _DAY
        self._room = mebibytes * _MIB
        self._held = self._room
        self._make_room(0)

    def carrier(self, change: Change) -> Callable[[], Mapping[str, Any]] | None:
        """How a change of a file is carried, where that takes more than its request."""
        if change.kind != "file":
            return None
        if change.verb is Verb.DELETE and is_kept(change.before):
            return lambda: self._delete(change)
        return (lambda: self._bring_back(change)) if change.verb is Verb.CREATE else None

    def _delete(self, change: Change) -> Mapping[str, Any]:
        """Bring the bytes here, and only then delete the file. Raises ApiError."""
        path = self._path(change)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            bucket, file_id = change.ids["bucketId"], change.ids["fileId"]
            file = {"$id": file_id, **change.before}
            self._make_room(int(change.before.get("sizeOriginal") or 0))
            download(Job("keep the bytes"), self._connection, bucket, file, path)
        except (DownloadError, OSError) as error:
            said = f"Its bytes could not be kept for an undo: {error}"
            raise ApiError(Problem(said, "Nothing was deleted.", Cause.INPUT)) from error
        return self._connection.client.fetch(change.write.endpoint, change.ids)

    def _bring_back(self, change: Change) -> Mapping[str, Any]:
        """Upload the bytes again. Raises ApiError."""
        try:
            local = Local.of(self._path(change), str(change.after.get("name")))
            permissions = [str(one) for one in change.after.get(PERMISSIONS) or ()]
        except (UploadError, OSError) as error:
            said = "Its bytes are not kept here any more, or never were."
            raise ApiError(Problem(said, "It cannot be brought back.", Cause.INPUT)) from error
        job, state = Job("bring back"), UploadState(None, (), change.ids["fileId"])
        upload = Upload(job, self._connection, local, change.ids, permissions, state, chosen=True)
        try:
            return upload.carry()
        except (UploadError, OSError) as error:
            raise ApiError(Problem(str(error), "", Cause.INPUT)) from error

    def _make_room(self, size: int) -> None:
        """Forget what is too old, and the oldest where so many bytes more would be too many."""
        self._held += size
        if self._held <= self._room and size:
            return
        with contextlib.suppress(OSError):
            found = [(path, path.stat()) for path in self._folder.iterdir()]
            room = self._room - size
            for path, status in sorted(found, key=lambda one: -one[1].st_mtime):
                room -= status.st_size
                if room < 0 or status.st_mtime < self._oldest:
                    path.unlink(missing_ok=True)
                    room += status.st_size
            self._held = self._room - room

    def _path(self, change: Change) -> Path:
        target = self._connection.target
        subject = [target.endpoint, target.project, change.ids["bucketId"], change.ids["fileId"]]
        return self._folder / hashlib.sha256(json.dumps(subject).encode()).hexdigest()[:32]
