"""Following what goes on by itself while it is shown: its status and logs appear without a key."""

from __future__ import annotations

from textual.timer import Timer

from tui.core.kind import Resource
from tui.jobs.following import SECONDS
from tui.screens.host import Explorer
from tui.screens.session import DetailArrived
from tui.screens.view import View


class Tailing:
    """Reads again what the inspector shows (an execution, a build), until it has ended or left."""

    def __init__(self, screen: Explorer) -> None:
        self._screen = screen
        self._followed = ""
        self._looks = 0
        self._timer: Timer | None = None

    def follow(self, view: View, resource: Resource) -> None:
        """Something that goes on is shown: it is read again soon, also after each answer."""
        resource_id = view.kind.identify(resource)
        if resource_id != self._followed:
            self._followed, self._looks = resource_id, 0
            self._stop()
        if self._timer is not None:
            return
        seconds = SECONDS[min(self._looks, len(SECONDS) - 1)]
        self._looks += 1
        self._timer = self._screen.grid.set_timer(seconds, lambda: self._again(view, resource_id))

    def arrived(self, detail: DetailArrived) -> bool:
        """A resource was read whole. Where it is followed, the list shows how far it is, too."""
        found = detail.view.details.get(detail.resource_id)
        if detail.resource_id != self._followed or not found:
            return False
        self._stop()
        detail.view.listing.take(found)
        return True

    def _again(self, view: View, resource_id: str) -> None:
        screen, current = self._screen, self._screen.grid.current
        is_shown = screen.view is view and screen.inspecting.is_open and current is not None
        if not is_shown or view.kind.identify(current or {}) != resource_id:
            self._followed = ""
            self._stop()
        elif view.kind.get is not None:
            # Where no answer comes, the next time that it is drawn begins anew.
            self._timer = None
            screen.session.ask_detail(view, resource_id, view.kind.get)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = None
