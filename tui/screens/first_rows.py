"""The first rows, on the screen before Textual is there to draw them. Free of Textual.

A server answers sooner than Textual is imported. Until the explorer's screen takes over, answers
are put in their places here, in the thread that brings them, and drawn once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from tui.core.actions import Action
from tui.core.place import Place
from tui.screens.picture import ansi, picture
from tui.screens.session import PageArrived, ParentArrived, Session
from tui.widgets.styles import colours


class FirstRows:
    """Draws what a session's first view shows as soon as it has arrived, until `stop`."""

    def __init__(
        self,
        session: Session,
        place: Place,
        actions: Sequence[Action],
        size: tuple[int, int],
        write: Callable[[str], object],
    ) -> None:
        self._session = session
        self._place = place
        self._actions = actions
        self._size = size
        self._write = write
        self._lock = threading.Lock()
        self._kept: list[object] = []
        self._ended = False
        self._drawn = False
        session.mailbox.connect(self._take)

    def stop(self) -> None:
        """Draw no more: whatever arrives from now on waits for the explorer's screen."""
        with self._lock:
            self._ended = True
            mailbox, kept = self._session.mailbox, self._kept
            mailbox.disconnect()
            for item in kept:
                mailbox.put(item)

    def _take(self, item: object) -> None:
        with self._lock:
            if not self._ended:
                self._arrived(item)
                return
        self._session.mailbox.put(item)

    def _arrived(self, item: object) -> None:
        if not isinstance(item, PageArrived | ParentArrived) or item.result.error is not None:
            # What went wrong is for the screen to say.
            self._kept.append(item)
            return
        self._session.deliver(item)
        if self._drawn:
            return
        lines = picture(self._session, self._place, self._actions, self._size)
        if lines is not None:
            self._drawn = True
            self._write(ansi(lines, colours()))
