"""Files of this machine that go into a bucket: as they were when that began, chunk by chunk."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tui.api.encoding import CHUNK
from tui.core.kind import Resource
from tui.core.sizes import size as human
from tui.core.text import safe


class UploadError(Exception):
    """A file could not be brought into the bucket; the message says why and what is left of it."""


@dataclass(frozen=True, slots=True)
class Local:
    """A file here, as it was when the upload began. `changed` is in nanoseconds."""

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
        with self.path.open("rb", buffering=0) as file:
            status = os.fstat(file.fileno())
            if (status.st_size, status.st_mtime_ns) != (self.size, self.changed):
                raise UploadError(
                    f"{safe(self.path.name)} was changed while it was uploaded; what came is of no "
                    "use. Delete the unfinished file and upload it again."
                )
            file.seek(number * CHUNK)
            return file.read(CHUNK)

    def length(self, number: int) -> int:
        """How many bytes a chunk has."""
        return min(CHUNK, self.size - number * CHUNK)

    @property
    def chunks(self) -> int:
        """How many chunks it has; an empty file has one."""
        return max(1, -(-self.size // CHUNK))


class Chunks:
    """The chunks of a file that are due, each read when its turn comes. Any thread may take one.

    All of the file is digested on the way, for the server tells its MD5 at the end.
    """

    def __init__(self, local: Local, due: Iterable[int]) -> None:
        self._local = local
        self._due = deque(due)
        self._digest = hashlib.md5(usedforsecurity=False)
        self._digested = 0
        self.stopped = False
        self._lock = threading.Lock()

    def take(self) -> tuple[int, bytes] | None:
        """The next one, with its number; None where no more is due. Raises UploadError, OSError."""
        with self._lock:
            if not self._due:
                return None
            number = self._due.popleft()
            self._digest_up_to(number)
            content = self._local.chunk(number)
            if number == self._digested:
                self._digest.update(content)
                self._digested += 1
            return number, content

    def stop(self) -> None:
        """Hand out no more, and want no more of those that are on their way."""
        self.stopped = True
        with self._lock:
            self._due.clear()

    def signature(self) -> str:
        """The MD5 of the whole file. Raises UploadError, OSError."""
        with self._lock:
            self._digest_up_to(self._local.chunks)
            return self._digest.hexdigest()

    def _digest_up_to(self, number: int) -> None:
        for before in range(self._digested, number):
            self._digest.update(self._local.chunk(before))
            self._digested = before + 1


def objection(local: Local, bucket: Resource) -> str:
    """Why the bucket would refuse a file; "" where it would not. Found before a byte is sent."""
    name = safe(local.name)
    largest = bucket.get("maximumFileSize")
    if isinstance(largest, int) and local.size > largest:
        most = human(largest)
        return f"{name} has {human(local.size)}; the bucket takes {most} at most."
    allowed = [str(one).lower() for one in bucket.get("allowedFileExtensions") or ()]
    _, dot, extension = local.name.rpartition(".")
    if allowed and (extension.lower() if dot else "") not in allowed:
        return f"{name}: the bucket takes only {', '.join(map(safe, allowed))}."
    return ""
