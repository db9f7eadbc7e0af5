"""The columns of a list, over the right half of the screen: what is changed shows beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rich.segment import Segment

from tui.core.cell import Tone
from tui.core.line_edit import LineEdit
from tui.core.looks import Look, Looks
from tui.core.text import safe
from tui.widgets import styles
from tui.widgets.fit import fit, width_of
from tui.widgets.panel import Panel, Row
from tui.widgets.typing_line import typing_segments

STEPS = {"down": 1, "up": -1, "pagedown": 10, "pageup": -10, "home": -10_000, "end": 10_000}
WIDER = {"right": 1, "left": -1, "shift+right": 10, "shift+left": -10}
MOVES = {"greater_than_sign": 1, "less_than_sign": -1, "shift+down": 1, "shift+up": -1}
SHORT_BELOW = 60


@dataclass(frozen=True, slots=True)
class Preset:
    """A choice of columns that is made with one key."""

    name: str
    looks: Looks


class ColumnsPanel(Panel):
    """Shows, hides, orders, sizes and pins columns; typing narrows. All of it counts at once."""

    DEFAULT_CSS = "ColumnsPanel { dock: right; width: 58; max-width: 100%; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._title = ""
        self._looks = Looks()
        self._presets: Sequence[Preset] = ()
        self._preset = 0
        self._about: Mapping[str, str] = {}
        self._width_of: Callable[[str], int] = lambda name: 0
        self._tell: Callable[[Looks], object] = lambda looks: None
        self._line = LineEdit()
        self._column = ""
        self._top = 0

    def open(
        self,
        title: str,
        looks: Looks,
        presets: Sequence[Preset],
        about: Mapping[str, str],
        width_of: Callable[[str], int],
        tell: Callable[[Looks], object],
    ) -> None:
        """Begin. `width_of` gives how wide a column is by itself, `tell` is told of each change."""
        self._title, self._looks, self._presets = title, looks, presets
        self._about, self._width_of, self._tell = about, width_of, tell
        self._preset, self._line, self._top = -1, LineEdit(), 0
        self._column = looks.each[0].name if looks.each else ""
        self.show()

    @property
    def _matching(self) -> list[Look]:
        wanted = self._line.text.lower()
        return [one for one in self._looks.each if wanted in one.name.lower()]

    def press(self, key: str, character: str | None) -> None:
        """Take a key."""
        if key == "enter" or (key == "escape" and not self._line.text):
            self.close()
            return
        if key == "escape":
            self._narrow(LineEdit())
        elif key in STEPS:
            self._step(STEPS[key])
        elif key == "tab":
            self._preset = (self._preset + 1) % len(self._presets)
            self._take(self._presets[self._preset].looks)
        elif key in ("space", "asterisk", *MOVES, *WIDER):
            if self._column:
                self._take(self._changed(key))
        elif key in ("backspace", "ctrl+h", "ctrl+u", "ctrl+w"):
            self._narrow(self._line.press(key) or self._line)
        elif character is not None and character.isprintable():
            self._narrow(self._line.insert(character))
        self.changed()

    def _changed(self, key: str) -> Looks:
        """What a key makes of the column under the cursor."""
        looks, name = self._looks, self._column
        if key == "space":
            return looks.toggled(name)
        if key == "asterisk":
            return looks.pinned(name)
        if key in MOVES:
            return looks.moved(name, MOVES[key])
        return looks.resized(name, WIDER[key], self._width_of(name))

    def _narrow(self, line: LineEdit) -> None:
        self._line = line
        names = [one.name for one in self._matching]
        if self._column not in names:
            self._column = names[0] if names else ""

    def _step(self, by: int) -> None:
        names = [one.name for one in self._matching]
        if names:
            at = names.index(self._column) + by
            self._column = names[max(0, min(at, len(names) - 1))]

    def _take(self, looks: Looks) -> None:
        if looks != self._looks:
            self._looks = looks
            self._tell(looks)

    def head(self) -> str:
        return self._title

    def rows(self) -> Sequence[Row]:
        found = self._matching
        typed: list[Row] = []
        if self._line.text:
            sign = Segment("only with ", styles.TONES[Tone.DIM])
            typed = [[sign, *typing_segments(self._line, self.inner_width - 10)]]
        at = next((n for n, one in enumerate(found) if one.name == self._column), 0)
        room = max(1, self.inner_height - len(typed))
        self._top = max(0, min(self._top, at, len(found) - room), at - room + 1)
        if not found:
            return [*typed, [Segment("There is no such column.", styles.TONES[Tone.DIM])]]
        names = max(width_of(safe(one.name)) for one in found)
        width = min(names, self.inner_width // 2)
        return [*typed, *(self._row(one, width) for one in found[self._top : self._top + room])]

    def _row(self, look: Look, width: int) -> Row:
        current = look.name == self._column
        plain = styles.STRONG[Tone.PLAIN] if current else styles.BLANK
        told = [self._about.get(look.name, "")]
        if look.width:
            told.append(f"{look.width} wide")
        if look.pinned:
            told.append("pinned")
        return [
            Segment("▌" if current else " ", styles.BAR if current else styles.BLANK),
            Segment(
                "✓ " if look.shown else "· ", styles.TONES[Tone.GOOD if look.shown else Tone.DIM]
            ),
            Segment(fit(safe(look.name), width), plain if look.shown else styles.TONES[Tone.DIM]),
            Segment(f"  {', '.join(filter(None, told))}", styles.TONES[Tone.DIM]),
        ]

    def foot(self) -> Row:
        following = self._presets[(self._preset + 1) % len(self._presets)].name
        keys = f" space show · ← → width · < > order · * pin · tab {following} "
        if self.inner_width < width_of(keys):
            keys = f" space · ← → · < > · * pin · tab {following} "
        return [Segment(keys, styles.STRONG[Tone.ACCENT])]
