"""How far long work is: one line of the terminal, written over; nothing where nobody looks."""

from __future__ import annotations

import os
import sys
import time

from tui.core.jobs import Job

EACH_SECONDS = 0.1
UNTOLD = 80
"""The columns of a terminal that does not tell how many it has."""


def follow(job: Job) -> None:
    """Show how far a job is while it runs."""
    if not sys.stderr.isatty():
        return
    shown = 0.0

    def told() -> None:
        nonlocal shown
        now = time.monotonic()
        if now - shown >= EACH_SECONDS:
            shown = now
            _write(_line(job))

    job.listen(told)


def result(job: Job) -> None:
    """Leave how it ended, for whoever looks."""
    if sys.stderr.isatty():
        _write(f"{job.line}\n")


def clear() -> None:
    """Take the line away, and the ^C behind it."""
    if sys.stderr.isatty():
        _write("")


def _line(job: Job) -> str:
    """As much of it as a line of the terminal holds: what goes on in the next cannot be undone."""
    columns = os.get_terminal_size(sys.stderr.fileno()).columns or UNTOLD
    return job.line[: columns - 1]


def _write(text: str) -> None:
    print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
