"""That an answer is long awaited: said while it is, so that a hanging server is known as one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from tui.api.listing import ListRequest
from tui.screens.view import View

SECONDS = 10.0


class Stoppable(Protocol):
    """A timer."""

    def stop(self) -> None:
        """Let it not ring."""


class Lateness:
    """Watches the request that a list has waited for longest."""

    def __init__(
        self, later: Callable[[float, Callable[[], None]], Stoppable], told: Callable[[], object]
    ) -> None:
        """`told` is called when there is something to say, or no longer."""
        self._later = later
        self._told = told
        self._request: ListRequest | None = None
        self._timer: Stoppable | None = None
        self._is_late = False

    def words(self, view: View, host: str) -> str:
        """What is to be said of a list; empty while its answers come in time."""
        awaited = view.listing.awaited
        if awaited is not self._request:
            self._begin(awaited)
        if not self._is_late:
            return ""
        shown = ""
        if view.arrived_at is not None and view.listing.stop > view.listing.first:
            shown = f"; showing data from {view.arrived_at:%H:%M}"
        return f"No answer from {host} for {SECONDS:g} s{shown}. r tries again."

    def _begin(self, awaited: ListRequest | None) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._request, self._is_late = awaited, False
        if awaited is not None:
            self._timer = self._later(SECONDS, self._rang)

    def _rang(self) -> None:
        self._timer, self._is_late = None, True
        self._told()
