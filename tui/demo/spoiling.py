"""Owns how an answer goes wrong on its way: it never comes, breaks off, or says something else."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any

from starlette.requests import Request
from starlette.types import Send

from tui.demo.answers import Answer
from tui.demo.faults import Fault, FaultKind

_HTML = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
_ERRORS: dict[FaultKind, tuple[int, str, str]] = {
    FaultKind.FAIL: (500, "general_unknown", "Server Error"),
    FaultKind.FAIL_AFTER: (500, "general_unknown", "Server Error"),
    FaultKind.BUSY: (
        429,
        "general_rate_limit_exceeded",
        "Rate limit for the current endpoint has been exceeded. Please try again after some time.",
    ),
    FaultKind.TIMEOUT: (
        408,
        "database_timeout",
        "Database timed out. Try adjusting your queries or adding an index.",
    ),
}


async def spoil(fault: Fault, answer: Answer, request: Request, send: Send, version: str) -> int:
    """Answer a request wrongly; gives the status that was sent, 0 for none.

    `version` is what the bodies of errors say.
    """
    kind = fault.kind
    if kind in (FaultKind.HANG, FaultKind.HANG_AFTER):
        # The server may stop first, which is no fault of the application.
        with contextlib.suppress(asyncio.CancelledError):
            while (await request.receive())["type"] != "http.disconnect":
                pass
        return 0
    if kind in (FaultKind.DROP, FaultKind.DROP_AFTER):
        _cut_off(send)
        return 0
    if kind is FaultKind.HTML:
        return await _send(send, 502, _HTML, "text/html")
    if kind is FaultKind.HALF:
        half = answer.body[: max(1, len(answer.body) // 2)]
        await _send(send, answer.status, half, answer.media_type, len(answer.body), more=True)
        _cut_off(send)
        return answer.status
    status, name, message = _ERRORS[kind]
    said = {"message": message, "code": status, "type": name, "version": version}
    body = json.dumps(said).encode()
    return await _send(send, status, body, "application/json", retry_after=fault.retry_after)


async def _send(
    send: Send,
    status: int,
    body: bytes,
    kind: str,
    length: int | None = None,
    more: bool = False,
    retry_after: int = 0,
) -> int:
    size = str(len(body) if length is None else length).encode()
    headers = [(b"content-type", kind.encode()), (b"content-length", size)]
    if retry_after:
        headers.append((b"retry-after", str(retry_after).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": more})
    return status


def _cut_off(send: Send) -> None:
    """Close the connection as a network does that breaks: uvicorn's cycle knows its transport."""
    cycle: Any = getattr(send, "__self__", None)
    cycle.transport.abort()
