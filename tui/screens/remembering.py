"""The journal (`H`): what was changed in this project, newest first, to be read and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from tui.api.workers import Result
from tui.core.cell import Cell, Tone
from tui.core.change import Verb
from tui.core.diff import diff_lines
from tui.core.journal import UNIT, Entry, Fate, Group
from tui.core.text import safe
from tui.core.times import relative
from tui.core.undo import again
from tui.core.values import apart
from tui.resources import KINDS, writes_of
from tui.screens.editing import Editing
from tui.screens.host import Explorer
from tui.screens.task import problem_in
from tui.screens.undoing import Undoing
from tui.widgets.prompt import Choice, Prompt
from tui.widgets.wrapping import Line

SHOWN = 3
"""Fields of a change that its line in the list shows."""


class Remembering:
    """Shows the journal of a project; what is chosen is taken back after a yes."""

    def __init__(self, screen: Explorer, editing: Editing, undoing: Undoing) -> None:
        self._screen = screen
        self._editing = editing
        self._undoing = undoing

    def show(self) -> None:
        """Show all changes; those of a job are one."""
        session = self._screen.session

        def arrived(result: Result) -> None:
            if result.error is not None:
                self._editing.refuse(problem_in(result.error))
            elif not result.value:
                since = "from here yet."
                if session.journal is None:
                    since = "in this session, and journal = false keeps nothing of others."
                self._screen.say(f"Nothing has been changed {since}")
            else:
                self._choose(result.value)

        self._screen.await_answer(session.writing.groups, arrived)

    def _choose(self, groups: Sequence[Group]) -> None:
        by_name = {_name(group): group for group in groups}
        offered = [Choice(name, _about(group)) for name, group in by_name.items()]

        def offer(text: str) -> list[Choice]:
            words = text.lower().split()
            return [
                one for one in offered if all(w in f"{one.text} {one.about}".lower() for w in words)
            ]

        def chosen(said: Prompt.Submitted) -> None:
            self._screen.asking.close()
            group = by_name.get(said.choice)
            if group is not None:
                find = partial(self._screen.session.writing.to_take_back, group)
                self._screen.await_answer(find, partial(self._chosen, group))

        self._screen.asking.ask("journal", "which one? enter shows it and undoes it", offer, chosen)

    def _chosen(self, group: Group, result: Result) -> None:
        if result.error is not None:
            self._editing.refuse(problem_in(result.error))
        elif result.value:
            self._undoing.take_back(result.value)
        else:
            self._screen.panels.ask(_name(group), _as_it_was(group), {})


def _name(group: Group) -> str:
    """What was changed, with its number in the journal: no two have the same."""
    last = group.last
    if group.count == 1 or last.job.startswith(UNIT):
        return f"{last.id} {last.verb.value} {last.name}"
    verb = last.verb.value if group.alike else "change"
    things = KINDS[last.kind].title.lower() if last.kind in KINDS else last.kind
    return f"{last.id} {verb} {group.count:,} {things}, last {last.name}"


def _about(group: Group) -> str:
    """When it was, what became of it, what it changed."""
    at = datetime.fromtimestamp(group.last.at, UTC).isoformat()
    return safe(f"{relative(at)}  {_fate(group)}  {_fields(group.last, SHOWN)}")


def _fate(group: Group) -> str:
    if group.count == 1:
        return "undone" if group.undone else group.last.fate.value
    rest = group.count - group.made - group.undone - group.refused
    told = [
        (group.made, "done"), (group.undone, "undone"), (group.refused, "refused"), (rest, "open"),
    ]  # fmt: skip
    parts = [(count, word) for count, word in told if count]
    return parts[0][1] if len(parts) == 1 else ", ".join(f"{n:,} {word}" for n, word in parts)


def _fields(entry: Entry, most: int) -> str:
    if entry.verb is not Verb.UPDATE:
        return ""
    return ", ".join(
        f"{name} {' → '.join(one.text for one in apart(entry.before.get(name), entry.after[name]))}"
        for name in [*entry.after][:most]
    )


def _as_it_was(group: Group) -> list[Line]:
    """A change that cannot be taken back (any more): why, and what it was."""
    entry, writes = group.last, writes_of(group.last.kind)
    why = {
        Fate.DONE: "It was undone already.",
        Fate.REFUSED: f"It was not made. {entry.problem}",
        Fate.OPEN: "It is on its way, or its answer was lost.",
        Fate.UNKNOWN: f"It is not known whether it was made. {entry.problem}",
    }[entry.fate]
    lines: list[Line] = [[Cell(safe(why).strip(), Tone.WARN)], []]
    change = again(entry, writes) if writes is not None else None
    return lines if change is None else [*lines, *diff_lines(change)]
