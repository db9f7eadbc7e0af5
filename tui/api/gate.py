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


def read_only(locked_by: str) -> Problem:
    """What is said where nothing may be changed, and what would help; `locked_by` is the flag or
    profile that wants it so, empty where it was switched while running."""
    remedy = f"It is locked by {locked_by}; that stays while the program runs."
    if not locked_by:
        remedy = "R or :readonly makes changes possible again."
    return Problem("This connection is read-only.", remedy, Cause.READ_ONLY)


def check_write(refusal: Problem | None) -> None:
    """Raise ApiError unless a write may leave now; a `refusal` says why none may."""
    if refusal is not None:
        raise ApiError(refusal)
    if not _open.get():
        raise ApiError(PAST_THE_DOOR)
