"""A question over the screen: what it is about, and the keys that answer it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.segment import Segment
from textual.message import Message

from tui.core.cell import Tone
from tui.core.line_edit import LineEdit
from tui.widgets import styles
from tui.widgets.panel import EDGES, Panel, Row
from tui.widgets.typing_line import typing_segments
from tui.widgets.wrapping import Line, Wrapped

MOST_ROWS = 30


class Question(Panel):
    """Lines, and a few answers by key; or an id that has to be typed as it is.

    The key that asked never is an answer, so that a key that repeats confirms nothing.
    """

    DEFAULT_CSS = "Question { layer: question; height: auto; max-height: 80%; dock: bottom; }"

    class Answered(Message):
        """An answer was given: its key, empty where the question was left."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._title = ""
        self._lines: Sequence[Line] = ()
        self._answers: Mapping[str, str] = {}
        self._word = ""
        self._typed = LineEdit()
        self._top = 0

    def ask(
        self, title: str, lines: Sequence[Line], answers: Mapping[str, str], word: str = ""
    ) -> None:
        """Ask. `answers` maps keys to what they do, empty where the lines say it.

        With `word`, it must be typed, then enter.
        """
        self._title, self._lines, self._answers, self._word = title, lines, answers, word
        self._typed, self._top = LineEdit(), 0
        width = max(1, self.app.size.width - EDGES)
        rows = sum(Wrapped(line, width).count for line in lines[:MOST_ROWS])
        self.styles.height = min(rows, MOST_ROWS) + 2 + (2 if word else 0)
        self.show()

    def press(self, key: str, character: str | None) -> None:
        """Take a key."""
        steps = {"down": 1, "up": -1, "pagedown": 10, "pageup": -10}
        if key == "escape" or (key in ("n", "q") and not self._word):
            self.told(self.Answered(""))
        elif key in steps:
            self._top = max(0, min(self._top + steps[key], len(self._lines) - 1))
        elif self._word:
            self._type(key, character)
        elif key in self._answers:
            self.told(self.Answered(key))
        self.changed()

    def _type(self, key: str, character: str | None) -> None:
        if key == "enter":
            if self._typed.text == self._word:
                self.told(self.Answered("enter"))
            return
        edited = self._typed.press(key)
        if edited is None and character is not None and character.isprintable():
            edited = self._typed.insert(character)
        self._typed = edited or self._typed

    def head(self) -> str:
        return self._title

    def rows(self) -> Sequence[Row]:
        room = self.inner_height - (2 if self._word else 0)
        rows: list[Row] = []
        for line in self._lines[self._top :]:
            wrapped = Wrapped(line, self.inner_width)
            number = 0
            while len(rows) < room and (row := wrapped.row(number)) is not None:
                rows.append([Segment(cell.text, styles.TONES[cell.tone]) for cell in row])
                number += 1
        if self._word:
            sign = Segment(f" type {self._word} and enter: ", styles.STRONG[Tone.WARN])
            rows += [[], [sign, *typing_segments(self._typed, self.inner_width // 2)]]
        return rows

    def foot(self) -> Row:
        answers = self._answers.items()
        told = [f"{'enter' if self._word else key} {label}" for key, label in answers if label]
        keys = " · ".join([*told, "esc back"])
        return [Segment(f" {keys} ", styles.STRONG[Tone.ACCENT])]
