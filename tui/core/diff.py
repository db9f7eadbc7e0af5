"""A change in lines: field by field, old and new, permissions role by role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.core.cell import Cell, Tone
from tui.core.change import PERMISSIONS, Change, Verb
from tui.core.permissions import parse, role_in_words
from tui.core.redact import without_secrets
from tui.core.text import brief, safe
from tui.core.values import apart, of

Line = Sequence[Cell]
ARROW = Cell("  →  ", Tone.DIM)
_GIVEN = ("$databaseId", "$tableId", "$sequence", "chunksUploaded", "chunksTotal", "$unkept")


def diff_lines(change: Change) -> list[Line]:
    """What a change does, as a person reads it before saying yes."""
    lines: list[Line] = []
    if change.verb is Verb.UPDATE:
        for name, value in change.after.items():
            lines += field_lines(name, change.before.get(name), value)
    else:
        gone = change.verb is Verb.DELETE
        values = change.before if gone else change.after
        if change.kind != "row":
            values = without_secrets(values)
        tone = Tone.BAD if gone else Tone.GOOD
        sign = "− " if gone else "+ "
        shown = {name: value for name, value in values.items() if name not in _GIVEN}
        for name, value in shown.items():
            lines.append([Cell(sign, tone), _name(name, shown), of(value)])
    notes = [
        [Cell(safe(note), Tone.WARN if note.startswith("!") else Tone.DIM)] for note in change.notes
    ]
    # What goes along is read first: the fields of a deleted row may fill the screen.
    return [*notes, *([[Cell("")]] if notes and lines else []), *lines]


def field_lines(name: str, before: Any, after: Any) -> list[Line]:
    """One field that changes."""
    if name == PERMISSIONS:
        return _permission_lines(before, after)
    old, new = apart(before, after)
    return [[_name(name), old, ARROW, new]]


def brief_change(change: Change) -> str:
    """The same in a few words, for one line: `total 129.9 → 1, note ∅ null → "x"`.

    What was made or deleted is only named: whoever tells of it has the verb.
    """
    if change.verb is not Verb.UPDATE or not change.after:
        return change.name
    told = []
    for name, value in change.after.items():
        if name == PERMISSIONS:
            told.append("permissions")
        else:
            old, new = (_short(one) for one in apart(change.before.get(name), value))
            told.append(f"{safe(name)} {old} → {new}")
    return ", ".join(told)


def _short(cell: Cell) -> str:
    text = cell.text
    return text if len(text) <= 24 else text[:23] + "…"


def _name(name: str, among: Mapping[str, Any] | None = None) -> Cell:
    width = max((len(one) for one in among), default=12) if among else 16
    return Cell(f"{brief(name):<{min(width, 24)}}  ")


def _permission_lines(before: Any, after: Any) -> list[Line]:
    """Each role whose permissions change, with what it gains and loses."""
    lines: list[Line] = []
    old, new = _list(before), _list(after)
    gained = [one for one in new if one not in old]
    lost = [one for one in old if one not in new]
    for sign, tone, texts in (("+", Tone.GOOD, gained), ("−", Tone.BAD, lost)):
        for text in texts:
            permission = parse(text)
            words = (
                f"{permission.action:<7} {role_in_words(permission.role)}  ({permission.role})"
                if permission
                else text
            )
            lines.append([Cell(f"{sign} ", tone), Cell(safe(words), tone)])
    return lines


def _list(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []
