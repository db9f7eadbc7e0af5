"""Changing what is under the cursor: from the wish over form and question to its outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from appwrite.id import ID
from appwrite.query import Query

from tui.api.door import Outcome, State
from tui.api.workers import Result
from tui.core.cell import Tone
from tui.core.change import PERMISSIONS, Change, Level, Verb
from tui.core.diff import brief_change, diff_lines, field_lines
from tui.core.draft import ABSENT
from tui.core.form import Form
from tui.core.journal import Entry
from tui.core.kind import Kind, Resource, Writes
from tui.core.merge import Merge, Side, merge
from tui.core.problem import Problem
from tui.resources import writes_of
from tui.resources.file_changes import UNKEPT
from tui.resources.row_changes import cascades
from tui.screens.deploying import follow_to_end, needs_build, offer
from tui.screens.drafting import Drafting
from tui.screens.hindrance import lacking, lacks
from tui.screens.host import Host
from tui.screens.revealing import reveal
from tui.screens.running import Running
from tui.screens.stepping import Stepping
from tui.screens.task import Task, problem_in, sentence
from tui.screens.view import View
from tui.widgets.wrapping import Line

NOT_SENT = "Nothing was sent."
_DOING = {Verb.CREATE: "Sending…", Verb.UPDATE: "Saving…", Verb.DELETE: "Deleting…"}
ALONG = 500
"""How much of each list is remembered of what goes with something that is deleted."""


class Editing:
    """Carries one change at a time."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._stepping = Stepping(host, self)
        self.running = Running(host)
        self.drafting = Drafting(host)
        """Keeps what is typed into forms until it is saved or given up."""

    # Wishes.

    def edit(self) -> None:
        """Edit the resource under the cursor in a form."""
        task = self.task_here()
        if task is not None:
            self.with_whole(task, self._open_form)

    def edit_cell(self) -> None:
        """Edit the cell under the cursor."""
        task, field = self.task_here(), self._host.current_field
        if task is not None and field is not None:
            self.with_whole(task, partial(self._open_form, only=field.source or field.label))

    def add(self, values: Mapping[str, Any] | None = None) -> None:
        """Make a new one, from nothing or from these values."""
        view = self._host.view
        writes = self.writes_of(view)
        if writes is not None and view.kind.name == "session":
            from tui.resources.user_deeds import new_session

            self.propose(Task(view, view.kind, writes, view.ids, None), new_session(view.ids))
        elif writes is not None and writes.create is None:
            self._host.say(f"{view.kind.title} cannot be added here.")
        elif writes is not None:
            task = Task(view, view.kind, writes, view.ids, None, ID.unique())
            self._open_form(task, start=values or {})

    def duplicate(self) -> None:
        """Make a new one like the one under the cursor."""
        task = self.task_here()
        if task is not None and task.writes.create is None:
            self._host.say(f"{task.kind.title} cannot be added here.")
        elif task is not None:
            self.with_whole(task, self._open_copy)

    def delete(self) -> None:
        """Delete the resource under the cursor, after it was read whole and shown."""
        task = self.task_here()
        if task is not None and task.writes.delete is None:
            self._host.say(f"{task.kind.title} cannot be deleted here.")
        elif task is not None:
            self._read_again(task, lambda whole: self._read_along(task, whole))

    # What others build on.

    def writes_of(self, view: View) -> Writes | None:
        """How things are changed here; None, and it is said why, where they can't be."""
        writes, refusal = view.kind.writes, self._host.session.connection.client.refusal
        if writes is None:
            self._host.say(f"{view.kind.title} can only be looked at.")
        elif refusal is not None:
            self.refuse(refusal)
        elif lacks(view.kind.needs, self._host.session.connection.client):
            self.refuse(lacking(view.kind.needs))
        elif _needs_parent(view) and view.parent is None:
            self._host.say("What these belong to is not known yet; try again in a moment.")
        else:
            return writes
        return None

    def task_here(self) -> Task | None:
        """The task of changing what is under the cursor; None where that can't be."""
        view, resource = self._host.view, self._host.current
        if resource is None:
            self._host.say("There is nothing under the cursor.")
            return None
        writes = self.writes_of(view)
        if writes is None:
            return None
        ids = {**view.ids, view.kind.id_name: view.kind.identify(resource)}
        return Task(view, view.kind, writes, ids, resource)

    def with_whole(self, task: Task, then: Callable[[Task], object]) -> None:
        """Go on once the resource was read as far as a list does not show it (relationships)."""
        if task.base is None or not task.kind.detail(task.parent):
            then(task)
            return
        self._read_again(task, lambda whole: then(replace(task, base=whole)))

    def propose(self, task: Task, change: Change) -> None:
        """Send a change, after asking where that is due."""
        always = self._host.session.settings.confirm_always
        if change.level is Level.NONE and not always:
            self.send(task, change)
            return
        self._host.panels.ask(
            f"{sentence(change)}?",
            diff_lines(change),
            {"y": (change.verb.value, partial(self.send, task, change))},
            word=change.ids[task.kind.id_name] if change.level is Level.TYPE_ID else "",
            no=lambda: self._host.say(NOT_SENT),
        )

    def send_all(self, task: Task, changes: Sequence[Change]) -> None:
        """Send the changes of one resource in turn, and show what comes of them."""
        if len(changes) == 1:
            self.send(task, changes[0])
        else:
            self._stepping.send(task, changes)

    def send(self, task: Task, change: Change) -> None:
        """Send a change and show what comes of it."""
        writing = self._host.session.writing
        self._host.say(_DOING[change.verb], Tone.DIM)
        self._host.await_written(
            lambda: writing.send(change, *task.undoes[:1]), partial(self._sent, task, change)
        )

    def refuse(self, problem: Problem) -> None:
        """Say why not: in the form that is open, else in the status line."""
        self._host.say(problem.line, Tone.BAD)
        self._host.panels.refuse(problem)

    def fill_again(self, task: Task, form: Form) -> None:
        """Go on with a form whose ground has changed."""
        self._host.panels.fill(form, partial(self._form_saved, task))

    def as_kept(self, kind: Kind, whole: Resource) -> Resource:
        """What is deleted, as it may be remembered: the settings may forbid a password's hash,
        and without a journal on disk there is no place for the bytes of a file."""
        if kind.name == "file" and self._host.session.journal is None:
            return {**whole, UNKEPT: True}
        if kind.name != "user" or self._host.session.preferences.deleted_users:
            return whole
        return {**whole, "hash": ""}

    # Steps.

    def _read_again(self, task: Task, then: Callable[[Resource], object]) -> None:
        """Read the resource of a task whole; `then` gets it, or it is said why not."""
        connection, get = self._host.session.connection, task.kind.get
        if get is None:
            # Sessions are only listed: what the list shows is all there is.
            then(task.base or {})
            return
        params = task.kind.detail(task.parent)

        def arrived(result: Result) -> None:
            if result.error is None:
                self._host.say("")
                then(result.value)
            else:
                self.refuse(problem_in(result.error))

        self._host.say("Reading all of it…", Tone.DIM)
        self._host.await_answer(lambda: connection.fetch(get, task.ids, params), arrived)

    def _read_along(self, task: Task, whole: Resource) -> None:
        """Read what goes with it, too, before it is asked whether to delete it."""
        connection, along = self._host.session.connection, task.writes.along

        def read() -> dict[str, Any]:
            return {
                name: connection.fetch(endpoint, task.ids, {"queries": [Query.limit(ALONG)]})[name]
                for name, endpoint in along.items()
            }

        def arrived(result: Result) -> None:
            if result.error is None:
                self._ask_delete(task, {**whole, **result.value})
            else:
                self.refuse(problem_in(result.error))

        if along:
            self._host.await_answer(read, arrived)
        else:
            self._ask_delete(task, whole)

    def _open_form(
        self, task: Task, only: str = "", start: Mapping[str, Any] | None = None
    ) -> None:
        specs = task.kind.form(task.parent, task.base is None) if task.kind.form else ()
        if only:
            specs = tuple(spec for spec in specs if spec.name == only)
        if all(spec.locked for spec in specs):
            said = f"{only or 'This'} cannot be edited: {specs[0].locked}." if specs else ""
            self._host.say(said or _not_edited(self._host.view, only))
            return
        title = f"{task.title} · {only}" if only else task.title
        form = Form.of(title, specs, task.base or {}, does=task.kind.saves_by)
        form = form.pasted(start) if start else form
        if task.carried:
            form = replace(form, note=_carrying(task))
        show = partial(
            self._host.panels.fill, saved=partial(self._form_saved, task), compact=bool(only)
        )
        self.drafting.begin(task, form, show, ask=not start)

    def _open_copy(self, task: Task) -> None:
        values = {name: value for name, value in (task.base or {}).items() if name != "$id"}
        copy = replace(task, base=None, new_id=ID.unique())
        grants = task.kind.grants
        if grants is not None and grants.inherits:
            own = values.pop(PERMISSIONS, None) or ()
            copy = replace(copy, carried={PERMISSIONS: list(own)})
        self._open_form(copy, start=values)

    def _form_saved(self, task: Task, form: Form) -> None:
        values = form.values()
        if task.base is None:
            new_id = values.pop("$id", None) or task.new_id
            task = replace(task, ids={**task.ids, task.kind.id_name: new_id})
            values = {**task.carried, **values}
        changes = task.steps(values)
        if not changes:
            self._host.panels.put_away()
            self._host.say("Nothing was changed.")
        elif len(changes) == 1:
            self.propose(task, changes[0])
        else:
            self._stepping.propose(task, changes)

    def _ask_delete(self, task: Task, whole: Resource) -> None:
        if task.writes.delete is None:
            return
        whole = self.as_kept(task.kind, whole)
        change = task.writes.delete(task.ids, task.parent, whole)
        if task.kind.name == "row":
            change = replace(change, notes=(*change.notes, *cascades(task.parent, [whole])))
        self.propose(replace(task, base=whole), change)

    def _sent(self, task: Task, change: Change, result: Result) -> None:
        refuse = task.refused or self.refuse
        if result.error is not None:
            refuse(problem_in(result.error))
            return
        outcome: Outcome = result.value
        if outcome.state is State.APPLIED:
            self._applied(task, outcome)
        elif outcome.state is State.CONFLICT and outcome.theirs is not None:
            self.meet(task, change, outcome)
        elif outcome.problem is not None:
            refuse(outcome.problem)
            if change.kind == "execution" and task.view is not None:
                # It may have run, and failed: then there is a record of it.
                self._host.session.refresh(task.view)

    def _applied(self, task: Task, outcome: Outcome) -> None:
        change = outcome.change
        self._host.panels.put_away()
        self._host.say("")
        self._host.wrote(task.view, outcome)
        done = {Verb.CREATE: "Created", Verb.UPDATE: "Saved", Verb.DELETE: "Deleted"}[change.verb]
        done = {"undo": "Undone", "redo": "Redone"}.get(task.direction, done)
        back = "U redoes." if task.direction == "undo" else "u undoes."
        if not _can_go_back(change):
            back = "There is no undo for it."
        if change.reveals and outcome.problem is None:
            reveal(self._host, change, outcome.answer or {})
        elif outcome.problem is not None:
            self._host.say(outcome.problem.line, Tone.WARN)
        elif outcome.differs:
            kept = ", ".join(outcome.differs)
            said = f"{done}, but the server keeps {kept} otherwise than it was sent. {back}"
            self._host.say(said, Tone.WARN)
        elif change.kind == "execution" and change.verb is Verb.CREATE:
            self.running.tell(task, change, outcome.answer or {})
        elif change.kind == "deployment" and change.verb is Verb.CREATE:
            follow_to_end(self._host, task, outcome.answer or {})
        elif needs_build(change, outcome.answer or {}):
            said = f"{done}: {_told(task, change)}. {back}"
            offer(self._host, self, task, said, outcome.answer or {})
        else:
            self._host.say(f"{done}: {_told(task, change)}. {back}", Tone.GOOD)

    # Somebody was faster.

    def meet(self, task: Task, change: Change, outcome: Outcome) -> None:
        """Show what somebody else did to what is to be changed, and let it be decided."""
        theirs, problem = outcome.theirs or {}, outcome.problem
        if change.verb is not Verb.UPDATE:
            self._ask_nevertheless(task, change, theirs)
            return
        if problem is not None:
            self._host.say(problem.sentence, Tone.WARN)
        now = replace(task, base=theirs)
        name = change.ids[task.kind.id_name]
        self._host.panels.show_clash(
            f"{task.kind.noun} {name} was changed by somebody else meanwhile",
            merge(change.before, change.after, theirs, task.base),
            partial(self._decided, now),
            partial(self._edit_on, now),
            lambda: self._host.say(NOT_SENT),
        )

    def _decided(self, task: Task, merged: Merge) -> None:
        changes = task.steps(merged.values)
        if changes:
            self.send_all(replace(task, undoes=_undone_by(task.undoes, changes)), changes)
        else:
            self._host.panels.put_away()
            self._host.say("What they made of it stays; nothing was sent.")

    def _edit_on(self, task: Task, merged: Merge) -> None:
        panel = self._host.panels.form
        if task.edit_on is not None:
            task.edit_on(task, merged.values)
        elif panel is not None and task.base is not None:
            theirs = [one.name for one in merged.clashes if one.taken is Side.THEIRS]
            self.fill_again(task, panel.form.rebased(task.base).restored(theirs))
        else:
            self._open_form(task, start=merged.values)

    def _ask_nevertheless(self, task: Task, change: Change, theirs: Resource) -> None:
        """What is to be deleted (or made) was changed since: show that, and ask again."""
        lines: list[Line] = []
        self._host.say("")
        for name, value in theirs.items():
            if name != "$updatedAt" and change.before.get(name, ABSENT) != value:
                lines += field_lines(name, change.before.get(name), value)
        seen = str(theirs.get("$updatedAt") or "")
        now = replace(change, before=dict(theirs), seen=seen)
        self._host.panels.ask(
            f"It was changed by somebody else since. {sentence(change)} nevertheless?",
            lines,
            {"y": (change.verb.value, partial(self.send, task, now))},
            no=lambda: self._host.say(NOT_SENT),
        )


def _told(task: Task, change: Change) -> str:
    """What a change did; taking one back, that something is gone or there again."""
    fate = {Verb.CREATE: " is there again", Verb.DELETE: " is deleted"}.get(change.verb, "")
    return f"{brief_change(change)}{fate if task.direction else ''}"


def _undone_by(entries: Sequence[Entry], changes: Sequence[Change]) -> tuple[Entry, ...]:
    """Which of the entries each change takes back, after somebody decided about a conflict."""
    return tuple(
        next((one for one in entries if set(change.after) & set(one.before)), entries[0])
        for change in changes
        if entries
    )


def _can_go_back(change: Change) -> bool:
    """Whether a change that was made can be taken back."""
    if any("no undo" in note for note in change.notes):
        return False
    writes = writes_of(change.kind)
    if writes is None:
        return False
    if change.verb is Verb.CREATE:
        return writes.delete is not None
    if change.verb is Verb.DELETE:
        kept = writes.restore is not None and writes.restore(change.ids, None, change.before)
        return bool(kept) or writes.restore_steps is not None
    return bool(change.after)


def _carrying(task: Task) -> str:
    """What a copy takes along besides its fields."""
    count = len(task.carried.get(PERMISSIONS) or ())
    own = f"{count} permission{'' if count == 1 else 's'}" if count else ""
    return f"The {own} of the original go{'es' * (count == 1)} along." if own else ""


def _needs_parent(view: View) -> bool:
    """Whether such things are changed by what they belong to: a row by the columns of its table."""
    return view.kind.name == "row"


def _not_edited(view: View, only: str) -> str:
    """That something cannot be edited; on the lists of a user, where the user can."""
    if only or not view.parents or not view.parents[-1].card:
        return f"{only or view.kind.title} cannot be edited."
    above = view.parents[-1].noun.lower()
    return f"{view.kind.title} cannot be edited; esc goes back to the {above}, which e edits."
