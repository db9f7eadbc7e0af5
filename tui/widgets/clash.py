"""Two changes of one resource side by side: what was, theirs, ours, and which is kept."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.message import Message

from tui.core.cell import Tone
from tui.core.change import PERMISSIONS
from tui.core.diff import ARROW, field_lines
from tui.core.merge import Clash, Merge, Side
from tui.core.text import safe
from tui.core.values import CONTEXT, apart
from tui.widgets import styles
from tui.widgets.fit import fit
from tui.widgets.panel import Panel, Row

MOST_ROWS = 16
"""Fields that are shown at once; the one that is decided about is among them."""


class ClashPanel(Panel):
    """Lets a person decide about each field that somebody else changed as well."""

    DEFAULT_CSS = "ClashPanel { layer: question; height: auto; dock: bottom; }"

    class Decided(Message):
        """All fields are decided: the merge is in `merge`."""

    class EditAsked(Message):
        """Somebody wants to edit on top of theirs."""

    class Left(Message):
        """Nothing is to be saved now."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.merge = Merge({}, {}, ())
        self._title = ""
        self._at = 0

    def open(self, title: str, merge: Merge) -> None:
        """Show both sides."""
        self._title, self.merge, self._at = title, merge, 0
        self.styles.height = min(len(merge.clashes) + len(self._calm()), MOST_ROWS) + 3
        self.show()

    def press(self, key: str, character: str | None) -> None:
        """Take a key."""
        last = len(self.merge.clashes) - 1
        if key in ("m", "t") and last >= 0:
            self.merge = self.merge.take(self._at, Side.MINE if key == "m" else Side.THEIRS)
            self._at = min(self._at + 1, last)
        elif key in ("down", "j", "up", "k"):
            step = 1 if key in ("down", "j") else -1
            self._at = max(0, min(last, self._at + step))
        elif key in ("enter", "ctrl+s") and self.merge.is_decided:
            self.told(self.Decided())
        elif key == "e":
            self.told(self.EditAsked())
        elif key in ("escape", "q"):
            self.told(self.Left())
        self.changed()

    def head(self) -> str:
        return self._title

    def rows(self) -> Sequence[Row]:
        first = self._first
        width = max(6, (self.inner_width - first - 12) // 3)
        titles = "  ".join(fit(one, width + 2) for one in ("was", "theirs", "yours"))
        head: Row = [Segment(f"   {fit('field', first)}  {titles}", styles.HEADER)]
        rows = [
            self._row(clash, number == self._at, first, width)
            for number, clash in enumerate(self.merge.clashes)
        ]
        rows += self._calm()
        room = max(1, self.inner_height - 1)
        top = max(0, min(self._at - room // 2, len(rows) - room))
        return [head, *rows[top : top + room]]

    @property
    def _first(self) -> int:
        """The width of the fields' names."""
        merge = self.merge
        names = [*(clash.name for clash in merge.clashes), *merge.calm, *merge.others]
        return min(max((len(name) for name in names), default=5), 20)

    def _calm(self) -> list[Row]:
        """What needs no decision: fields that only one side changed, permissions role by role."""
        merge = self.merge
        rows: list[Row] = []
        for name, value in merge.calm.items():
            rows += self._only("yours", name, merge.was.get(name), merge.mine.get(name, value))
            if name == PERMISSIONS:
                rows += self._only("theirs", name, merge.was.get(name), merge.theirs.get(name))
        for name, (before, after) in merge.others.items():
            rows += self._only("theirs", name, before, after)
        return rows

    def _only(self, whose: str, name: str, before: object, after: object) -> list[Row]:
        label = f"   {fit(safe(name), self._first)}  only {whose}: "
        if name == PERMISSIONS:
            label = f"   {fit(safe(name), self._first)}  {whose + ':':<7} "
            changes = field_lines(name, before, after)
        else:
            old, new = apart(before, after)
            changes = [[old, ARROW, new]]
        return [
            [
                Segment(label, styles.TONES[Tone.DIM]),
                *(Segment(cell.text, styles.TONES[cell.tone]) for cell in line),
            ]
            for line in changes
        ]

    def foot(self) -> Row:
        open_ = sum(clash.taken is None for clash in self.merge.clashes)
        told = "enter saves" if not open_ else f"{open_} to decide"
        return [
            Segment(f" {told} · ", styles.STRONG[Tone.WARN if open_ else Tone.ACCENT]),
            Segment("m mine · t theirs · e edit · esc back ", styles.TONES[Tone.DIM]),
        ]

    def _row(self, clash: Clash, current: bool, first: int, width: int) -> Row:
        bar = Segment("▌" if current else " ", styles.BAR if current else styles.BLANK)
        row = [bar, Segment("  " + fit(safe(clash.name), first), styles.STRONG[Tone.PLAIN])]
        cells = apart(clash.was, clash.theirs, clash.mine, context=min(CONTEXT, width // 4))
        for cell, side in zip(cells, (None, Side.THEIRS, Side.MINE), strict=True):
            is_taken = side is not None and clash.taken is side
            look = styles.STRONG[Tone.GOOD] if is_taken else styles.BLANK
            if clash.taken is not None and not is_taken:
                look = styles.TONES[Tone.DIM]
            row.append(Segment(("✓ " if is_taken else "  ") + fit(cell.text, width), look))
        return row
