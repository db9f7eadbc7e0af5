"""Saving what takes several requests: asked once, sent in turn, told how far it came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tui.api.door import Outcome, State
from tui.api.workers import Result
from tui.core.cell import Tone
from tui.core.change import Change, Level, Verb
from tui.core.diff import diff_lines
from tui.screens.host import Host
from tui.screens.task import Task, problem_in, sentence
from tui.widgets.wrapping import Line

if TYPE_CHECKING:
    from tui.screens.editing import Editing


class Stepping:
    """Carries several changes of one resource."""

    def __init__(self, host: Host, editing: Editing) -> None:
        self._host = host
        self._editing = editing

    def propose(self, task: Task, changes: Sequence[Change]) -> None:
        """Send them, after asking once where one of them is to be asked for."""
        always = self._host.session.settings.confirm_always
        if not always and all(change.level is Level.NONE for change in changes):
            self.send(task, changes)
            return
        lines: list[Line] = [line for change in changes for line in diff_lines(change)]
        self._host.panels.ask(
            f"{sentence(changes[0])}? {len(changes)} requests",
            lines,
            {"y": ("save", partial(self.send, task, changes))},
            no=lambda: self._host.say("Nothing was sent."),
        )

    def send(self, task: Task, changes: Sequence[Change]) -> None:
        """Send them in turn and show what comes of them."""
        writing = self._host.session.writing
        self._host.say("Saving…", Tone.DIM)
        self._host.await_written(
            lambda: writing.send_steps(changes, task.undoes), partial(self._sent, task, changes)
        )

    def _sent(self, task: Task, changes: Sequence[Change], result: Result) -> None:
        if result.error is not None:
            self._editing.refuse(problem_in(result.error))
            return
        outcomes: list[Outcome] = result.value
        saved = [outcome for outcome in outcomes if outcome.state is State.APPLIED]
        for outcome in saved:
            self._host.wrote(task.view, outcome)
        done = {"undo": "Undone", "redo": "Redone"}.get(task.direction, "Saved")
        names = ", ".join(name for outcome in saved for name in _fields(outcome.change))
        if len(saved) == len(changes):
            self._host.panels.put_away()
            told = "U redoes them." if task.direction == "undo" else "u undoes them."
            self._host.say(f"{done}: {names}. {told}", Tone.GOOD)
            return
        failed = outcomes[-1]
        if not saved and failed.state is State.CONFLICT:
            self._editing.meet(task, _as_one(changes), failed)
            return
        self._stay(task, saved)
        problem = failed.problem
        which = ", ".join(_fields(failed.change))
        not_done = f"Not {done.lower()}: {which}."
        told = f"{done}: {names}. {not_done}" if names else not_done
        why = f" {problem.line}" if problem is not None else ""
        self._host.say(f"{told}{why}", Tone.BAD)
        if problem is not None:
            said = replace(problem, sentence=f"{told} {problem.sentence}")
            self._host.panels.refuse(said)

    def _stay(self, task: Task, saved: Sequence[Outcome]) -> None:
        """The form stays open with what is not saved yet; what is saved is its new ground."""
        panel = self._host.panels.form
        if panel is None or task.base is None or not saved:
            return
        base = dict(task.base)
        for outcome in saved:
            base.update(outcome.change.after)
            base.update(outcome.answer if outcome.answer and "$id" in outcome.answer else {})
        now = replace(task, base=base)
        self._editing.fill_again(now, panel.form.rebased(base))


def _as_one(changes: Sequence[Change]) -> Change:
    """The changes of one resource as if one request did them: to be merged with somebody else's."""
    before = {name: value for change in changes for name, value in change.before.items()}
    after = {name: value for change in changes for name, value in change.after.items()}
    return replace(changes[0], before=before, after=after)


def _fields(change: Change) -> Sequence[str]:
    """What a change sets, by name; of something new, what it is."""
    return [change.name] if change.verb is Verb.CREATE else [*change.after]
