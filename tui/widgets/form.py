"""A form over the screen: a field a line, its errors below it, what is changed at the bottom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.segment import Segment
from textual.message import Message

from tui.core.cell import Cell, Tone
from tui.core.coordinates import HINTS
from tui.core.draft import ABSENT, Draft, Holds
from tui.core.form import Form
from tui.core.spec import Shape, Spec
from tui.core.strength import strength
from tui.core.text import brief, safe
from tui.core.times import exact
from tui.core.typed import InputError, local, write
from tui.core.values import gist, of
from tui.widgets import styles
from tui.widgets.fit import cut, fit, width_of
from tui.widgets.panel import Panel, Row
from tui.widgets.typing_line import typing_segments
from tui.widgets.wrapping import Wrapped

WAS = 40
"""Cells for what stood in a field before."""
NOTE_ROWS = 3
"""Rows that what is said above the fields may take."""
TYPES_FROM = 80
"""Cells from which on the types have a column of their own."""


class FormPanel(Panel):
    """Edits a Form. The screen decides what saving means."""

    class Saved(Message):
        """Somebody wants the form saved, and nothing in it is wrong."""

    class Left(Message):
        """The form was left; what was typed, if anything, was given up knowingly."""

    class PickAsked(Message):
        """Somebody wants to choose the row that a relationship leads to."""

    class EditorAsked(Message):
        """Somebody wants to go on in the editor."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.form = Form("", ())
        self._top = 0
        self._attempted = False
        self._is_compact = False
        self.names: dict[tuple[str, str], str] = {}
        """What rows are that were chosen, by their table and id."""

    def open(self, form: Form, compact: bool = False) -> None:
        """Edit a form; a compact one lies at the bottom, as high as its fields need."""
        self.styles.height = len(form.drafts) + 5 if compact else "100%"
        self.styles.dock = "bottom" if compact else "top"
        self.form = form
        self._top = 0
        self._attempted = self.asks = False
        self._is_compact = compact
        self.show()

    def take(self, form: Form) -> None:
        """Go on with another state of the form."""
        self.form = form
        self.changed()

    def press(self, key: str, character: str | None) -> None:
        """Take a key."""
        if self.asks:
            self.asks = False
            if character in ("y", "Y"):
                self.told(self.Left())
        elif key == "ctrl+s":
            self._save()
        elif key in ("f4", "ctrl+o"):
            self.told(self.EditorAsked())
        elif key == "escape" and self.form.search is None:
            self._leave()
        elif key == "enter" and self._picks:
            self.told(self.PickAsked())
        elif key == "enter" and self._is_line:
            self._save()
        else:
            self.form = self.form.press(key, character)
        self.changed()

    def paste(self, text: str) -> None:
        """Take pasted text."""
        self.form = self.form.typed(text)
        self.changed()

    @property
    def _is_line(self) -> bool:
        """Whether it is one value, edited in place: enter is enough then."""
        drafts = self.form.drafts
        if self.form.search is not None:
            return False
        return self._is_compact and len(drafts) == 1 and not drafts[0].spec.array

    @property
    def _picks(self) -> bool:
        form = self.form
        if form.draft is None or form.search is not None:
            return False
        return form.draft.spec.searches and not form.draft.spec.locked

    def _save(self) -> None:
        self._attempted = True
        if self.form.errors:
            self.form = self.form.to_first_error()
        else:
            self.told(self.Saved())

    def _leave(self) -> None:
        if self.form.changed:
            self.asks = True
        else:
            self.told(self.Left())

    # Drawing.

    def head(self) -> str:
        return self.form.title

    def rows(self) -> Sequence[Row]:
        form = self.form
        lines: list[Row] = []
        first = last = 0
        current = form.draft
        for number in form.shown:
            draft = form.drafts[number]
            is_current = draft is current
            if is_current:
                first = len(lines)
            lines += self._field(draft, is_current)
            if is_current:
                last = len(lines)
        notes = self._notes()
        if not form.shown:
            lines.append([Segment("  no field of that name", styles.TONES[Tone.DIM])])
        height = max(1, self.inner_height - 1 - len(notes))
        self._top = max(0, min(self._top, first, len(lines) - height))
        self._top = max(self._top, last - height)
        seen = lines[self._top : self._top + height]
        return [*notes, *seen, *[()] * (height - len(seen)), self._below()]

    def _notes(self) -> list[Row]:
        """Why it was not saved, and what else is to be known, above the fields."""
        form = self.form
        rows: list[Row] = []
        for text, tone in ((form.complaint, Tone.BAD), (form.note, Tone.WARN)):
            line = Wrapped([Cell(f" {safe(text)}", tone)], self.inner_width)
            for number in range(min(line.count, NOTE_ROWS) if text else 0):
                cells = line.row(number) or ()
                rows.append([Segment(cell.text, styles.TONES[cell.tone]) for cell in cells])
        return rows

    def _below(self) -> Row:
        """The last row: the search for a field, or what there is to know of the one at hand."""
        form = self.form
        if form.search is not None:
            sign = Segment(" fields with ", styles.STRONG[Tone.ACCENT])
            return [sign, *typing_segments(form.search, self.inner_width - 14)]
        hint = self._hint(form.draft) if form.draft is not None else ""
        return [Segment(f" {hint}", styles.TONES[Tone.DIM])]

    def foot(self) -> Row:
        form = self.form
        changes = form.changed
        count = f"{len(changes)} change{'' if len(changes) == 1 else 's'}"
        if self.asks:
            question = f" Discard {count}? y discards, any other key goes on "
            return [Segment(question, styles.STRONG[Tone.WARN])]
        save = f"enter {form.does}" if self._is_line and not self._picks else f"ctrl+s {form.does}"
        keys = f" {save} · esc back "
        if self.inner_width >= TYPES_FROM:
            find = "" if self._is_compact else " · ctrl+f find field"
            keys = f" {save}{find} · f4 editor · esc back "
        if not changes:
            return [Segment(keys, styles.TONES[Tone.DIM])]
        told = ", ".join(_told(draft) for draft in changes)
        room = self.size.width - width_of(keys) - width_of(count) - 12
        if room < 12:
            told, room = "", 0
        return [
            Segment(f" {count} ", styles.STRONG[Tone.ACCENT]),
            Segment(fit(told, min(width_of(told), room)) + " ", styles.BLANK),
            Segment("─", styles.TONES[Tone.DIM]),
            Segment(keys, styles.TONES[Tone.DIM]),
        ]

    def _field(self, draft: Draft, current: bool) -> list[Row]:
        spec = draft.spec
        error = self.form.errors.get(spec.name, "")
        if not (draft.is_touched or self._attempted or spec.name in self.form.refused):
            error = ""
        sign, look = ("×", styles.TONES[Tone.DIM]) if spec.locked else (" ", styles.BLANK)
        if error:
            sign, look = "!", styles.STRONG[Tone.BAD]
        elif draft.is_changed:
            sign, look = "●", styles.MARK
        elif spec.required and not spec.locked:
            sign, look = "*", styles.STRONG[Tone.ACCENT]
        names = max((width_of(one.spec.name) for one in self.form.drafts), default=8)
        name_width = min(names, max(8, self.inner_width // 4))
        row = [
            Segment("▌" if current else " ", styles.BAR if current else styles.BLANK),
            Segment(sign, look),
            Segment(
                " " + fit(safe(spec.name), name_width) + "  ",
                styles.STRONG[Tone.PLAIN] if current else styles.BLANK,
            ),
        ]
        used = 5 + name_width
        if self.inner_width >= TYPES_FROM:
            width = min(26, self.inner_width // 4)
            row.append(Segment(fit(self._type(draft), width) + "  ", styles.TONES[Tone.DIM]))
            used += width + 2
        rows: list[Row] = [[*row, *self._value(draft, current, self.inner_width - used)]]
        indent = " " * min(used, 24)
        if error:
            line = Wrapped([Cell(indent), Cell(safe(error), Tone.BAD)], self.inner_width)
            for number in range(line.count):
                cells = line.row(number) or ()
                rows.append([Segment(cell.text, styles.TONES[cell.tone]) for cell in cells])
        return rows

    def _type(self, draft: Draft) -> str:
        return f"{draft.spec.type}{', encrypted' if draft.spec.encrypted else ''}"

    def _value(self, draft: Draft, current: bool, room: int) -> list[Segment]:
        cursor = [Segment(" ", styles.CELL)] if current else []
        if draft.spec.locked:
            value = "" if draft.original is ABSENT else f"{of(draft.original).text}  "
            return [Segment(fit(f"{value}{draft.spec.locked}", room), styles.TONES[Tone.DIM])]
        dim = styles.TONES[Tone.DIM]
        if draft.holds is Holds.NULL:
            return [Segment("∅ null ", dim), *cursor]
        has_default = draft.spec.chooses and draft.spec.default is not None
        if draft.holds is Holds.DEFAULT and has_default and current:
            default = write(draft.spec, draft.spec.default)
            return [Segment(one.text, dim) for one in _choice(draft.spec, default, room)]
        if draft.holds is Holds.DEFAULT:
            return [Segment(f"{_default(draft, self.form.absent)} ", dim), *cursor]
        if draft.spec.chooses:
            return _choice(draft.spec, draft.line.text, room)
        if draft.spec.shape is Shape.SECRET:
            # Never echoed: what is typed is counted only.
            return [Segment("•" * min(len(draft.line.text), room - 1), styles.BLANK), *cursor]
        if draft.spec.array:
            return _elements(draft, current, room)
        name = self._related(draft)
        if name:
            typed = draft.line.text
            head = typing_segments(draft.line, room) if current else [Segment(safe(typed))]
            rest = room - width_of(typed) - 3
            return [*head, Segment(f"  {fit(name, rest)}" if rest > 0 else "", dim)]
        if current:
            return typing_segments(draft.line, room)
        text = draft.line.text
        return (
            [Segment(fit(safe(text[: room * 2]), room), styles.BLANK)]
            if text
            else [Segment('""', dim)]
        )

    def _related(self, draft: Draft) -> str:
        """What the related row is, whose id stands there; empty where that is not known."""
        if draft.spec.shape is not Shape.RELATION:
            return ""
        row_id, read = draft.line.text, draft.original
        for row in read if isinstance(read, list) else [read]:
            if isinstance(row, Mapping) and row.get("$id") == row_id:
                return gist(row)
        return self.names.get((draft.spec.related, row_id), "")

    def _hint(self, draft: Draft) -> str:
        spec = draft.spec
        told = [] if self.inner_width >= TYPES_FROM else [self._type(draft)]
        if spec.longest and draft.holds is Holds.VALUE and not spec.chooses:
            told.append(f"{len(draft.line.text):,}/{spec.longest:,}")
        if spec.shape is Shape.SECRET:
            told.append(strength(draft.line.text))
        if spec.shape is Shape.DATETIME and draft.holds is Holds.VALUE:
            told.append(_moment(draft))
        if spec.means and not self.form.errors.get(spec.name):
            told.insert(0, _meaning(draft))
        if spec.alone:
            told.append("f4 or ctrl+o edits it in your editor")
        if spec.chooses:
            told.append("← → choose")
        if spec.shape in HINTS:
            told.append(HINTS[spec.shape])
        if spec.shape is Shape.RELATION:
            if spec.array:
                told.append(self._related(draft))
            told.append(f"enter chooses from {safe(spec.related)}")
        elif spec.shape is Shape.ROLE:
            told.append("enter searches a role")
        elif spec.related:
            told.append(f"enter searches a {spec.related}")
        elif spec.searches:
            told.append("enter searches")
            if spec.array:
                told.append("one of " + ", ".join(safe(one) for one in spec.elements))
        elif spec.array:
            told.append('enter adds an element, "" is empty')
        elif spec.shape is Shape.TEXT:
            told.append("alt+enter new line")
        if spec.locked:
            return f"read-only: {spec.locked}"
        if draft.ways[1:]:
            told.append(f"ctrl+n {', '.join(one.value for one in draft.ways)}")
        if draft.is_touched:
            told.append(f"ctrl+r {_was(draft)}")
        return " · ".join(one for one in told if one)


def _told(draft: Draft) -> str:
    """What changes of a field, in a few words."""
    name = safe(draft.spec.name)
    if draft.spec.shape is Shape.SECRET:
        return f"{name} ••••"
    if draft.original is ABSENT:
        return name
    if draft.spec.shape is Shape.RELATION:
        states = (draft.start, (draft.holds, draft.texts))
        ids = (", ".join(one) if holds is Holds.VALUE else "∅ null" for holds, one in states)
        return safe(f"{name} {' → '.join(ids)}")
    try:
        return f"{name} {of(draft.original).text} → {of(draft.value).text}"
    except InputError:
        return name


def _was(draft: Draft) -> str:
    """What stood there: the lower edge has no room for all that is changed."""
    if draft.original is ABSENT or draft.spec.shape is Shape.SECRET:
        return "as it was"
    holds, texts = draft.start
    shown = (brief(", ".join(texts)) or '""') if holds is Holds.VALUE else "∅ null"
    return f"as it was: {shown if width_of(shown) <= WAS else cut(shown, WAS)}"


def _default(draft: Draft, absent: str) -> str:
    if draft.spec.shape is Shape.ID:
        return "generated"
    if draft.spec.default is not None:
        return f"default: {of(draft.spec.default).text}"
    return absent


def _choice(spec: Spec, chosen: str, room: int) -> list[Segment]:
    marked = [(one, f"({'•' if one == chosen else ' '}) {safe(one)}") for one in spec.choices]
    if sum(width_of(text) + 2 for _, text in marked) > room:
        return [Segment(fit(f"‹ {safe(chosen)} ›", room), styles.STRONG[Tone.PLAIN])]
    return [
        Segment(text + "  ", styles.STRONG[Tone.PLAIN] if one == chosen else styles.TONES[Tone.DIM])
        for one, text in marked
    ]


def _elements(draft: Draft, current: bool, room: int) -> list[Segment]:
    """The elements in one line, those before the cursor's as far as there is room."""
    dim = styles.TONES[Tone.DIM]
    if not current:
        text = " · ".join(safe(one) for one in draft.texts if one)
        return [Segment(fit(text, room), styles.BLANK)] if text else [Segment("[]", dim)]
    before = " · ".join([*(safe(one) for one in draft.texts[: draft.item]), ""])
    kept = before[-max(0, room // 2) :]
    typed = typing_segments(draft.line, room - width_of(kept))
    after = "".join(f" · {safe(one)}" for one in draft.texts[draft.item + 1 :])
    return [Segment(kept, dim), *typed, Segment(after, dim)]


def _meaning(draft: Draft) -> str:
    value = draft.spec.default if draft.holds is Holds.DEFAULT else draft.value
    return draft.spec.means(value) if draft.spec.means else ""


def _moment(draft: Draft) -> str:
    """What a time means: in local time where it is typed otherwise, and in UTC."""
    try:
        value = draft.read_line()
    except InputError:
        return ""
    both = exact(value)
    return f"= {both.rpartition('= ')[2] if local(value) == draft.line.text else both}"
