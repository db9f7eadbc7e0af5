"""How a change is taken back: as a change of its own, made of what the journal remembers."""

from __future__ import annotations

from tui.core.change import Change, Verb
from tui.core.journal import Entry
from tui.core.kind import Resource, Writes


def reverse(entry: Entry, writes: Writes, parent: Resource | None = None) -> Change | None:
    """The change that takes an entry back; None where there is nothing to take back.

    It is guarded by the `$updatedAt` that the entry left behind: what somebody else changed since
    is a conflict, as with every other change.
    """
    answer = entry.answer or {}
    if entry.verb is Verb.CREATE:
        return writes.delete and writes.delete(entry.ids, parent, answer or entry.after)
    if entry.verb is Verb.DELETE:
        return writes.restore and writes.restore(entry.ids, parent, entry.before)
    now = {name: answer.get(name, value) for name, value in entry.after.items()}
    now["$updatedAt"] = answer.get("$updatedAt", "")
    return writes.update(entry.ids, parent, now, entry.before)


def again(entry: Entry, writes: Writes, parent: Resource | None = None) -> Change | None:
    """The change of an entry, made anew: to find out what became of it."""
    if entry.verb is Verb.CREATE:
        return writes.create and writes.create(entry.ids, parent, entry.after)
    if entry.verb is Verb.DELETE:
        return writes.delete and writes.delete(entry.ids, parent, entry.before)
    return writes.update(entry.ids, parent, {**entry.before, "$updatedAt": entry.seen}, entry.after)
