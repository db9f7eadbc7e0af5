"""The bytes of a file, or of a part of it, as they arrive."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tui.api.errors import ApiError
from tui.api.transport import Answer, Request, Stream, Transport
from tui.core.problem import Cause, Problem

_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_LONGEST_REFUSAL = 64 * 1024


@dataclass(frozen=True, slots=True)
class _Span:
    """Which bytes of how many an answer brings; both ends are inclusive."""

    first: int
    last: int
    size: int


def download(
    transport: Transport,
    request: Request,
    refuse: Callable[[Answer], ApiError],
    first: int = 0,
    last: int | None = None,
    size: int | None = None,
) -> Iterator[bytes]:
    """The bytes from `first` to `last` (inclusive, None for the end), whatever type they claim.

    Appwrite sends at most 10 MB for a range without end: the rest is asked for. It refuses a range
    of one byte: where `size` (of the whole, if known) leaves but one, two are asked for. A server
    that ignores ranges sends the whole file: what comes before `first` is skipped. `refuse` makes
    the error of an answer that is none of this. Raises ApiError.
    """
    place: int | None = first
    while place is not None:
        asked = place - 1 if place and size is not None and place == size - 1 else place
        with transport.stream(_ranged(request, asked, last)) as stream:
            if stream.status not in (200, 206):
                raise refuse(Answer(stream.status, stream.headers, _start(stream)))
            span = _span(stream, asked, transport.host) if stream.status == 206 else None
            sent_from, size = (asked, span.size) if span else (0, size)
            yield from _cut(stream.pieces, place - sent_from, _wanted(place, last))
        place = _next(span, last)


def _ranged(request: Request, first: int, last: int | None) -> Request:
    headers = {**request.headers, "accept-encoding": "identity"}
    if first or last is not None:
        headers["range"] = f"bytes={first}-{'' if last is None else last}"
    return replace(request, headers=headers)


def _span(stream: Stream, first: int, host: str) -> _Span:
    found = _RANGE.fullmatch(stream.headers.get("content-range", ""))
    span = _Span(*(int(number) for number in found.groups())) if found else None
    if span is None or span.first != first or span.last < first:
        raise ApiError(
            Problem(
                f"{host} sent another part of the file than was asked for.",
                "Try again; is there a proxy before the server that changes answers?",
                Cause.NOT_APPWRITE,
                stream.status,
            )
        )
    return span


def _wanted(first: int, last: int | None) -> int | None:
    return None if last is None else last - first + 1


def _next(span: _Span | None, last: int | None) -> int | None:
    """Where to go on, None at the end."""
    if span is None:
        return None
    end = span.size - 1 if last is None else min(last, span.size - 1)
    return span.last + 1 if span.last < end else None


def _cut(pieces: Iterator[bytes], skip: int, wanted: int | None) -> Iterator[bytes]:
    """The pieces without their first `skip` bytes, `wanted` bytes at most."""
    for piece in pieces:
        kept = piece[skip:]
        skip = max(0, skip - len(piece))
        if wanted is not None:
            kept = kept[:wanted]
            wanted -= len(kept)
        if kept:
            yield kept
        if wanted == 0:
            # One look further: at the answer's end the connection can be kept.
            next(pieces, b"")
            return


def _start(stream: Stream) -> bytes:
    """An error's body, as far as anybody reads it."""
    found = b""
    for piece in stream.pieces:
        found += piece
        if len(found) >= _LONGEST_REFUSAL:
            break
    return found
