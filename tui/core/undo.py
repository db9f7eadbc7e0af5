"""How a change is taken back: as a change of its own, made of what the journal remembers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from tui.core.change import Change, Verb
from tui.core.journal import Entry
from tui.core.kind import Resource, Writes


def reverse(entry: Entry, writes: Writes, parent: Resource | None = None) -> Change | None:
    """The change that takes an entry back; None where there is nothing to take back.

    It is guarded by the `$updatedAt` that the entry left behind: what somebody else changed since
    is a conflict, as with every other change.
    """
    if entry.verb is Verb.CREATE:
        return writes.delete and writes.delete(entry.ids, parent, entry.left)
    if entry.verb is Verb.DELETE:
        return writes.restore and writes.restore(entry.ids, parent, entry.before)
    return writes.update(entry.ids, parent, _left(entry), entry.before)


def reversing(entry: Entry, writes: Writes, parent: Resource | None = None) -> tuple[Change, ...]:
    """All changes that it takes to take an entry back, in their order; none where there are none.

    A deleted user takes several requests to be as before.
    """
    if entry.verb is Verb.DELETE and writes.restore_steps is not None:
        return writes.restore_steps(entry.ids, parent, entry.before)
    if entry.verb is Verb.UPDATE and writes.steps is not None:
        return writes.steps(entry.ids, parent, _left(entry), entry.before)
    change = reverse(entry, writes, parent)
    return () if change is None else (change,)


def all_reversing(
    entries: Sequence[Entry], writes_of: Callable[[str], Writes | None]
) -> list[tuple[Change, Entry]]:
    """All changes that take the entries of one unit back, each with its entry.

    The entries come newest first, as what was done last is taken back first. What was made is
    deleted again at once: what was set after it was made goes with it. `writes_of` gives how a
    kind is changed.
    """
    if len(entries) > 1 and entries[-1].verb is Verb.CREATE:
        entries = [_made(entries)]
    found = []
    for entry in entries:
        writes = writes_of(entry.kind)
        found += [(one, entry) for one in reversing(entry, writes)] if writes else []
    return found


def _made(entries: Sequence[Entry]) -> Entry:
    """What was made, as the requests after that one left it behind."""
    made = entries[-1]
    left: dict[str, Any] = {}
    for entry in reversed(entries):
        if entry.kind == made.kind and entry.ids == made.ids:
            left.update(entry.left)
    return replace(made, after=left, answer=None)


def units(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Entries in groups that are taken back together, in the order in which they come.

    The requests of one form are one unit, and so are those by which one entry was taken back (a
    deleted user comes back by several).
    """

    def unit(entry: Entry) -> object:
        return entry.unit or (f"undoes {entry.undoes}" if entry.undoes else entry.id)

    for _, group in groupby(entries, unit):
        yield list(group)


def _left(entry: Entry) -> dict[str, Any]:
    """The resource as an update left it behind: all of it, for a PUT resets what it leaves out."""
    answer = entry.answer or {}
    now = {name: answer.get(name, value) for name, value in entry.after.items()}
    return {**answer, **now, "$updatedAt": answer.get("$updatedAt", "")}


def again(entry: Entry, writes: Writes, parent: Resource | None = None) -> Change | None:
    """The change of an entry, made anew: to find out what became of it."""
    if entry.verb is Verb.CREATE:
        return writes.create and writes.create(entry.ids, parent, entry.after)
    if entry.verb is Verb.DELETE:
        return writes.delete and writes.delete(entry.ids, parent, entry.before)
    return writes.update(entry.ids, parent, {**entry.before, "$updatedAt": entry.seen}, entry.after)
