"""Numbered lines that are not all there yet: what a grid reads.

Lines are numbered from the end that was asked for: 0, 1, 2 … from the start; -1, -2, -3 … from
the end, because the last lines of a list of unknown length can be shown without their numbers.
"""

from __future__ import annotations

from typing import Protocol

from tui.core.kind import Resource


class Lines(Protocol):
    """A window over a list of any length."""

    @property
    def first(self) -> int:
        """The lowest line one may go to (0 from the start; from the end the furthest known)."""
        ...

    @property
    def stop(self) -> int:
        """One more than the highest line one may go to (0 when numbered from the end)."""
        ...

    def find(self, resource_id: str) -> int | None:
        """The line of a resource, None where it is not in memory."""
        ...

    def at(self, number: int) -> Resource | None:
        """The resource on a line, None while it has not arrived. Never asks the network."""
        ...

    def show(self, first: int, stop: int) -> None:
        """Say which lines are on the screen, so that what is missing is fetched, and one ahead."""
        ...
