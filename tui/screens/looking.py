"""What files hold, in the inspector: read when it is looked at, over SSH only when asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.api.workers import Result
from tui.core.cell import Cell, Tone
from tui.core.content import HEAD, Content, is_picture
from tui.core.kind import Resource
from tui.core.picture import Picture
from tui.core.problem import Problem
from tui.core.sizes import size as human
from tui.jobs.contents import contents
from tui.resources.file_changes import is_pending
from tui.screens.inspecting import CONTENT
from tui.screens.inspection import Line, Tab
from tui.screens.session import Session, problem_of
from tui.screens.view import View
from tui.widgets.styles import COLOURLESS

KEPT = 8
"""How many files are remembered that were looked into."""
BYTES_OF_A_CELL = 40
"""What a cell of a picture takes on its way to the terminal: two colours of 24 bits."""

Key = tuple[object, ...]
Look = Content | Picture | Problem


class Looking:
    """The contents of the files that were looked into lately."""

    def __init__(self, session: Session, arrived: Callable[[], object]) -> None:
        self._session = session
        self._arrived = arrived
        self._known: dict[Key, Look | None] = {}
        self._refused: dict[Key, int] = {}

    def tab(self, view: View, file: Resource, room: tuple[int, int], asked: int) -> Tab:
        """What shows a file in so many columns and rows; `asked` is how often it was opened."""
        key = (*view.ids.values(), file.get("$id"), file.get("$updatedAt"))
        key = (*key, room) if is_picture(file) else key

        def about() -> str:
            look = self._known.get(key)
            return look.about if isinstance(look, Content) else ""

        return Tab(CONTENT, lambda: self._lines(key, view, file, room, asked), about)

    def _lines(
        self, key: Key, view: View, file: Resource, room: tuple[int, int], asked: int
    ) -> Sequence[Line]:
        """What a file holds, or that it is being read."""
        if is_pending(file):
            return _told("Its upload was never finished: there is nothing to read.")
        picture = is_picture(file)
        if self._session.settings.remote and asked < (2 if picture else 1):
            return _told(_offer(file, room, asked))
        if key not in self._known or self._refused.get(key, asked) < asked:
            self._read(key, view, file, room, asked)
        look = self._known[key]
        if look is None:
            return _told("Reading…")
        if isinstance(look, Problem):
            return [(Cell(look.sentence, Tone.BAD),), *_told("enter tries again.")]
        return look.lines(room[0]) if isinstance(look, Content) else look.lines(COLOURLESS)

    def _read(
        self, key: Key, view: View, file: Resource, room: tuple[int, int], asked: int
    ) -> None:
        connection = self._session.connection
        ids = {**view.ids, view.kind.id_name: view.kind.identify(file)}
        self._refused.pop(key, None)
        self._known[key] = None
        while len(self._known) > KEPT:
            self._known.pop(next(iter(self._known)))

        def arrived(result: Result) -> None:
            if result.error is not None:
                self._known[key] = problem_of(result.error)
                self._refused[key] = asked
            else:
                self._known[key] = result.value
            self._arrived()

        self._session.do(lambda: contents(connection, ids, file, room), arrived)


def _offer(file: Resource, room: tuple[int, int], asked: int) -> str:
    """What is said instead of reading it at once, where bytes are dear."""
    if not is_picture(file):
        return f"enter shows the first {human(min(HEAD, file.get('sizeOriginal') or HEAD))} of it."
    columns, rows = room
    cost = human(columns * rows * BYTES_OF_A_CELL)
    again = " again" if asked else ""
    return f"A picture: enter{again} draws it, which sends up to {cost} to this terminal."


def _told(sentence: str) -> list[Line]:
    return [(Cell(sentence, Tone.DIM),)]
