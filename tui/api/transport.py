"""One pool of kept connections to one server, and what is careful about using it.

Reads are tried again on 429, 502, 503, 504 and broken connections; writes never. No redirect is
followed, no cookie is kept (a kept one makes Appwrite refuse a JWT), no answer grows without bound.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError, InsecureRequestWarning, ReadTimeoutError

from tui.api import failures
from tui.api.errors import ApiError, redirected, too_large
from tui.api.recorder import Call, Recorder
from tui.core.problem import Cause, Problem

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
CONNECTIONS = 6
TRIES_AGAIN = 2
RETRY_AFTER_SECONDS = 5
"""No server is waited for longer than this before a read is tried again."""
LARGEST_ANSWER = 64 * 2**20
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: `path` is below the endpoint and percent-encoded, with its query."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes | None = None
    sdk: str = ""
    again: bool = False
    read_seconds: float = READ_SECONDS


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, decompressed. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class _Retry(urllib3.Retry):
    """Tries reads again, but not those that have already kept a person waiting for a minute."""

    def increment(  # type: ignore[override]
        self, method: str | None = None, url: str | None = None, *args: Any, **kwargs: Any
    ) -> urllib3.Retry:
        error = kwargs.get("error")
        if isinstance(error, ReadTimeoutError):
            raise error
        return super().increment(method, url, *args, **kwargs)


_AGAIN = _Retry(
    total=TRIES_AGAIN,
    connect=0,
    redirect=0,
    status_forcelist=(429, 502, 503, 504),
    allowed_methods=("GET", "HEAD"),
    backoff_factor=0.2,
    backoff_jitter=0.2,
    raise_on_status=False,
    retry_after_max=RETRY_AFTER_SECONDS,
)
_ONCE = urllib3.Retry(False)


class Transport:
    """Sends requests to one endpoint and records them."""

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
        self.host = parts.netloc
        self.recorder = recorder or Recorder()
        self._base = parts.path.rstrip("/")
        self._largest = largest_answer
        options: dict[str, Any] = {}
        if parts.scheme == "https":
            options["cert_reqs"] = "CERT_NONE" if insecure else "CERT_REQUIRED"
            options["ca_certs"] = ca_bundle
        if insecure:
            # The header of the screen says so; a line on stderr would only paint over it.
            urllib3.disable_warnings(InsecureRequestWarning)
        try:
            self._pool = urllib3.connection_from_url(
                endpoint,
                maxsize=CONNECTIONS,
                block=True,
                timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
                **options,
            )
        except (HTTPError, ValueError) as error:
            raise ApiError(
                Problem(
                    f"{endpoint} is no address of a server.", "Check the endpoint.", Cause.INPUT
                )
            ) from error

    @property
    def connections_opened(self) -> int:
        """How many connections were opened so far; one serves any number of requests in turn."""
        return int(self._pool.num_connections)

    def send(self, request: Request) -> Answer:
        """Send a request and read its whole answer. Raises ApiError when there is none."""
        tries = 2 if request.again else 1
        for attempt in range(1, tries + 1):
            try:
                return self._send(request, attempt)
            except ApiError as error:
                broken = error.problem.cause is Cause.NETWORK and isinstance(
                    error.__cause__, urllib3.exceptions.ProtocolError
                )
                if attempt == tries or not broken:
                    raise
        raise AssertionError("unreachable")

    def stream(
        self, request: Request, refuse: Callable[[Answer], ApiError], piece: int = _PIECE
    ) -> Iterator[bytes]:
        """Send a request and yield the bytes of its answer; what `refuse` makes of any but 2xx."""
        started, at = time.perf_counter(), time.time()
        response = self._open(request, at, started, 1)
        received = 0
        try:
            if response.status >= 300:
                content = response.read(self._largest, decode_content=True)
                raise refuse(Answer(response.status, _lower(response.headers), content))
            for chunk in response.stream(piece, decode_content=True):
                received += len(chunk)
                yield chunk
        except (HTTPError, OSError) as error:
            raise ApiError(failures.explain(error, self.host)) from error
        finally:
            response.release_conn()
            self._record(request, at, started, response.status, received, 1, "")

    def close(self) -> None:
        """Forget the connections. A read that hangs in another thread is not waited for."""
        self._pool.close()

    def _send(self, request: Request, attempt: int) -> Answer:
        started, at = time.perf_counter(), time.time()
        response = self._open(request, at, started, attempt)
        attempts = attempt + len(response.retries.history if response.retries else ())
        content, failure = b"", ""
        try:
            content = self._read(response)
        except (HTTPError, OSError) as error:
            problem = failures.explain(error, self.host)
            failure = problem.sentence
            raise ApiError(problem) from error
        finally:
            response.release_conn()
            self._record(request, at, started, response.status, len(content), attempts, failure)
        return Answer(response.status, _lower(response.headers), content)

    def _open(
        self, request: Request, at: float, started: float, attempt: int
    ) -> urllib3.BaseHTTPResponse:
        try:
            response = self._pool.urlopen(
                request.method,
                self._base + request.path,
                body=request.body,
                headers=request.headers,
                retries=_AGAIN if request.again else _ONCE,
                redirect=False,
                timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=request.read_seconds),
                preload_content=False,
            )
        except (HTTPError, OSError, ValueError) as error:
            problem = failures.explain(error, self.host)
            self._record(request, at, started, 0, 0, attempt, problem.sentence)
            raise ApiError(problem) from error
        if 300 <= response.status < 400 and response.status != 304:
            location = response.headers.get("location", "")
            response.release_conn()
            problem = redirected(response.status, location, self.host)
            self._record(request, at, started, response.status, 0, attempt, problem.sentence)
            raise ApiError(problem)
        return response

    def _read(self, response: urllib3.BaseHTTPResponse) -> bytes:
        pieces, size = [], 0
        for piece in response.stream(_PIECE, decode_content=True):
            size += len(piece)
            if size > self._largest:
                # What is left of the answer is not read: the connection goes with it.
                response.close()
                raise ApiError(too_large(self._largest, self.host))
            pieces.append(piece)
        return b"".join(pieces)

    def _record(
        self,
        request: Request,
        at: float,
        started: float,
        status: int,
        size: int,
        attempts: int,
        error: str,
    ) -> None:
        ms = (time.perf_counter() - started) * 1000
        self.recorder.record(
            Call(at, request.method, request.path, request.sdk, status, ms, size, attempts, error)
        )


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
