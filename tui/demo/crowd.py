"""Owns refusing connections politely: those beyond what one process can hold, and those that send
what is no readable request (an endless address, headers without end, another protocol)."""

from __future__ import annotations

import asyncio
import json
import resource
import sys

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST = 1000
"""Connections that are served at once."""
_LINGER = 2.0
"""Seconds that a refused client has for reading why."""
_WANTED_FILES = 65_536


def _refusal(status: int, reason: str, kind: str, message: str, more: str = "") -> bytes:
    """A whole HTTP answer that ends its connection; `more` are further header lines."""
    body = json.dumps({"message": message, "code": status, "type": kind}).encode()
    head = (
        f"HTTP/1.1 {status} {reason}\r\ncontent-type: application/json; charset=UTF-8\r\n{more}"
        f"connection: close\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


_CROWDED = _refusal(
    503,
    "Service Unavailable",
    "general_server_error",
    f"This embedded Appwrite serves {MOST} connections at once. Try again later.",
    "retry-after: 1\r\n",
)
_BAD = "general_bad_request"
_UNREADABLE = _refusal(400, "Bad Request", _BAD, "This is no readable HTTP request.")
_LONG_ADDRESS = _refusal(414, "URI Too Long", _BAD, "The address is too long.")
_LONG_HEADERS = _refusal(
    431, "Request Header Fields Too Large", _BAD, "The headers are too large together."
)


def allow_many_files() -> None:
    """Raise the limit of open files, which connections count against, as far as it may be."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _WANTED_FILES if hard == resource.RLIM_INFINITY else min(hard, _WANTED_FILES)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class PoliteProtocol(H11Protocol):
    """HTTP for the first connections, a refusal for those that come while they are open."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        if len(self.connections) < _most():
            super().connection_made(transport)
        else:
            transport.set_protocol(_Refusal(transport, self.loop, _CROWDED))

    def send_400_response(self, msg: str) -> None:
        """Say what is wrong, and read on: a connection closed before loses the answer."""
        answer, error = _UNREADABLE, sys.exception()
        if isinstance(error, h11.RemoteProtocolError) and error.error_status_hint == 431:
            begun, _ = self.conn.trailing_data
            answer = _LONG_HEADERS if b"\r\n" in begun else _LONG_ADDRESS
        self.connections.discard(self)
        if self.cycle is not None:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.set_protocol(_Refusal(self.transport, self.loop, answer))


class _Refusal(asyncio.Protocol):
    """Says why, then waits a moment: a connection closed at once may lose the answer."""

    lingering = 0
    """Refused connections that are still open."""

    def __init__(
        self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop, answer: bytes
    ) -> None:
        _Refusal.lingering += 1
        transport.write(answer)
        if _Refusal.lingering > _files() // 2:
            transport.close()
        else:
            transport.write_eof()
            loop.call_later(_LINGER, transport.close)

    def data_received(self, data: bytes) -> None:
        """Whatever it is, it was answered."""

    def connection_lost(self, exc: Exception | None) -> None:
        _Refusal.lingering -= 1


def _files() -> int:
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def _most() -> int:
    """Each connection may need files of its own: a worker thread's, the store's."""
    return min(MOST, _files() // 4)
