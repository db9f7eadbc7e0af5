"""Changing what is under the cursor: forms, questions, conflicts, undo, over the main screen.

Panels are mounted when they are first needed: most starts need none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol, TypeVar

from appwrite.id import ID
from textual.widget import Widget

from tui.api.door import READ_ONLY, Outcome, State, not_written
from tui.api.workers import Result
from tui.core.cell import Cell, Tone
from tui.core.change import Change, Level, Verb
from tui.core.diff import brief_change, diff_lines, field_lines
from tui.core.draft import ABSENT
from tui.core.form import Form
from tui.core.journal import Entry, JournalError
from tui.core.kind import Kind, Resource, Writes
from tui.core.merge import merge
from tui.core.problem import Problem
from tui.core.text import safe
from tui.resources import KINDS
from tui.resources.row_changes import cascades
from tui.screens.session import Session, problem_of
from tui.screens.view import View
from tui.screens.writing import taking_back
from tui.widgets.clash import ClashPanel
from tui.widgets.form import FormPanel
from tui.widgets.question import Question
from tui.widgets.wrapping import Line

PanelType = TypeVar("PanelType", bound=Widget)


class Host(Protocol):
    """What editing needs of the screen it happens on."""

    session: Session

    @property
    def view(self) -> View:
        """The list that is being looked at."""

    @property
    def current(self) -> Resource | None:
        """What is under the cursor."""

    def mount_panel(self, panel: Widget) -> None:
        """Lay a panel over the screen."""

    def say(self, message: str, tone: Tone = Tone.PLAIN) -> None:
        """Say something in the status line."""

    def wrote(self, view: View | None, outcome: Outcome) -> None:
        """Something in a view was changed."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is being changed: of which kind, in which view, from which state of the resource.

    `base` is None for something new, which is then given `new_id` where nobody chooses one: the
    same one however often it is tried. `undoes` is the entry that is taken back. There is no `view`
    where what is taken back is not looked at.
    """

    view: View | None
    kind: Kind
    writes: Writes
    ids: Mapping[str, str]
    base: Resource | None
    new_id: str = ""
    undoes: Entry | None = None

    @property
    def parent(self) -> Resource | None:
        """What it belongs to, where known."""
        return self.view.parent if self.view is not None else None

    def change(self, values: Mapping[str, Any]) -> Change | None:
        """These values as a change; None where nothing differs."""
        if self.base is None:
            return self.writes.create(self.ids, self.parent, values)
        return self.writes.update(self.ids, self.parent, self.base, values)


class Editing:
    """Carries one change at a time from the wish to its outcome."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._form: FormPanel | None = None
        self._question: Question | None = None
        self._clash: ClashPanel | None = None
        self._task: Task | None = None
        self._answers: Mapping[str, Callable[[], object]] = {}
        self._is_sending = False

    # Keys.

    @property
    def top(self) -> FormPanel | Question | ClashPanel | None:
        """The panel that has the keys."""
        for panel in (self._question, self._clash, self._form):
            if panel is not None and panel.visible:
                return panel
        return None

    def press(self, key: str, character: str | None) -> None:
        """Take a key."""
        panel = self.top
        if panel is None:
            return
        if self._is_sending and panel is self._form and key != "escape":
            # What is typed now would be lost when the answer closes the form.
            return
        panel.press(key, character)

    def paste(self, text: str) -> None:
        """Take pasted text."""
        if self.top is self._form and self._form is not None and not self._is_sending:
            self._form.paste(text)

    # Wishes.

    def edit(self) -> None:
        """Edit the resource under the cursor in a form."""
        task = self._task_here()
        if task is not None and task.base is not None:
            self._with_whole(task, self._open_form)

    def edit_cell(self, name: str) -> None:
        """Edit one field of it."""
        task = self._task_here()
        if task is not None:
            self._with_whole(task, partial(self._open_form, only=name))

    def add(self, values: Mapping[str, Any] | None = None) -> None:
        """Make a new one, from nothing or from these values."""
        view = self._host.view
        writes = self._writes(view)
        if writes is not None:
            task = Task(view, view.kind, writes, view.ids, None, ID.unique())
            self._open_form(task, start=values or {})

    def duplicate(self) -> None:
        """Make a new one like the one under the cursor."""
        task = self._task_here()
        if task is not None:
            self._with_whole(task, self._open_copy)

    def delete(self) -> None:
        """Delete the resource under the cursor, after it was read whole and shown."""
        task = self._task_here()
        if task is not None:
            look = task.writes.delete(task.ids, task.parent, task.base or {})
            self._host.say("Reading all of it…", Tone.DIM)
            self._read_again(look, partial(self._ask_delete, task))

    def undo(self) -> None:
        """Take the last change of this session back."""
        self._take_back(self._host.session.writing.to_undo, "undo")

    def redo(self) -> None:
        """Take the last undo back."""
        self._take_back(self._host.session.writing.to_redo, "redo")

    def take_back(self, entry: Entry) -> None:
        """Take one change of the journal back."""
        self._ask_back(entry, "undo")

    # Steps.

    def _writes(self, view: View) -> Writes | None:
        """How things are changed here; None, and it is said why, where they can't be."""
        writes = view.kind.writes
        if writes is None:
            self._host.say(f"{view.kind.title} can only be looked at.")
        elif self._host.session.connection.client.read_only:
            self._refuse(READ_ONLY)
        elif view.kind.form is not None and view.parents and view.parent is None:
            self._host.say("What these belong to is not known yet; try again in a moment.")
        else:
            return writes
        return None

    def _task_here(self) -> Task | None:
        view, resource = self._host.view, self._host.current
        if resource is None:
            return None
        writes = self._writes(view)
        if writes is None:
            return None
        resource_id = view.kind.identify(resource)
        ids = {**view.ids, view.kind.id_name: resource_id}
        return Task(view, view.kind, writes, ids, resource)

    def _with_whole(self, task: Task, then: Callable[[Task], object]) -> None:
        """Go on once the resource was read as far as a list does not show it (relationships)."""
        if task.base is None or not task.kind.detail(task.parent):
            then(task)
            return
        self._host.say("Reading all of it…", Tone.DIM)
        look = task.writes.delete(task.ids, task.parent, task.base)
        self._read_again(look, lambda whole: then(replace(task, base=whole)))

    def _read_again(self, change: Change, then: Callable[[Resource], object]) -> None:
        """Read the resource of a change; `then` gets it, or it is said why not."""
        writing = self._host.session.writing

        def arrived(result: Result) -> None:
            if result.error is None:
                self._host.say("")
                then(result.value)
            else:
                self._refuse(_problem(result.error))

        self._host.session.do(lambda: writing.door.read(change), arrived)

    def _open_form(
        self, task: Task, only: str = "", start: Mapping[str, Any] | None = None
    ) -> None:
        specs = task.kind.form(task.parent, task.base is None) if task.kind.form else ()
        if only:
            specs = tuple(spec for spec in specs if spec.name == only)
        if not specs:
            what = f"{only} cannot be edited" if only else "There is nothing to edit here"
            self._host.say(f"{what}.")
            return
        panel = self._form = self._form or self._mounted(FormPanel())
        self._task = task
        form = Form.of(_title(task, only), specs, task.base or {})
        panel.open(form.filled(start) if start else form, compact=bool(only))

    def _open_copy(self, task: Task) -> None:
        values = dict(task.base or {})
        values.pop("$id", None)
        self._open_form(replace(task, base=None, new_id=ID.unique()), start=values)

    def form_saved(self) -> None:
        """The form is to be saved: ask, or send at once."""
        task, panel = self._task, self._form
        if task is None or panel is None:
            return
        values = panel.form.values()
        if task.base is None:
            new_id = values.pop("$id", None) or task.new_id
            task = replace(task, ids={**task.ids, task.kind.id_name: new_id})
        change = task.change(values)
        if change is None:
            self._put_form_away()
            self._host.say("Nothing was changed.")
        else:
            self._propose(task, change)

    def _propose(self, task: Task, change: Change) -> None:
        """Send a change, after asking where that is due."""
        always = self._host.session.settings.confirm_always
        if change.level is Level.NONE and not always:
            self._send(task, change)
            return
        self._ask(
            f"{_sentence(change)}?",
            diff_lines(change),
            {"y": (change.verb.value, partial(self._send, task, change))},
            change.ids[task.kind.id_name] if change.level is Level.TYPE_ID else "",
        )

    def _ask_delete(self, task: Task, whole: Resource) -> None:
        notes = cascades(task.parent, whole) if task.kind.name == "row" else ()
        change = replace(task.writes.delete(task.ids, task.parent, whole), notes=notes)
        self._propose(replace(task, base=whole), change)

    def _send(self, task: Task, change: Change) -> None:
        writing = self._host.session.writing
        self._is_sending = True
        self._host.say("Saving…", Tone.DIM)
        self._host.session.do(
            lambda: writing.send(change, task.undoes), partial(self._sent, task, change)
        )

    def _sent(self, task: Task, change: Change, result: Result) -> None:
        self._is_sending = False
        if result.error is not None:
            self._refuse(_problem(result.error))
            return
        outcome: Outcome = result.value
        if outcome.state is State.APPLIED:
            self._applied(task, outcome)
        elif outcome.state is State.CONFLICT and outcome.theirs is not None:
            self._conflict(task, change, outcome.theirs, outcome.problem)
        elif outcome.problem is not None:
            self._refuse(outcome.problem)

    def _applied(self, task: Task, outcome: Outcome) -> None:
        change = outcome.change
        self._put_form_away()
        self._host.wrote(task.view, outcome)
        done = {Verb.CREATE: "Created", Verb.UPDATE: "Saved", Verb.DELETE: "Deleted"}[change.verb]
        done = {"undo": "Undone", "redo": "Redone"}.get(_direction(task.undoes), done)
        back = "U redoes" if _direction(task.undoes) == "undo" else "u undoes"
        what = brief_change(change) if change.verb is Verb.UPDATE else change.name
        if outcome.problem is not None:
            self._host.say(f"{outcome.problem.line}", Tone.WARN)
        elif outcome.differs:
            kept = ", ".join(outcome.differs)
            said = f"{done}, but the server keeps {kept} otherwise than it was sent."
            self._host.say(said, Tone.WARN)
        else:
            self._host.say(f"{done}: {what}. {back}.", Tone.GOOD)

    # Somebody was faster.

    def _conflict(
        self, task: Task, change: Change, theirs: Resource, problem: Problem | None
    ) -> None:
        if change.verb is not Verb.UPDATE:
            self._ask_nevertheless(task, change, theirs)
            return
        clash = self._clash = self._clash or self._mounted(ClashPanel())
        self._task = replace(task, base=theirs)
        if problem is not None:
            self._host.say(problem.sentence, Tone.WARN)
        name = change.ids[task.kind.id_name]
        title = f"{task.kind.noun} {name} was changed by somebody else meanwhile"
        clash.open(title, merge(change.before, change.after, theirs))

    def clash_decided(self) -> None:
        """Each field is decided: save that on top of theirs."""
        task, clash = self._task, self._clash
        if task is None or clash is None:
            return
        clash.close()
        change = task.change(clash.merge.values)
        if change is None:
            self._put_form_away()
            self._host.say("What they made of it stays; nothing was sent.")
        else:
            self._send(task, change)

    def clash_edit(self) -> None:
        """Go on in the form, on top of theirs."""
        task, clash = self._task, self._clash
        if task is None or clash is None or task.base is None:
            return
        clash.close()
        if self._form is not None and self._form.visible:
            self._form.take(self._form.form.rebased(task.base))
        else:
            mine = clash.merge.values
            self._open_form(task)
            if self._form is not None:
                self._form.take(self._form.form.filled(mine))

    def clash_left(self) -> None:
        """Save nothing now; a form that is open stays."""
        if self._clash is not None:
            self._clash.close()
        self._host.say("Nothing was sent.")

    def _ask_nevertheless(self, task: Task, change: Change, theirs: Resource) -> None:
        """Something to be deleted (or made) was changed since: show that, and ask again."""
        lines: list[Line] = []
        for name, value in theirs.items():
            if name != "$updatedAt" and change.before.get(name, ABSENT) != value:
                lines += field_lines(name, change.before.get(name), value)
        now = replace(change, before=dict(theirs), seen=str(theirs.get("$updatedAt") or ""))
        self._ask(
            f"It was changed by somebody else since. {_sentence(change)} nevertheless?",
            lines,
            {"y": (change.verb.value, partial(self._send, task, now))},
        )

    # Taking back.

    def _take_back(self, find: Callable[[], list[Entry]], direction: str) -> None:
        def found(result: Result) -> None:
            if result.error is not None:
                self._refuse(_problem(result.error))
            elif not result.value:
                since = "in this session" if direction == "undo" else "that nothing followed"
                self._host.say(f"There is nothing to {direction} {since}.")
            else:
                self._ask_back(result.value[0], direction)

        self._host.session.do(find, found)

    def _ask_back(self, entry: Entry, direction: str) -> None:
        change = taking_back(entry)
        if change is None:
            self._host.say(f"{entry.name} cannot be taken back.")
            return
        note = "This is a change like any other: the server's events fire again."
        task = _task_of(entry, self._host.session)
        lines = [*diff_lines(change), [Cell("")], [Cell(note, Tone.DIM)]]
        said = {"undo": "Undo", "redo": "Redo"}[direction]
        what = f"{said}: {_sentence(change)}?"
        self._ask(what, lines, {"y": (direction, partial(self._send, task, change))})

    # Panels.

    def _ask(
        self,
        title: str,
        lines: Sequence[Line],
        answers: Mapping[str, tuple[str, Callable[[], object]]],
        word: str = "",
    ) -> None:
        """Ask a question; `answers` are what each key says and does."""
        panel = self._question = self._question or self._mounted(Question())
        self._answers = {key: do for key, (_, do) in answers.items()}
        if word:
            self._answers = {"enter": next(iter(self._answers.values()))}
        panel.ask(title, lines, {key: label for key, (label, _) in answers.items()}, word)

    def answered(self, key: str) -> None:
        """A question was answered, or left with an empty key."""
        if self._question is not None:
            self._question.close()
        do = self._answers.get(key)
        self._answers = {}
        if do is None:
            self._host.say("Nothing was changed.")
        else:
            do()

    def form_left(self) -> None:
        """The form was left."""
        self._put_form_away()

    def put(self, text: str) -> None:
        """Put a chosen value into the field under the cursor."""
        if self._form is not None and self._form.form.draft is not None:
            self._form.take(self._form.form.with_draft(self._form.form.draft.put(text)))

    @property
    def form(self) -> FormPanel | None:
        """The form that is open."""
        return self._form if self._form is not None and self._form.visible else None

    def _put_form_away(self) -> None:
        if self._form is not None:
            self._form.close()

    def _refuse(self, problem: Problem) -> None:
        """Say why not: in the form that is open, else in the status line."""
        self._host.say(problem.line, Tone.BAD)
        if self._form is not None and self._form.visible:
            self._form.take(self._form.form.refuse(problem.line))

    def _mounted(self, panel: PanelType) -> PanelType:
        self._host.mount_panel(panel)
        return panel


def _task_of(entry: Entry, session: Session) -> Task:
    """The task of taking an entry back; its kind has writes, or it would not be in the journal."""
    kind = KINDS[entry.kind]
    if kind.writes is None:
        raise AssertionError(f"the journal holds a change of a {kind.name}")
    views = (view for view in session.views if view.kind is kind)
    view = next((one for one in views if one.ids.items() <= entry.ids.items()), None)
    return Task(view, kind, kind.writes, entry.ids, entry.answer, undoes=entry)


def _direction(entry: Entry | None) -> str:
    """What taking an entry back is called: undo, or redo where it was an undo itself."""
    if entry is None:
        return ""
    return "redo" if entry.is_undo else "undo"


def _sentence(change: Change) -> str:
    """`Delete row 66f0… of shop/orders`."""
    return change.headline[0].upper() + change.headline[1:]


def _title(task: Task, only: str) -> str:
    noun = task.kind.noun.lower()
    if task.base is None:
        return f"New {noun}"
    resource_id = safe(task.kind.identify(task.base))
    return f"{safe(only)} of {noun} {resource_id}" if only else f"Edit {noun} {resource_id}"


def _problem(error: Exception) -> Problem:
    """What to tell of a job that failed."""
    return not_written(error) if isinstance(error, JournalError) else problem_of(error)
