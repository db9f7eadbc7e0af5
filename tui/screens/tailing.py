"""Following an execution that is open: its status and logs appear without a key."""

from __future__ import annotations

from textual.timer import Timer

from tui.jobs.following import SECONDS, is_running
from tui.screens.host import Explorer
from tui.screens.session import DetailArrived


class Tailing:
    """Asks again for the execution that is read, until it has ended or is left."""

    def __init__(self, screen: Explorer) -> None:
        self._screen = screen
        self._followed = ""
        self._looks = 0
        self._timer: Timer | None = None

    def arrived(self, detail: DetailArrived) -> None:
        """A resource was read whole: if it still runs and is looked at, it is read again soon."""
        execution = detail.view.details.get(detail.resource_id)
        if detail.view.kind.name != "execution" or detail.problem is not None or not execution:
            return
        # The list shows how far it is, too.
        detail.view.listing.take(execution)
        if not is_running(execution):
            return
        if self._followed != detail.resource_id:
            self._followed, self._looks = detail.resource_id, 0
        seconds = SECONDS[min(self._looks, len(SECONDS) - 1)]
        self._looks += 1
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._screen.grid.set_timer(seconds, lambda: self._again(detail))

    def _again(self, detail: DetailArrived) -> None:
        screen, view = self._screen, detail.view
        current = screen.grid.current
        is_read = screen.view is view and screen.inspecting.reading and current is not None
        if not is_read or view.kind.identify(current or {}) != detail.resource_id:
            self._followed = ""
            return
        if view.kind.get is not None:
            screen.session.ask_detail(view, detail.resource_id, view.kind.get)
