"""The prompt: one line of input at the bottom, what could complete it above.

It is never focused: the screen hands it its keys, in the order in which they were typed, so that
what is typed ahead right behind the key that opens it is not taken for commands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from tui.core.cell import Tone
from tui.core.line_edit import LineEdit
from tui.core.text import safe
from tui.widgets import styles
from tui.widgets.fit import fit, width_of
from tui.widgets.frugal import Frugal

SHOWN = 8
LEAST = 3
"""Choices that are shown at most, and so many at least however low the screen is."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something one may mean: the text that stands for it, what it is, how it is shown."""

    text: str
    about: str = ""
    shown: str = ""

    @property
    def label(self) -> str:
        """What is shown of it."""
        return self.shown or self.text


class Prompt(Frugal):
    """A line that asks for something. It is switched by `visible` and lies on its own layer."""

    DEFAULT_CSS = "Prompt { layer: prompt; dock: bottom; height: 1; visibility: hidden; }"

    class Changed(Message):
        """Something else stands in the line."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Submitted(Message):
        """The line was entered; `choice` is the text of the chosen completion, if there is one.

        `picked` tells whether somebody went to that one by key.
        """

        def __init__(self, text: str, choice: str, picked: bool) -> None:
            super().__init__()
            self.text = text
            self.choice = choice
            self.picked = picked

    class Cancelled(Message):
        """The prompt was left without an answer."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._line = LineEdit()
        self._sign = ""
        self._hint = ""
        self._choices: tuple[Choice, ...] = ()
        self._chosen = 0
        self._picked = False
        self._rows = 1
        self._error = ""
        self._tone = Tone.BAD
        self._error_at = (0, 0)
        self.told: Callable[[Message], object] = self.post_message
        """Hears what a key made of it; the screen listens at once, before the next key."""

    @property
    def text(self) -> str:
        """What stands in the line."""
        return self._line.text

    @property
    def choice(self) -> str:
        """The text of the choice that is chosen, empty where there is none."""
        return self._choices[self._chosen].text if self._choices else ""

    @property
    def seen(self) -> str:
        """What is seen, line by line."""
        return "\n".join(row.text.rstrip() for row in self.all_rows())

    def open(self, sign: str, hint: str, text: str = "") -> None:
        """Ask. `sign` stands for what is asked (`:`), `hint` shows what may be said."""
        self._sign, self._hint = sign, hint
        self._line = LineEdit(text, len(text))
        self._picked = False
        self._rows = 0
        self.offer(())
        # It was not on the screen.
        self._on_screen.forget()
        self.visible = True

    def close(self) -> None:
        """Be put away."""
        self.visible = False

    def offer(self, choices: Sequence[Choice], error: str = "") -> None:
        """Show what could be meant, or why what stands there can't be.

        What somebody went to by key stays chosen where it is still offered.
        """
        before = self._choices[self._chosen].text if self._picked and self._choices else None
        self._choices, self._chosen = tuple(choices), 0
        if before is not None:
            texts = [one.text for one in self._choices]
            self._picked = before in texts
            self._chosen = texts.index(before) if self._picked else 0
        self.complain(error)

    def take(self, text: str) -> None:
        """Put another text into the line."""
        self._edit(LineEdit(text, len(text)))

    def complain(self, error: str, start: int = 0, stop: int = 0, tone: Tone = Tone.BAD) -> None:
        """Say what is wrong, under the characters from `start` to `stop` where that is known.

        The prompt is as high as all that has needed since it was opened: a line that jumps with
        every key costs more than a few empty ones.
        """
        self._error, self._error_at, self._tone = error, (start, stop), tone
        # Where the screen is low, most of it stays the list's.
        offered = min(len(self._choices), SHOWN, max(LEAST, self.screen.size.height // 3))
        rows = 1 + len(self._complaint()) + offered
        if self._rows < rows:
            self._rows = rows
            self.styles.height = rows
        self.refresh()

    def show_error(self) -> None:
        """Put the cursor on what the error is about, where that is out of sight."""
        start, stop = self._error_at
        if stop and not self._from <= start < self._from + self._room:
            self._line = LineEdit(self._line.text, start)
            self.complain(self._error, start, stop)

    def insert(self, text: str) -> None:
        """Take what was typed or pasted; of several lines nothing is left out."""
        self._edit(self._line.insert(" ".join(text.splitlines())))

    def press(self, key: str, character: str | None) -> None:
        """Take a key: choose, take over, submit, cancel, edit."""
        if key == "escape":
            self.told(self.Cancelled())
        elif key == "enter":
            self.told(self.Submitted(self._line.text, self.choice, self._picked))
        elif key in ("up", "down", "shift+tab"):
            if self._choices:
                self._chosen = (self._chosen + (1 if key == "down" else -1)) % len(self._choices)
                self._picked = True
                self.refresh()
        elif key == "tab":
            if self._choices:
                self.take(self._choices[self._chosen].text)
        elif (edited := self._line.press(key)) is not None:
            self._edit(edited)
        elif character is not None and character.isprintable():
            self.insert(character)

    def all_rows(self) -> list[Strip]:
        """Choices from the bottom up, so that the nearest stands next to the line."""
        width, height = self.size
        complaint = self._complaint()[: max(0, height - 1)]
        rows = height - 1 - len(complaint)
        first = max(0, self._chosen - max(rows, 1) + 1)
        window = self._choices[first : first + max(0, rows)]
        lines: list[list[Segment]] = [[] for _ in range(rows - len(window))]
        lines += self._choice_lines(window, self._chosen - first, width)
        lines += [[Segment(fit(one, width), styles.TONES[self._tone])] for one in complaint]
        lines += [self._input_segments(width)] if height else []
        return [Strip(line).adjust_cell_length(width) for line in lines]

    def _choice_lines(
        self, window: Sequence[Choice], chosen: int, width: int
    ) -> Iterator[list[Segment]]:
        """What the choices are stands in a column of its own; names get the room that it leaves."""
        about = max((width_of(one.about) for one in window), default=0)
        room = max(width * 2 // 3, width - about - 4)
        column = min(max((width_of(safe(one.label)) for one in window), default=0), room)
        for number, choice in enumerate(window):
            is_chosen = number == chosen
            yield [
                Segment("▌" if is_chosen else " ", styles.BAR if is_chosen else styles.BLANK),
                Segment(
                    # The end of a long name tells most: that of a path is the file's own.
                    fit(safe(choice.label), column, middle=True),
                    styles.STRONG[Tone.PLAIN] if is_chosen else styles.BLANK,
                ),
                Segment(f"  {safe(choice.about)}", styles.TONES[Tone.DIM]),
            ]

    def _complaint(self) -> list[str]:
        """The error, pointing down at what it is about: beside the pointer, or in lines above."""
        if not self._error:
            return []
        from textwrap import wrap

        width, error = max(20, self.size.width), self._error
        start, stop = self._error_at
        place = len(self._sign) + 2 + width_of(safe(self._line.text[self._from : start]))
        if not stop or start < self._from or place >= width:
            return [f" {line}" for line in wrap(error, width - 2)]
        pointer = "^" * max(1, min(stop - start, 20, width - place))
        if place + len(pointer) + width_of(error) + 1 <= width:
            return [" " * place + f"{pointer} {error}"]
        if width_of(error) + 2 <= place:
            return [" " * (place - width_of(error) - 1) + f"{error} {pointer}"]
        return [*(f" {line}" for line in wrap(error, width - 2)), " " * place + pointer]

    @property
    def _room(self) -> int:
        """Cells for the text."""
        return max(1, self.size.width - len(self._sign) - 4)

    @property
    def _from(self) -> int:
        """The first character that is seen: as many stand before the cursor as there is room."""
        text, at = self._line.text, self._line.cursor
        start = max(0, at - self._room)
        while width_of(safe(text[start:at])) > self._room:
            start += 1
        return start

    def _input_segments(self, width: int) -> list[Segment]:
        """The sign, the text around the cursor as far as there is room, a hint when empty."""
        text, at, start = self._line.text, self._line.cursor, self._from
        segments = [
            Segment(f" {self._sign} ", styles.STRONG[Tone.ACCENT]),
            Segment(safe(text[start:at]), styles.BLANK),
            Segment(safe(text[at : at + 1]) or " ", styles.CELL),
            Segment(safe(text[at + 1 :]), styles.BLANK),
        ]
        if not text:
            segments.append(Segment(self._hint, styles.TONES[Tone.DIM]))
        return segments

    def _edit(self, line: LineEdit) -> None:
        changed = line.text != self._line.text
        self._line = line
        self.refresh()
        if changed:
            self._picked = False
            self.told(self.Changed(line.text))
