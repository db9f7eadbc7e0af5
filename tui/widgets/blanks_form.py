"""A form of a few blanks in the middle of the screen. One widget takes all its keys.

So each key goes where the keys before it have led, however fast they come: a terminal that pastes
without saying so sends a key of 265 characters and the enter behind it in one go.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.core.blanks import Blank, Blanks
from tui.core.cell import Cell, Tone
from tui.core.line_edit import LineEdit
from tui.widgets import styles
from tui.widgets.fit import cut, fit, width_of
from tui.widgets.typing_line import typing_segments
from tui.widgets.wrapping import Wrapped

WIDEST = 100
MARGIN = 2
SAID_ROWS = 3
STEPS = {"down": 1, "tab": 1, "up": -1, "shift+tab": -1}

Row = Sequence[Segment]


class BlanksForm(Widget, can_focus=True):
    """Shows blanks, what they are for, and what there is to say about them."""

    DEFAULT_CSS = "BlanksForm { width: 1fr; height: 1fr; }"

    class Filled(Message):
        """Somebody has filled in what there is; what is typed after that is not in `blanks`."""

        def __init__(self, blanks: Blanks) -> None:
            super().__init__()
            self.blanks = blanks

    class Left(Message):
        """Somebody does not want to."""

    def __init__(self, introduction: Sequence[str], blanks: Sequence[Blank], keys: str) -> None:
        super().__init__()
        self.filled = Blanks(tuple(blanks))
        self._introduction = introduction
        self._keys = keys
        self._said = ""
        self._first_blank = 0

    def say(self, text: str) -> None:
        """Say something below the blanks."""
        self._said = text
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.post_message(self.Left())
        elif event.key == "ctrl+s" or (event.key == "enter" and self.filled.is_last):
            self.post_message(self.Filled(self.filled))
        elif event.key == "enter":
            self.filled = self.filled.turn(1)
        elif event.key in STEPS:
            self.filled = self.filled.turn(STEPS[event.key])
        else:
            self.filled = self.filled.press(event.key, event.character)
        self.refresh()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.filled = self.filled.paste(event.text)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        number = event.y - self._first_blank
        if 0 <= number < len(self.filled.blanks):
            self.filled = self.filled.to(number)
            self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The form is small: all of it is drawn anew."""
        width, height = self.size
        inner = max(1, min(WIDEST, width - 2 * MARGIN))
        rows = self._rows(inner, height)
        above = max(0, (height - len(rows)) // 2)
        self._first_blank += above
        left = " " * ((width - inner) // 2)
        strips = [Strip([]) for _ in range(above)]
        strips += [Strip([Segment(left, styles.BLANK), *row]) for row in rows]
        strips += [Strip([]) for _ in range(height - len(strips))]
        shown = [strip.adjust_cell_length(width) for strip in strips[:height]]
        return [strip.crop(crop.x, crop.right) for strip in shown[crop.y : crop.bottom]]

    def _rows(self, width: int, height: int) -> list[Row]:
        """As much as there is room for: first the empty rows go, then the introduction."""
        introduction = [row for line in self._introduction for row in _wrapped(line, width)]
        said = _wrapped(self._said, width)[:SAID_ROWS] if self._said else []
        blanks = [
            self._blank(number, blank, width) for number, blank in enumerate(self.filled.blanks)
        ]
        keys = [[Segment(_short(self._keys, width), styles.TONES[Tone.DIM])]]
        kept = len(blanks) + SAID_ROWS + len(keys)
        gap: list[Row] = [()] if height >= kept + len(introduction) + 3 else []
        if height < kept + len(introduction):
            introduction = []
        self._first_blank = len(introduction) + len(gap)
        padding: list[Row] = [()] * (SAID_ROWS - len(said))
        return [*introduction, *gap, *blanks, *gap, *said, *padding, *gap, *keys]

    def _blank(self, number: int, blank: Blank, width: int) -> Row:
        here = number == self.filled.at
        labels = max(width_of(one.label) for one in self.filled.blanks) + 2
        sign = Segment("▌ " if here else "  ", styles.BAR)
        look = styles.STRONG[Tone.PLAIN] if here else styles.TONES[Tone.DIM]
        count = f"  {len(blank.line.text)} characters" if blank.secret and blank.line.text else ""
        room = max(2, width - labels - 2 - len(count))
        shown = blank.line
        if blank.secret:
            shown = LineEdit("•" * len(shown.text), shown.cursor)
        if not here:
            text = shown.text or blank.hint
            tone = Tone.PLAIN if shown.text else Tone.DIM
            typed = [Segment(_short(text, room), styles.TONES[tone])]
        elif shown.text:
            typed = typing_segments(shown, room)
        else:
            first, rest = blank.hint[:1] or " ", blank.hint[1:]
            hint = _short(rest, room - 1)
            typed = [Segment(first, styles.CELL), Segment(hint, styles.TONES[Tone.DIM])]
        return [
            sign,
            Segment(fit(blank.label, labels), look),
            *typed,
            Segment(count, styles.TONES[Tone.DIM]),
        ]


def _wrapped(text: str, width: int) -> list[Row]:
    wrapped = Wrapped([Cell(text)], width)
    rows = [wrapped.row(number) or () for number in range(wrapped.count)]
    return [[Segment(cell.text, styles.TONES[cell.tone]) for cell in row] for row in rows]


def _short(text: str, width: int) -> str:
    return cut(text, width) if width_of(text) > width else text
