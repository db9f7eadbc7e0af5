"""What is being changed, and how a change is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.api.door import not_written
from tui.api.errors import ApiError
from tui.core.change import Change
from tui.core.journal import Entry, JournalError
from tui.core.kind import Kind, Resource, Writes
from tui.core.problem import Problem
from tui.core.text import safe
from tui.resources import KINDS
from tui.screens.session import Session, problem_of
from tui.screens.view import View

FAILURES = (ApiError, JournalError)
"""What keeps a job that changes things from going on, and is told."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is being changed: of which kind, in which view, from which state of the resource.

    `base` is None for something new, which is then given `new_id` where nobody chooses one: the
    same one however often it is tried. `undoes` are the entries that are taken back, one for each
    change. There is no `view` where what is taken back is not looked at. `refused` is told why a
    change was not made, where what was typed stands in no form; `edit_on` then goes on from there
    after a conflict: with the task on the new ground, and the values wanted on top of it. `carried`
    is what something new has besides what is typed: the permissions of what it is a copy of.
    """

    view: View | None
    kind: Kind
    writes: Writes
    ids: Mapping[str, str]
    base: Resource | None
    new_id: str = ""
    undoes: tuple[Entry, ...] = ()
    refused: Callable[[Problem], object] | None = None
    edit_on: Callable[[Task, Mapping[str, Any]], object] | None = None
    carried: Mapping[str, Any] = field(default_factory=dict)

    @property
    def parent(self) -> Resource | None:
        """What it belongs to, where known."""
        return self.view.parent if self.view is not None else None

    @property
    def title(self) -> str:
        """What its form is headed by."""
        noun = self.kind.noun.lower()
        if self.base is None:
            return f"New {noun}"
        return f"Edit {noun} {safe(self.kind.identify(self.base))}"

    @property
    def direction(self) -> str:
        """`undo` or `redo` where an entry is taken back, else empty."""
        if not self.undoes:
            return ""
        return "redo" if self.undoes[0].is_undo else "undo"

    def change(self, values: Mapping[str, Any]) -> Change | None:
        """These values as a change; None where nothing differs."""
        if self.base is None:
            return self.writes.create and self.writes.create(self.ids, self.parent, values)
        return self.writes.update(self.ids, self.parent, self.base, values)

    def steps(self, values: Mapping[str, Any]) -> tuple[Change, ...]:
        """These values as the changes that it takes; none where nothing differs."""
        if self.base is None or self.writes.steps is None:
            change = self.change(values)
            return () if change is None else (change,)
        return self.writes.steps(self.ids, self.parent, self.base, values)


def task_of(entry: Entry, session: Session) -> Task:
    """The task of taking an entry back; its kind has writes, or it would not be in the journal."""
    kind = KINDS[entry.kind]
    if kind.writes is None:
        raise AssertionError(f"the journal holds a change of a {kind.name}")
    # A membership is listed in its team and at its user.
    views = (view for view in session.views if view.kind.items == kind.items)
    known = {**entry.before, **entry.after, **entry.ids}
    lists = (one for one in views if all(known.get(name) == id_ for name, id_ in one.ids.items()))
    view = next(iter(sorted(lists, key=lambda one: one.kind is not kind)), None)
    return Task(view, kind, kind.writes, entry.ids, entry.left or None, undoes=(entry,))


def sentence(change: Change) -> str:
    """`Delete row 66f0… of shop/orders`."""
    return change.headline[0].upper() + change.headline[1:]


def problem_in(error: Exception) -> Problem:
    """What to tell of a job that failed. Defects of our own are raised again."""
    return not_written(error) if isinstance(error, JournalError) else problem_of(error)
