"""Owns refusing connections beyond what one process can hold: politely, with 503 and a word."""

from __future__ import annotations

import asyncio
import json
import resource

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST = 1000
"""Connections that are served at once."""
_LINGER = 2.0
"""Seconds that a refused client has for reading why."""
_WANTED_FILES = 65_536
_BODY = json.dumps(
    {
        "message": f"This embedded Appwrite serves {MOST} connections at once. Try again later.",
        "code": 503,
        "type": "general_server_error",
    }
).encode()
_REFUSAL = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json; charset=UTF-8\r\n"
    b"retry-after: 1\r\nconnection: close\r\ncontent-length: %d\r\n\r\n%s" % (len(_BODY), _BODY)
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
            transport.set_protocol(_Refusal(transport, self.loop))


class _Refusal(asyncio.Protocol):
    """Says why, then waits a moment: a connection closed at once may lose the answer."""

    lingering = 0
    """Refused connections that are still open."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        _Refusal.lingering += 1
        transport.write(_REFUSAL)
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
