"""Sending one request to one server, and what is careful about it.

Reads are tried again on 429, 502, 503, 504 and broken connections; writes never. No redirect is
followed, no cookie is kept (a kept one makes Appwrite refuse a JWT), no answer grows without bound.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError, ProtocolError

from tui.api import failures, patience
from tui.api.errors import ApiError, redirected, too_large
from tui.api.pool import CONNECT_SECONDS, READ_SECONDS, open_pool, opened_here
from tui.api.recorder import Call, Recorder
from tui.config.endpoint import is_plain
from tui.core.sending import Sending

LARGEST_ANSWER = 64 * 2**20
_PIECE = 256 * 1024
_ONCE = urllib3.Retry(False)
_FAILURES = (HTTPError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: `path` is below the endpoint and percent-encoded, with its query.

    A body in pieces needs its `content-length` among the headers. `again` lets it be sent once
    more, `changes` marks a write, `sending` is kept in the record.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes | Iterable[bytes] | None = None
    sdk: str = ""
    again: bool = False
    changes: bool = False
    read_seconds: float = READ_SECONDS
    sending: Sending | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, decompressed. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True, slots=True)
class Stream:
    """An answer that is still arriving, piece by piece."""

    status: int
    headers: Mapping[str, str]
    pieces: Iterator[bytes]


class Transport:
    """Sends requests to one endpoint and records them. Any thread may use it."""

    def __init__(
        self,
        endpoint: str,
        *,
        ca_bundle: str | None = None,
        insecure: bool = False,
        recorder: Recorder | None = None,
        largest_answer: int = LARGEST_ANSWER,
    ) -> None:
        parts = urlsplit(endpoint)
        self.endpoint = endpoint
        self.host = parts.netloc
        self.readable_on_the_way = is_plain(endpoint)
        self.recorder = recorder or Recorder()
        self.connections_opened = 0
        self._base = parts.path.rstrip("/")
        self._tls = (ca_bundle, insecure)
        self._largest = largest_answer
        self._known_pool: urllib3.HTTPConnectionPool | None = None
        self._lock = threading.Lock()
        self._closed = threading.Event()

    def elsewhere(self, endpoint: str | None = None, *, insecure: bool | None = None) -> Transport:
        """A transport like this one to another endpoint, or with other trust in certificates."""
        ca_bundle, was_insecure = self._tls
        return Transport(
            endpoint or self.endpoint,
            ca_bundle=ca_bundle,
            insecure=was_insecure if insecure is None else insecure,
            recorder=self.recorder,
            largest_answer=self._largest,
        )

    def send(self, request: Request) -> Answer:
        """Send a request and read its whole answer. Raises ApiError when there is none."""
        call = _Underway(self, request)
        try:
            return self._persist(request, call)
        except ApiError as error:
            call.error = error.problem.sentence
            raise
        finally:
            call.record()

    @contextmanager
    def stream(self, request: Request) -> Iterator[Stream]:
        """An answer as it arrives, whatever its status. Raises ApiError, also from its pieces."""
        call = _Underway(self, request)
        call.attempts = 1
        try:
            try:
                response = self._open(request)
            except _FAILURES as error:
                raise call.explained(error) from error
            call.status = response.status
            try:
                yield Stream(response.status, _lower(response.headers), call.pieces(response))
            finally:
                _finish(response, call.complete)
        except ApiError as error:
            call.error = error.problem.sentence
            raise
        finally:
            call.record()

    def close(self) -> None:
        """Forget the connections. A read that hangs in another thread is not waited for."""
        self._closed.set()
        with self._lock:
            if self._known_pool is not None:
                self._known_pool.close()

    def _persist(self, request: Request, call: _Underway) -> Answer:
        """Try until there is an answer to keep, or no sense in trying on."""
        while True:
            call.attempts += 1
            try:
                answer = self._exchange(request)
            except _FAILURES as error:
                again = request.again and call.attempts < patience.TRIES
                if not (again and isinstance(error, ProtocolError)):
                    raise call.explained(error) from error
                wait: float | None = patience.pause(call.attempts)
            else:
                call.status, call.received = answer.status, len(answer.content)
                wait = None
                if request.again:
                    wait = patience.wait_after(answer.status, answer.headers, call.attempts)
                if wait is None:
                    return self._unless_redirect(answer, request)
            if self._closed.wait(wait):
                raise call.explained(ProtocolError("closed while waiting to try again"))

    def _unless_redirect(self, answer: Answer, request: Request) -> Answer:
        if 300 <= answer.status < 400:
            location = answer.headers.get("location", "")
            raise ApiError(redirected(answer.status, location, self.host, request.path))
        return answer

    def _exchange(self, request: Request) -> Answer:
        response = self._open(request)
        complete = False
        try:
            # Where a redirect leads is in its headers; its body is of no interest.
            content = b"" if 300 <= response.status < 400 else self._read(response)
            complete = response.status < 300 or response.status >= 400
        finally:
            _finish(response, complete)
        return Answer(response.status, _lower(response.headers), content)

    def _open(self, request: Request) -> urllib3.BaseHTTPResponse:
        before = opened_here.count
        try:
            return self._pool().urlopen(
                request.method,
                self._base + request.path,
                body=request.body,
                headers=request.headers,
                retries=_ONCE,
                redirect=False,
                timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=request.read_seconds),
                preload_content=False,
            )
        finally:
            with self._lock:
                self.connections_opened += opened_here.count - before

    def _pool(self) -> urllib3.HTTPConnectionPool:
        """Made with the first request, in its thread: trusted certificates take time to load."""
        with self._lock:
            if self._known_pool is None:
                self._known_pool = open_pool(self.endpoint, *self._tls)
            return self._known_pool

    def _read(self, response: urllib3.BaseHTTPResponse) -> bytes:
        pieces, size = [], 0
        for piece in response.stream(_PIECE, decode_content=True):
            size += len(piece)
            if size > self._largest:
                raise ApiError(too_large(self._largest, self.host))
            pieces.append(piece)
        return b"".join(pieces)


class _Underway:
    """What happens to one request until it is recorded."""

    def __init__(self, transport: Transport, request: Request) -> None:
        self.attempts = 0
        self.status = 0
        self.received = 0
        self.complete = False
        self.error = ""
        self._transport = transport
        self._request = request
        self._opened_before = opened_here.count
        self._at = time.time()
        self._started = time.perf_counter()

    def pieces(self, response: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
        """The pieces of an answer, counted. Raises ApiError where it breaks off."""
        try:
            for piece in response.stream(_PIECE, decode_content=True):
                self.received += len(piece)
                yield piece
        except _FAILURES as error:
            raise self.explained(error) from error
        self.complete = True

    def explained(self, error: Exception) -> ApiError:
        """The failure in words."""
        problem = failures.explain(error, self._transport.host, changes=self._request.changes)
        return ApiError(problem)

    def record(self) -> None:
        """Tell the recorder."""
        request = self._request
        self._transport.recorder.record(
            Call(
                self._at,
                request.method,
                request.path,
                request.sdk,
                self.status,
                (time.perf_counter() - self._started) * 1000,
                self.received,
                self.attempts,
                opened_here.count > self._opened_before,
                self.error,
                request.sending,
            )
        )


def _finish(response: urllib3.BaseHTTPResponse, complete: bool) -> None:
    """Keep the connection, unless what is left on it would be taken for the next answer."""
    if complete:
        response.release_conn()
    else:
        response.close()


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
