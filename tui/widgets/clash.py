"""Two changes of one resource side by side: what was, theirs, ours, and which is kept."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.message import Message

from tui.core.cell import Tone
from tui.core.merge import Clash, Merge, Side
from tui.core.text import safe
from tui.core.values import of
from tui.widgets import styles
from tui.widgets.fit import fit
from tui.widgets.panel import Panel, Row


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
        self.styles.height = len(merge.clashes) + len(merge.calm) + 6
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
        names = [clash.name for clash in self.merge.clashes] + list(self.merge.calm)
        first = min(max((len(name) for name in names), default=5), 20)
        width = max(6, (self.inner_width - first - 12) // 3)
        titles = "  ".join(fit(one, width) for one in ("was", "theirs", "yours"))
        rows: list[Row] = [[Segment(f"   {fit('field', first)}  {titles}", styles.HEADER)]]
        for number, clash in enumerate(self.merge.clashes):
            rows.append(self._row(clash, number == self._at, first, width))
        for name, value in self.merge.calm.items():
            text = f"   {fit(safe(name), first)}  only yours: {of(value).text}"
            rows.append([Segment(text, styles.TONES[Tone.DIM])])
        return rows

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
        values = ((clash.was, None), (clash.theirs, Side.THEIRS), (clash.mine, Side.MINE))
        for value, side in values:
            is_taken = side is not None and clash.taken is side
            look = styles.STRONG[Tone.GOOD] if is_taken else styles.BLANK
            if clash.taken is not None and not is_taken:
                look = styles.TONES[Tone.DIM]
            row.append(Segment(("✓ " if is_taken else "  ") + fit(of(value).text, width), look))
        return row
