"""Bringing files into a bucket: in chunks read from disk, gone on with after whatever broke."""

from __future__ import annotations

import contextlib
import contextvars
import hashlib
import os
import queue
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from appwrite.input_file import InputFile

from tui.api.connection import Connection
from tui.api.door import Door, Outcome, State
from tui.api.encoding import CHUNK
from tui.api.errors import ApiError
from tui.core.change import PERMISSIONS
from tui.core.jobs import Job
from tui.core.kind import Resource
from tui.core.problem import Cause, Problem
from tui.core.sizes import size as human
from tui.core.text import safe
from tui.jobs.exporting import PATIENCE
from tui.jobs.upload_state import UploadState
from tui.resources.file_changes import UPLOAD, new_file

AT_ONCE = 3
"""Chunks under way together, on servers that lock the file (1.9.6 on); the others take one."""
_LOCKING = (1, 9, 6)


class UploadError(Exception):
    """A file could not be brought into the bucket; the message says why and what is left of it."""


@dataclass(frozen=True, slots=True)
class Local:
    """A file here, as it was when the upload began."""

    path: Path
    size: int
    changed: int
    name: str

    @classmethod
    def of(cls, path: Path, name: str = "") -> Local:
        """Raises UploadError for what is no file, OSError. It gets its own name, or `name`."""
        if not path.is_file():
            what = "is a folder" if path.is_dir() else "is no file"
            raise UploadError(f"{safe(str(path))} {what}.")
        status = path.stat()
        return cls(path, status.st_size, status.st_mtime_ns, name or path.name)

    def chunk(self, number: int) -> bytes:
        """The bytes of one chunk. Raises UploadError where the file is another one by now."""
        with self.path.open("rb") as file:
            status = os.fstat(file.fileno())
            if (status.st_size, status.st_mtime_ns) != (self.size, self.changed):
                raise UploadError(
                    f"{safe(self.path.name)} was changed while it was uploaded; what came is of no "
                    "use. Delete the unfinished file and upload it again."
                )
            file.seek(number * CHUNK)
            return file.read(CHUNK)

    @property
    def chunks(self) -> int:
        """How many chunks it has; an empty file has one."""
        return max(1, -(-self.size // CHUNK))


def objection(local: Local, bucket: Resource) -> str:
    """Why the bucket would refuse a file; "" where it would not. Found before a byte is sent."""
    largest = bucket.get("maximumFileSize")
    if isinstance(largest, int) and local.size > largest:
        most = human(largest)
        return f"{safe(local.path.name)} has {human(local.size)}; the bucket takes {most} at most."
    allowed = [str(one).lower() for one in bucket.get("allowedFileExtensions") or ()]
    if allowed and local.path.suffix.removeprefix(".").lower() not in allowed:
        return f"{safe(local.path.name)}: the bucket takes only {', '.join(map(safe, allowed))}."
    if bucket.get("enabled") is False:
        return "The bucket is disabled."
    return ""


class Upload:
    """One file on its way into a bucket. Counts bytes."""

    def __init__(
        self, job: Job, connection: Connection, local: Local, ids: Mapping[str, str],
        permissions: Sequence[str], state: UploadState,
    ) -> None:  # fmt: skip
        self._job = job
        self._connection = connection
        self._local = local
        self._ids = dict(ids)
        self._permissions = list(permissions)
        self._state = state
        self._lock = threading.Lock()

    def send(self, door: Door, mark: str = "") -> Outcome:
        """Upload it through the door; what went wrong on the way is in the outcome.

        Raises UploadError, OSError, CancelledError: the same again then goes on.
        """
        values = {
            "name": self._local.name,
            PERMISSIONS: self._permissions,
            "chunksUploaded": self._local.chunks,
        }
        change = new_file(self._ids, values)
        outcome = door.send(change, job=mark, by=self.carry)
        if outcome.state is State.APPLIED:
            self._check(outcome.answer or {})
            self._state.forget()
        return outcome

    def carry(self) -> Mapping[str, Any]:
        """Send what is missing of it; gives the file. Raises as `send`, and ApiError."""
        local, due = self._local, self._state.due(self._local.chunks)
        for number in range(local.chunks):
            if number not in due:
                self._job.advance(self._length(number))
        # The first alone: it makes the file that the others belong to.
        first, *rest = due or [local.chunks - 1]
        answer = self._chunk(first)
        for further in self._together(rest):
            answer = _further(answer, further)
        return answer

    def _together(self, numbers: Sequence[int]) -> Iterator[Mapping[str, Any]]:
        """Send chunks, several at once where the server takes that.

        In threads that nobody waits for: whoever stops an upload is not held by a request that
        hangs.
        """
        due = deque(numbers)
        done: queue.SimpleQueue[Mapping[str, Any] | BaseException] = queue.SimpleQueue()

        def work() -> None:
            with contextlib.suppress(IndexError):
                while True:
                    number = due.popleft()
                    try:
                        done.put(self._chunk(number))
                    except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
                        done.put(error)

        for _ in range(min(self._at_once(), len(numbers))):
            # The door stands open in this context only.
            run = contextvars.copy_context().run
            threading.Thread(target=run, args=(work,), daemon=True).start()
        try:
            for _ in numbers:
                further = done.get()
                if isinstance(further, BaseException):
                    raise further
                yield further
        finally:
            due.clear()

    def _chunk(self, number: int) -> Mapping[str, Any]:
        """Send one chunk until it is taken. Raises ApiError when that makes no sense any more."""
        local = self._local
        self._job.go_on()
        content = local.chunk(number)
        headers = {"content-type": "multipart/form-data"}
        if local.chunks > 1:
            last = number * CHUNK + len(content) - 1
            headers["content-range"] = f"bytes {number * CHUNK}-{last}/{local.size}"
            headers["x-appwrite-id"] = self._ids["fileId"]
        file = InputFile.from_bytes(content, local.name)
        params: dict[str, Any] = {"fileId": self._ids["fileId"], "file": file}
        if self._permissions:
            params["permissions"] = self._permissions
        answer = self._persist(UPLOAD.url(self._ids), headers, params)
        with self._lock:
            self._state.came(number)
        self._job.advance(len(content))
        return answer

    def _persist(
        self, path: str, headers: Mapping[str, str], params: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        for seconds in PATIENCE:
            try:
                return dict(self._connection.client.call("post", path, headers, params))
            except ApiError as error:
                problem = error.problem
                if problem.cause not in (Cause.NETWORK, Cause.TIMEOUT, Cause.RATE):
                    raise
                if self._local.chunks == 1 and problem.cause is not Cause.RATE:
                    # Sent whole: whether it came can be looked up, and is.
                    raise
                self._job.note = f"waiting: {problem.sentence}"
                self._job.wait(problem.wait or seconds)
                self._job.note = ""
        return dict(self._connection.client.call("post", path, headers, params))

    def _at_once(self) -> int:
        numbers = tuple(int(one) for one in self._connection.version.split(".") if one.isdigit())
        return AT_ONCE if numbers >= _LOCKING else 1

    def _length(self, number: int) -> int:
        return min(CHUNK, self._local.size - number * CHUNK)

    def _check(self, file: Mapping[str, Any]) -> None:
        """Compare what the server has with what is here. Raises UploadError."""
        signature = str(file.get("signature") or "")
        if not signature:
            return
        digest = hashlib.md5(usedforsecurity=False)
        for number in range(self._local.chunks):
            digest.update(self._local.chunk(number))
        if digest.hexdigest() != signature:
            raise UploadError(
                f"{safe(self._local.path.name)} came otherwise than it was sent (MD5 "
                f"{safe(signature)} there, {digest.hexdigest()} here). Delete it and try again."
            )


def reason(outcome: Outcome) -> str:
    """Why an upload did not succeed."""
    problem: Problem | None = outcome.problem
    return problem.line if problem is not None else outcome.state.value


def _further(before: Mapping[str, Any], now: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of two answers, the one in which more chunks have come."""
    return now if now.get("chunksUploaded", 0) >= before.get("chunksUploaded", 0) else before
