"""The matrix of permissions over the screen: roles, actions, what changes, what to beware of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.message import Message

from tui.core.cell import Cell, Tone
from tui.core.matrix import Matrix
from tui.core.permissions import role_in_words
from tui.core.text import safe
from tui.widgets import styles
from tui.widgets.fit import fit, width_of
from tui.widgets.panel import Panel, Row
from tui.widgets.wrapping import Wrapped

CELL_WIDTH = 9
MOVES = {
    "down": (1, 0), "j": (1, 0), "up": (-1, 0), "k": (-1, 0), "left": (0, -1), "h": (0, -1),
    "right": (0, 1), "l": (0, 1), "pagedown": (10, 0), "pageup": (-10, 0),
}  # fmt: skip


class MatrixPanel(Panel):
    """Edits a Matrix. The screen finds roles and decides what saving means."""

    class Saved(Message):
        """Somebody wants the permissions saved."""

    class Left(Message):
        """The matrix was left; changes, if any, were given up knowingly."""

    class AddAsked(Message):
        """Somebody wants to add a role."""

    class PresetAsked(Message):
        """Somebody wants a preset."""

    class ContainerAsked(Message):
        """Somebody wants to look at the permissions of the table or bucket."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.matrix = Matrix.of("row", (), None, True)
        self._title = ""
        self._private: Sequence[str] = ()
        self._name_of: Callable[[str], str] = lambda role: ""
        self._complaint = ""
        self._top = 0

    def open(
        self, title: str, matrix: Matrix, name_of: Callable[[str], str], private: Sequence[str]
    ) -> None:
        """Edit a matrix; `name_of` gives the name behind a role, as far as it is known."""
        self._title, self.matrix, self._private = title, matrix, private
        self._name_of = name_of
        self._complaint, self.asks, self._top = "", False, 0
        self.show()

    def take(self, matrix: Matrix, complaint: str = "") -> None:
        """Go on with another state of the matrix."""
        self.matrix, self._complaint = matrix, complaint
        self.changed()

    def press(self, key: str, character: str | None) -> None:
        """Take a key."""
        self._complaint = ""
        if self.asks:
            self.asks = False
            if key == "y":
                self.told(self.Left())
        elif key in MOVES:
            self.matrix = self.matrix.move(*MOVES[key])
        elif key in ("space", "enter"):
            self.matrix = self.matrix.toggle()
        elif key in ("D", "delete"):
            self.matrix = self.matrix.clear()
        elif key in ("a", "P", "t"):
            asked = {"a": self.AddAsked, "P": self.PresetAsked, "t": self.ContainerAsked}
            self.told(asked[key]())
        elif key == "ctrl+s":
            self.told(self.Saved())
        elif key in ("escape", "q"):
            self.asks = self.matrix.changes > 0
            if not self.asks:
                self.told(self.Left())
        self.changed()

    def head(self) -> str:
        return self._title

    def rows(self) -> Sequence[Row]:
        matrix = self.matrix
        width = max(16, self.inner_width - 4 - CELL_WIDTH * len(matrix.actions))
        titles = "".join(fit(action, CELL_WIDTH) for action in matrix.actions)
        head: list[Row] = [[Segment(f"   {fit('', width)} {titles}", styles.HEADER)]]
        holder = "bucket" if matrix.thing == "file" else "table"
        lines: list[Row] = []
        if matrix.above_roles:
            lines.append([Segment(f" from the {holder}", styles.TONES[Tone.DIM])])
            lines += [self._above(role, width) for role in matrix.above_roles]
        dim = "" if matrix.own_counts or matrix.thing in ("table", "bucket") else ", ignored"
        lines.append([Segment(f" on this {matrix.thing}{dim}", styles.TONES[Tone.DIM])])
        first = len(lines)
        lines += [self._own(number, role, width) for number, role in enumerate(matrix.roles)]
        if not matrix.roles:
            lines.append([Segment("   nobody; a adds a role", styles.TONES[Tone.DIM])])
        notes = self._notes()
        room = max(3, self.inner_height - 1 - len(notes) - 1)
        at = first + matrix.row
        self._top = max(0, min(self._top, at - 1, len(lines) - room), at - room + 1)
        seen = lines[self._top : self._top + room]
        return [*head, *seen, *[()] * (room - len(seen)), (), *notes]

    def foot(self) -> Row:
        count = self.matrix.changes
        told = f"{count} change{'' if count == 1 else 's'}"
        if self.asks:
            return [Segment(f" Discard {told}? y discards ", styles.STRONG[Tone.WARN])]
        if self._complaint:
            return [Segment(f" {safe(self._complaint)} ", styles.TONES[Tone.BAD])]
        above = {"row": " · t table's", "file": " · t bucket's"}.get(self.matrix.thing, "")
        room = self.inner_width - (width_of(told) + 2 if count else 0)
        ways = (
            f" space toggle · a add · D clear · P presets{above} · ctrl+s save · esc back ",
            f" space · a add · D clear · P presets{above} · ctrl+s save · esc ",
            f" a add{above} · ctrl+s save · esc ",
        )
        keys = next((one for one in ways if width_of(one) <= room), ways[-1])
        head = [Segment(f" {told} ", styles.STRONG[Tone.ACCENT])] if count else []
        return [*head, Segment(keys, styles.TONES[Tone.DIM])]

    def _above(self, role: str, width: int) -> Row:
        cells = []
        granted = {(one.action, one.role) for one in self.matrix.above}
        for action in self.matrix.actions:
            cells.append(fit("✓" if (action, role) in granted else "·", CELL_WIDTH))
        return [Segment(f"   {self._label(role, width)} {''.join(cells)}", styles.TONES[Tone.DIM])]

    def _own(self, number: int, role: str, width: int) -> Row:
        matrix = self.matrix
        current = number == matrix.row
        bar = Segment("▌" if current else " ", styles.BAR if current else styles.BLANK)
        look = styles.STRONG[Tone.PLAIN] if current else styles.BLANK
        row = [bar, Segment(f"  {self._label(role, width)} ", look)]
        for place, action in enumerate(matrix.actions):
            was, has = matrix.was(role, action), matrix.has(role, action)
            text = {(1, 1): "✓", (0, 1): "+ new", (1, 0): "− gone"}.get((was, has), "·")
            tone = {"+ new": Tone.GOOD, "− gone": Tone.BAD, "·": Tone.DIM}.get(text, Tone.PLAIN)
            chosen = current and place == matrix.column
            style = styles.CELL if chosen else styles.TONES[tone]
            row += [Segment(fit(text, CELL_WIDTH - 2), style), Segment("  ", styles.BLANK)]
        return row

    def _label(self, role: str, width: int) -> str:
        """The name where it is known, and always the role itself: a user may be called any."""
        name = self._name_of(role) or (role_in_words(role) if role_in_words(role) != role else "")
        half = width // 2
        return fit(safe(name), half - 1) + " " + fit(safe(role), width - half, middle=True)

    def _notes(self) -> list[Row]:
        rows: list[Row] = []
        for text in self.matrix.warnings(self._private)[:4]:
            tone = Tone.WARN if text.startswith("!") else Tone.DIM
            line = Wrapped([Cell(" "), Cell(safe(text), tone)], self.inner_width)
            for number in range(min(line.count, 2)):
                cells = line.row(number) or ()
                rows.append([Segment(cell.text, styles.TONES[cell.tone]) for cell in cells])
        return rows
