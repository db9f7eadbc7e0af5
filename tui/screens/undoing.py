"""Taking changes back: the last one, the last undo, or any that the journal remembers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from tui.api.workers import Result
from tui.core.cell import Cell, Tone
from tui.core.change import Change, Verb
from tui.core.diff import diff_lines
from tui.core.journal import Entry
from tui.core.text import brief
from tui.core.undo import units
from tui.screens.bulk import Bulk
from tui.screens.editing import NOT_SENT, Editing
from tui.screens.host import Host
from tui.screens.task import problem_in, sentence, task_of
from tui.screens.writing import taking_back
from tui.widgets.wrapping import Line

SHOWN = 12
"""Changes of a job that are shown before all of them are taken back."""
NOTE: Line = [Cell("This is a change like any other: the server's events fire again.", Tone.DIM)]


class Undoing:
    """Finds what is to be taken back, shows it, and does it after a yes."""

    def __init__(self, host: Host, editing: Editing, bulk: Bulk) -> None:
        self._host = host
        self._editing = editing
        self._bulk = bulk

    def undo(self) -> None:
        """Take the last change of this session back."""
        self._find(self._host.session.writing.to_undo, "undo")

    def redo(self) -> None:
        """Take the last undo back."""
        self._find(self._host.session.writing.to_redo, "redo")

    def take_back(self, entries: list[Entry]) -> None:
        """Take a change of the journal back: one, or those of a form or a job."""
        self._ask(entries, "undo", "that job")

    def _find(self, find: Callable[[], list[Entry]], direction: str) -> None:
        refusal = self._host.session.connection.client.refusal
        if refusal is not None:
            self._editing.refuse(refusal)
            return

        def found(result: Result) -> None:
            if result.error is not None:
                self._editing.refuse(problem_in(result.error))
            elif result.value:
                self._ask(result.value, direction)
            else:
                since = "in this session" if direction == "undo" else "that nothing followed"
                self._host.say(f"There is nothing to {direction} {since}.")

        self._host.await_answer(find, found)

    def _ask(self, entries: list[Entry], direction: str, job: str = "the last job") -> None:
        unit = next(units(entries))
        steps = taking_back(unit)
        changes = [change for change, _ in steps]
        if not changes:
            self._host.say(f"{entries[0].name} cannot be taken back.")
        elif len(entries) == len(unit):
            task = task_of(steps[0][1], self._host.session)
            task = replace(task, undoes=tuple(entry for _, entry in steps))
            lines = [line for change in changes for line in diff_lines(change)]
            requests = f" {len(changes)} requests" if changes[1:] else ""
            self._host.panels.ask(
                f"{direction.capitalize()}: {sentence(changes[0])}?{requests}",
                [*lines, [], NOTE],
                {"y": (direction, partial(self._editing.send_all, task, changes))},
                no=lambda: self._host.say(NOT_SENT),
            )
        else:
            self._ask_job(entries, direction, job)

    def _ask_job(self, entries: list[Entry], direction: str, job: str) -> None:
        lines: list[Line] = []
        for entry in entries[:SHOWN]:
            for change, _ in taking_back([entry]):
                lines += _in_short(change)
        if len(entries) > SHOWN:
            lines.append([Cell(f"and {len(entries) - SHOWN:,} more", Tone.DIM)])
        self._host.panels.ask(
            f"{direction.capitalize()} all {len(entries):,} changes of {job}?",
            [*lines, [], NOTE],
            {"y": (direction, partial(self._bulk.take_back, entries, direction))},
            no=lambda: self._host.say(NOT_SENT),
        )


def _in_short(change: Change) -> list[Line]:
    """One change of many: each field, old and new, behind the resource's name."""
    if change.verb is not Verb.UPDATE or not change.after:
        return [[Cell(sentence(change))]]
    name = Cell(f"{brief(list(change.ids.values())[-1])}  ", Tone.DIM)
    return [[name, *line] for line in diff_lines(change)]
