"""A list over the screen with a cursor: the request log, the jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.message import Message

from tui.core.cell import Tone
from tui.widgets import styles
from tui.widgets.panel import Panel, Row
from tui.widgets.wrapping import Line

STEPS = {"down": 1, "j": 1, "up": -1, "k": -1}
PAGES = {
    "pagedown": 1.0, "ctrl+f": 1.0, "pageup": -1.0, "ctrl+b": -1.0, "ctrl+d": 0.5, "ctrl+u": -0.5,
}  # fmt: skip
ENDS = {"g": 0, "home": 0, "G": -1, "end": -1}


class ListPanel(Panel):
    """Lines, one of them under the cursor. What further keys do, who opened it knows."""

    DEFAULT_CSS = "ListPanel { layer: question; }"

    class Pressed(Message):
        """A key that is no movement: with which, and on which line (None: there is none)."""

        def __init__(self, key: str, number: int | None) -> None:
            super().__init__()
            self.key = key
            self.number = number

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._title = ""
        self._keys: Callable[[int | None], str] = lambda number: ""
        self._about: Callable[[int], Sequence[Line]] = lambda number: ()
        self._lines: Sequence[Line] = ()
        self._cursor = 0
        self._top = 0

    @property
    def number(self) -> int | None:
        """The number of the line under the cursor."""
        return self._cursor if self._lines else None

    def open(
        self,
        title: str,
        lines: Sequence[Line],
        keys: Callable[[int | None], str],
        about: Callable[[int], Sequence[Line]] = lambda number: (),
    ) -> None:
        """Lie over the screen; `keys` says what can be done with a line.

        Where there is room, what there is to say `about` the line under the cursor stands below.
        """
        self._title, self._lines, self._keys, self._about = title, lines, keys, about
        self._cursor = self._top = 0
        self.show()

    def take(self, lines: Sequence[Line], added: int = 0) -> None:
        """Show other lines; `added` of them are new at the top, the cursor stays on its own."""
        self._lines = lines
        self._move(added if self._cursor else 0)

    def press(self, key: str, character: str | None) -> None:
        """Take a key."""
        if key in ("escape", "q"):
            self.close()
        elif key in STEPS:
            self._move(STEPS[key])
        elif key in PAGES:
            self._move(int(self.inner_height * PAGES[key]))
        elif key in ENDS:
            self._move((ENDS[key] % max(1, len(self._lines))) - self._cursor)
        else:
            self.told(self.Pressed(key, self.number))

    def _move(self, lines: int) -> None:
        last = len(self._lines) - 1
        self._cursor = max(0, min(self._cursor + lines, last))
        self.changed()

    def head(self) -> str:
        return self._title

    def foot(self) -> Row:
        keys = self._keys(self.number)
        return [Segment(f" {keys} · esc back ", styles.TONES[Tone.DIM])]

    def rows(self) -> Sequence[Row]:
        height = self.inner_height
        self._top = max(self._cursor - height + 1, min(self._top, self._cursor))
        self._top = max(0, min(self._top, len(self._lines) - height))
        rows: list[Row] = []
        for number in range(self._top, min(self._top + height, len(self._lines))):
            is_current = number == self._cursor
            tones = styles.STRONG if is_current else styles.TONES
            bar = Segment("▌", styles.BAR) if is_current else Segment(" ", styles.BLANK)
            cells = self._lines[number]
            rows.append([bar, *(Segment(cell.text, tones[cell.tone]) for cell in cells)])
        about = self._about(self._cursor) if self._lines and len(rows) + 1 < height else ()
        if about:
            rows.append([])
        for line in about:
            told = [Segment(cell.text, styles.TONES[cell.tone]) for cell in line]
            rows.append([Segment("   ", styles.BLANK), *told])
        return rows[:height]
