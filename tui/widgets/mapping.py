"""An import before it starts: which field goes where, how it is done, what will happen."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.segment import Segment
from textual.message import Message

from tui.core.cell import Tone
from tui.core.import_plan import Preview
from tui.core.import_wish import Way, Wish, remedy, sample, ways
from tui.core.text import brief, safe
from tui.widgets import styles
from tui.widgets.fit import fit
from tui.widgets.panel import Panel, Row

MOVES = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": 10, "pageup": -10}
WAYS = ("m", "f", "t", "r")
LEAST_PREVIEW = 3
_LITTLE = 18
"""Rows of a panel in which not everything can have a row of its own."""
_DIM = styles.TONES[Tone.DIM]
_MEANS_PREVIEW = ("ctrl+s", "d")
"""Keys that mean what the preview shows: they wait for it."""


class MappingPanel(Panel):
    """Decides how a file goes into a table. The screen looks at the file anew after each key."""

    class Turned(Message):
        """Something else is wanted: it is in `wish`."""

    class ColumnAsked(Message):
        """Somebody wants to choose the column of the field under the cursor."""

    class RejectsAsked(Message):
        """Somebody wants to say where rejected lines go."""

    class Tried(Message):
        """A dry run is wanted."""

    class JobsAsked(Message):
        """Somebody wants to see what failed in a dry run."""

    class Started(Message):
        """The import is wanted."""

    class Left(Message):
        """The import was given up."""

    _ASKED = {
        "enter": ColumnAsked, "w": RejectsAsked, "d": Tried, "J": JobsAsked, "ctrl+s": Started,
    }  # fmt: skip

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.wish = Wish()
        self._title = ""
        self._rejects = ""
        self._preview: Preview | None = None
        self._at = 0
        self._top = 0
        self._said: tuple[str, Tone] = ("", Tone.PLAIN)
        self._is_outdated = False
        """Whether what is shown does not yet follow from what is wished."""

    @property
    def source(self) -> str:
        """The field of the file under the cursor, empty where there is none."""
        fields = self._preview.fields if self._preview is not None else ()
        return fields[self._at][0] if self._at < len(fields) else ""

    def open(self, title: str, wish: Wish, preview: Preview, rejects: str) -> None:
        """Decide about one file."""
        self._title, self.wish, self._preview, self._rejects = title, wish, preview, rejects
        self._at = self._top = 0
        self._said, self._is_outdated = ("", Tone.PLAIN), False
        self.show()

    def take(self, wish: Wish, preview: Preview, rejects: str) -> None:
        """Go on with what came of a wish."""
        self.wish, self._preview, self._rejects = wish, preview, rejects
        self._is_outdated = False
        self.changed()

    def tell(self, said: str, tone: Tone) -> None:
        """Say something in the lower edge, until the next key."""
        self._said, self._is_outdated = (said, tone), False
        self.changed()

    def is_ready(self, key: str) -> bool:
        return not (self._is_outdated and key in _MEANS_PREVIEW)

    def press(self, key: str, character: str | None) -> None:
        """Take a key."""
        self._said = ("", Tone.PLAIN)
        if key in MOVES:
            last = len(self._preview.fields) - 1 if self._preview is not None else 0
            self._at = max(0, min(last, self._at + MOVES[key]))
        elif key in ("escape", "q"):
            self.told(self.Left())
        elif key in WAYS:
            self._turn(self.wish.turned(key))
        elif key in ("minus", "backspace"):
            self._turn(self.wish.mapped(self.source, "" if key == "minus" else None))
        elif key == "x" and self._preview is not None:
            nowhere = [name for name, to, _ in self._preview.fields if not to]
            self._turn(self.wish.without(nowhere))
        elif key in self._ASKED:
            self.told(self._ASKED[key]())
        self.changed()

    def _turn(self, wish: Wish) -> None:
        self.wish, self._is_outdated = wish, True
        self.told(self.Turned())

    def head(self) -> str:
        return self._title

    def rows(self) -> Sequence[Row]:
        preview = self._preview
        if preview is None:
            return ()
        told = self._ways(preview)
        troubles = [f"{one.said}{remedy(one)}" for one in preview.troubles]
        troubles += [preview.broken] if preview.broken else []
        warned = [[Segment(f" ! {safe(one)}", styles.TONES[Tone.BAD])] for one in troubles[:4]]
        if len(troubles) > 4:
            warned[-1] = [Segment(f" ! and {len(troubles) - 3} more", styles.TONES[Tone.BAD])]
        room = self.inner_height - len(told) - len(warned) - 3 - LEAST_PREVIEW
        fields = self._fields(preview, max(3, room))
        below: list[Row] = [*fields, (), *told, *warned]
        left = self.inner_height - len(below) - 1
        return [*below, *self._drafts(preview, left)] if left > 1 else below

    def foot(self) -> Row:
        said, tone = self._said
        if said:
            return [Segment(f" {safe(said)} ", styles.STRONG[tone])]
        keys = " enter column · - leave out · d dry run · ctrl+s import · esc back "
        if self.inner_width < 72:
            keys = " enter column · d dry run · ctrl+s import · esc "
        return [Segment(keys, _DIM)]

    def _fields(self, preview: Preview, most: int) -> list[Row]:
        fields = preview.fields
        room = max(1, min(len(fields), most - 1))
        last = max(0, len(fields) - room)
        self._top = max(0, min(self._top, self._at, last), self._at - room + 1)
        name, column = self._widths()
        head = f"   {fit('field of the file', name)}   {fit('column', column)}  first values"
        rows: list[Row] = [[Segment(head, styles.HEADER)]]
        for number in range(self._top, min(self._top + room, len(fields))):
            rows.append(self._field(preview, number, name, column))
        return rows

    def _widths(self) -> tuple[int, int]:
        name = max(10, self.inner_width // 4)
        return name, max(12, self.inner_width // 4)

    def _field(self, preview: Preview, number: int, name: int, column: int) -> Row:
        source, to, kind = preview.fields[number]
        current = number == self._at
        bar = Segment("▌" if current else " ", styles.BAR if current else styles.BLANK)
        look = styles.STRONG[Tone.PLAIN] if current else styles.BLANK
        goes, tone = f"{to} ({kind})", Tone.PLAIN
        if not to:
            known = preview.layout.knows(source)
            goes, tone = ("left out", Tone.DIM) if known else ("no such column", Tone.BAD)
        elif self.wish.options.mapping.get(source) == to:
            tone = Tone.ACCENT
        return [
            bar,
            Segment(f"  {fit(safe(source), name)}", look),
            Segment(" → " if to else "   ", _DIM),
            Segment(fit(safe(goes), column), styles.TONES[tone]),
            Segment(f"  {brief(sample(preview, source))}", _DIM),
        ]

    def _ways(self, preview: Preview) -> list[Row]:
        """What can be turned: a row for each, or all in one where there is little room."""
        told = ways(self.wish, preview)
        told.append(Way("w", "rejected lines", f"go to {self._rejects}", "rejects"))
        key = styles.STRONG[Tone.ACCENT]
        if self.inner_height < _LITTLE:
            row: list[Segment] = []
            for way in told:
                row += [Segment(f" {way.key} ", key), Segment(f"{way.word} ")]
            return [row]
        return [
            [
                Segment(f" {way.key} ", key),
                Segment(f"{way.about:<15}", _DIM),
                Segment(safe(way.stands)),
            ]
            for way in told
        ]

    def _drafts(self, preview: Preview, room: int) -> list[Row]:
        """The rows that will fail first, then those that will not."""
        failing, count = preview.failing, len(preview.drafts)
        some = "all" if preview.whole else "the first"
        told, tone = f"{some.capitalize()} {count:,} rows look good.", Tone.GOOD
        if failing:
            told, tone = f"{len(failing):,} of {some} {count:,} rows will fail.", Tone.WARN
        rows: list[Row] = [[Segment(f" {told}", styles.TONES[tone])]]
        good = [draft for draft in preview.drafts[:room] if not draft.problem]
        for draft in failing[: max(room - 1 - len(good), room // 2)]:
            said = f"   {draft.name}  {draft.problem}"
            rows.append([Segment(brief(said), styles.TONES[Tone.BAD])])
        for draft in good:
            shown = {**({"$id": draft.row_id} if draft.own_id else {}), **draft.values}
            text = json.dumps(shown, ensure_ascii=False)
            rows.append([Segment(f"   {draft.name}  ", _DIM), Segment(brief(text))])
        return rows[:room]
