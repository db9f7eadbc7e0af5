"""Bringing files into a bucket: in chunks read from disk, gone on with after whatever broke."""

from __future__ import annotations

import contextlib
import contextvars
import queue
import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tui.api.connection import Connection
from tui.api.door import Door, Outcome, State
from tui.api.encoding import CHUNK
from tui.api.errors import ApiError
from tui.core.change import PERMISSIONS
from tui.core.jobs import CancelledError, Job
from tui.core.problem import Cause, Problem
from tui.core.text import safe
from tui.jobs.local_file import Chunks, Local, UploadError
from tui.jobs.reading import PATIENCE
from tui.jobs.upload_state import UploadState
from tui.resources.buckets import GET_FILE
from tui.resources.file_changes import UPLOAD, new_file

AT_ONCE = 4
"""Chunks under way together, on servers that lock the file (1.9.6 on); the others take one."""
_LOCKING = (1, 9, 6)
_PASSING = (Cause.NETWORK, Cause.TIMEOUT, Cause.RATE)
_GLANCE = 0.2
"""Seconds after which somebody who waits for a chunk looks whether the job was cancelled."""
_GATEWAYS = (502, 503, 504)


Done = tuple[int, Mapping[str, Any]] | BaseException
"""A chunk that has come, with the server's answer; or why it did not."""


class Upload:
    """One file on its way into a bucket. Counts bytes.

    `chosen` says that somebody chose the file's id, which may be taken then.
    """

    def __init__(
        self, job: Job, connection: Connection, local: Local, ids: Mapping[str, str],
        permissions: Sequence[str], state: UploadState, chosen: bool = False,
    ) -> None:  # fmt: skip
        self._job = job
        self._connection = connection
        self._local = local
        self._ids = dict(ids)
        self._permissions = list(permissions)
        self._state = state
        self._chosen = chosen
        self._lock = threading.Lock()
        self._chunks = Chunks(local, ())

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
        """Send what the server lacks of it; gives the file. Raises as `send`, and ApiError."""
        there = self._there()
        if there is not None and is_whole(there):
            self._job.take_over(self._local.size)
            return there
        due = self._state.due(self._local.chunks)
        missing = set(due)
        self._job.take_over(
            sum(self._local.length(one) for one in range(self._local.chunks) if one not in missing)
        )
        file = self._send(due or [self._local.chunks - 1])
        if not is_whole(file):
            # What was acknowledged is not there: a chunk that comes twice does not count twice.
            self._job.advance(-self._local.size)
            file = self._send(range(self._local.chunks))
        if not is_whole(file):
            raise UploadError(
                f"The server took all of {safe(self._local.name)} and has only "
                f"{file.get('chunksUploaded')} of {file.get('chunksTotal')} chunks. Delete the "
                "unfinished file and upload it again."
            )
        return file

    def _there(self) -> Mapping[str, Any] | None:
        """What the server has of it: it tells how many chunks, not which. Raises ApiError.

        Where it has fewer than it acknowledged, or nothing, all are sent again.
        """
        if not (self._state.begun or self._chosen):
            return None
        try:
            file = self._connection.fetch(GET_FILE, self._ids)
        except ApiError as error:
            if error.problem.status != 404:
                raise
            self._state.distrust(0)
            return None
        if not self._state.begun:
            raise ApiError(_taken(file))
        self._state.distrust(int(file.get("chunksUploaded") or 0))
        return file

    def _send(self, numbers: Sequence[int]) -> Mapping[str, Any]:
        """Send these chunks; gives the latest that the server said of the file."""
        self._chunks = Chunks(self._local, numbers)
        count, sent = len(numbers), 0
        file: Mapping[str, Any] = {}
        try:
            # The first alone: it makes the file that the others belong to.
            for number, answer in self._together(1, 1):
                sent, file = sent + 1, self._note(number, answer, file)
            for number, answer in self._together(count - 1, self._at_once()):
                sent, file = sent + 1, self._note(number, answer, file)
        except ApiError as error:
            if self._local.chunks == 1 or not error.problem.uncertain:
                raise
            raise UploadError(
                f"{error.problem.sentence} {sent} of {count} chunks have come; the same again goes "
                "on where it stopped."
            ) from error
        return file

    def _note(
        self, number: int, answer: Mapping[str, Any], before: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """A chunk has come; of two answers, the one in which more chunks are there."""
        self._state.came(number)
        more = answer.get("chunksUploaded", 0) >= before.get("chunksUploaded", 0)
        return answer if more else before

    def _together(self, count: int, at_once: int) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Send so many of the chunks that are due, several at once; gives the answers.

        In threads that nobody waits for: whoever stops an upload is not held by a request that
        hangs.
        """
        chunks, done = self._chunks, queue.SimpleQueue[Done]()
        left = threading.Semaphore(count)

        def work() -> None:
            try:
                while left.acquire(blocking=False) and (taken := chunks.take()) is not None:
                    number, answer = taken[0], self._chunk(chunks, *taken)
                    # Not kept while the next one is read: four threads do this.
                    del taken
                    done.put((number, answer))
            except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
                done.put(error)

        for _ in range(min(at_once, count)):
            # The door stands open in this context only.
            run = contextvars.copy_context().run
            threading.Thread(target=run, args=(work,), daemon=True).start()
        try:
            for _ in range(count):
                further = self._next(done)
                if isinstance(further, BaseException):
                    raise further
                yield further
        except BaseException:
            chunks.stop()
            raise

    def _next(self, done: queue.SimpleQueue[Done]) -> Done:
        """What comes next of the threads. Raises CancelledError as soon as that is wanted."""
        while True:
            with contextlib.suppress(queue.Empty):
                return done.get(timeout=_GLANCE)
            self._job.go_on()

    def _chunk(self, chunks: Chunks, number: int, content: bytes) -> Mapping[str, Any]:
        """Send one chunk until it is taken. Raises ApiError when that makes no sense any more."""
        local, headers = self._local, {}
        if local.chunks > 1:
            last = number * CHUNK + len(content) - 1
            headers["content-range"] = f"bytes {number * CHUNK}-{last}/{local.size}"
            headers["x-appwrite-id"] = self._ids["fileId"]
        fields: dict[str, Any] = {"fileId": self._ids["fileId"]}
        if self._permissions:
            fields["permissions"] = self._permissions
        for seconds in (*PATIENCE, None):
            leaving = _Leaving(self._job, chunks)
            try:
                return self._connection.client.upload(
                    UPLOAD, self._ids, fields, (local.name, content), headers, leaving.leaves
                )
            except ApiError as error:
                leaving.come_back()
                problem = error.problem
                if seconds is None or not self._passes(problem):
                    raise
                self._wait(problem, seconds)
        raise AssertionError("the last try answers or raises")

    def _passes(self, problem: Problem) -> bool:
        """Whether a chunk may be sent again after this."""
        if self._local.chunks == 1:
            # Sent whole: whether it came can be looked up, and is.
            return problem.cause is Cause.RATE
        return problem.cause in _PASSING or problem.status in _GATEWAYS

    def _wait(self, problem: Problem, seconds: float) -> None:
        """Wait as long as the server wants, or so many seconds. Raises CancelledError."""
        with self._lock:
            self._job.note = f"waiting: {problem.sentence}"
        self._job.wait(problem.wait or seconds)
        with self._lock:
            self._job.note = ""

    def _at_once(self) -> int:
        numbers = tuple(int(one) for one in self._connection.version.split(".") if one.isdigit())
        return AT_ONCE if numbers >= _LOCKING else 1

    def _check(self, file: Mapping[str, Any]) -> None:
        """Compare what the server has with what is here. Raises UploadError, OSError."""
        signature = str(file.get("signature") or "")
        if signature and signature != (here := self._chunks.signature()):
            raise UploadError(
                f"{safe(self._local.name)} came otherwise than it was sent (MD5 "
                f"{safe(signature)} there, {here} here). Delete it and try again."
            )


class _Leaving:
    """The bytes of one request on their way: they count at once, until it turns out in vain."""

    def __init__(self, job: Job, chunks: Chunks) -> None:
        self._job = job
        self._chunks = chunks
        self._left = 0

    def leaves(self, count: int) -> None:
        """So many bytes are about to leave. Raises CancelledError where nobody wants them."""
        self._job.go_on()
        if self._chunks.stopped:
            raise CancelledError
        self._left += count
        self._job.advance(count)

    def come_back(self) -> None:
        """They did not arrive, or will be sent again."""
        self._job.advance(-self._left)
        self._left = 0


def is_whole(file: Mapping[str, Any]) -> bool:
    """Whether all chunks of a file have come."""
    total = file.get("chunksTotal")
    return total is None or file.get("chunksUploaded") == total


def reason(outcome: Outcome) -> str:
    """Why an upload did not succeed."""
    problem: Problem | None = outcome.problem
    return problem.line if problem is not None else outcome.state.value


def _taken(file: Mapping[str, Any]) -> Problem:
    """What is said of an id that somebody else's file has."""
    there = "" if is_whole(file) else ", unfinished"
    return Problem(
        f"The bucket has a file {safe(str(file.get('$id')))} already{there}: "
        f"{safe(str(file.get('name')))}.",
        "Choose another id, or delete that file first.",
        Cause.CONFLICT,
        409,
    )
