"""Whether a write may leave: the client asks here before it sends one.

It refuses every request that is not a read, unless it is sent while the door stands open in the
same thread, and all of them on a connection that is read-only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from tui.api.errors import ApiError
from tui.core.problem import Cause, Problem

_open: ContextVar[bool] = ContextVar("door_open", default=False)

READ_ONLY = Problem(
    "This connection is read-only.",
    "It was opened with --read-only or by a profile that says read_only.",
    Cause.READ_ONLY,
)
PAST_THE_DOOR = Problem(
    "A write was about to be sent past the door.",
    "That is a defect of appwrite-tui; nothing was sent.",
    Cause.READ_ONLY,
)


@contextmanager
def opened() -> Iterator[None]:
    """Let the writes of this thread out for as long as the block lasts."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def check_write(read_only: bool) -> None:
    """Raise ApiError unless a write may leave now."""
    if read_only:
        raise ApiError(READ_ONLY)
    if not _open.get():
        raise ApiError(PAST_THE_DOOR)
