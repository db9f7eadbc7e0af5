"""Changing all marked rows: what is asked before, and the job that does it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

from appwrite.operator import Operator

from tui.api.door import GONE
from tui.api.workers import Result
from tui.core.cell import Cell, Tone
from tui.core.change import PERMISSIONS, Change
from tui.core.diff import ARROW, diff_lines, field_lines
from tui.core.form import Form
from tui.core.jobs import Job, Phase
from tui.core.journal import Entry
from tui.core.kind import Resource
from tui.core.merge import merged_permissions
from tui.core.spec import Shape, Spec
from tui.core.text import brief, safe
from tui.core.values import apart, of
from tui.jobs.course import BATCH, Course, Wanted
from tui.jobs.rows import Table, change_rows, meant
from tui.jobs.taking_back import take_back
from tui.resources.row_changes import cascades, delete_row, reaches_others, update_row
from tui.screens.deeds import do_each
from tui.screens.editing import NOT_SENT, Editing
from tui.screens.host import Host
from tui.screens.marking import Selection, clear, selection
from tui.screens.task import FAILURES, problem_in
from tui.screens.view import View
from tui.widgets.wrapping import Line

LONGEST = 40
"""Characters of a value that are shown of one row among many."""
SHOWN = 8
"""Rows whose change is shown before all of them are changed."""
DELETE = "Delete"
LOOKED_AT = 500
"""Rows that are read to tell what goes with them when they are deleted."""
Plan = Callable[[Mapping[str, str], Resource], Change | None]


class Bulk:
    """Changes what is marked."""

    def __init__(self, host: Host, editing: Editing) -> None:
        self._host = host
        self._editing = editing

    @property
    def is_due(self) -> bool:
        """Whether anything is marked: then a wish is meant for that."""
        return selection(self._host.view) is not None

    # Wishes.

    def edit(self, only: str = "") -> None:
        """Set columns of all marked rows, or this one."""
        view, marked = self._here()
        if view is None or marked is None:
            return
        specs = [_blank(spec) for spec in _specs(view) if only in ("", spec.name)]
        if not specs:
            self._host.say(f"{only} cannot be edited.")
            return
        title = f"Set {only or 'columns'} of {marked.rows}"
        form = Form.of(title, specs, {}, absent="as it is", does="preview")
        self._host.panels.fill(form, partial(self._set, view, marked), compact=bool(only))

    def edit_cell(self) -> None:
        """Set the column under the cursor for all marked rows."""
        field = self._host.current_field
        if field is not None:
            self.edit(field.source or field.label)

    def replace_text(self) -> None:
        """Replace a text by another in a column of all marked rows."""
        view, marked = self._here()
        column = self._column(view, (Shape.TEXT, Shape.EMAIL, Shape.URL), "text")
        if view is None or marked is None or column is None:
            return
        specs = (
            Spec("find", Shape.TEXT, "text, as it is", required=True),
            Spec("replace with", Shape.TEXT, "text"),
        )
        title = f"Replace text in {column.name} of {marked.rows}"
        form = Form.of(title, specs, {"find": "", "replace with": ""}, does="preview")
        self._host.panels.fill(form, partial(self._replace, view, marked, column), compact=True)

    def increment(self) -> None:
        """Add a number to a column of all marked rows."""
        view, marked = self._here()
        column = self._column(view, (Shape.INTEGER, Shape.FLOAT), "numbers")
        if view is None or marked is None or column is None:
            return
        spec = Spec("by", column.shape, f"{column.shape.value}, negative to subtract", True)
        form = Form.of(f"Add to {column.name} of {marked.rows}", (spec,), {"by": 1})
        self._host.panels.fill(form, partial(self._add, view, marked, column), compact=True)

    def delete(self) -> None:
        """Delete all marked rows."""
        view, marked = self._here()
        if view is None or marked is None:
            return
        table = view.parent

        def plan(ids: Mapping[str, str], row: Resource) -> Change | None:
            return delete_row(ids, table, row)

        def ask(notes: Sequence[str] = ()) -> None:
            lines: list[Line] = [[Cell(one, Tone.WARN)] for one in notes]
            lines += [
                [Cell("− ", Tone.BAD), Cell(view.kind.identify(row))]
                for row in (marked.resources or ())[:SHOWN]
            ]
            lines.append([Cell("u brings them back, with a new $sequence.", Tone.DIM)])
            self._ask(view, marked, DELETE, lines, plan)

        def arrived(result: Result) -> None:
            if result.error is not None:
                self._editing.refuse(problem_in(result.error))
            else:
                self._host.say("")
                ask(result.value)

        if reaches_others(table):
            self._host.say("Reading what goes with them…", Tone.DIM)
            writing, wanted = self._host.session.writing, _wanted(view, marked, deletes=True)
            self._host.await_answer(lambda: _along(writing, view, wanted), arrived)
        else:
            ask()

    def set_permissions(self, was: Sequence[str], wanted: Sequence[str]) -> None:
        """Change the permissions of all that is marked as those of one were changed, from `was` to
        what is `wanted`; where they have other lists, they may keep what is their own."""
        view, marked = self._host.view, selection(self._host.view)
        if marked is None or self._editing.writes_of(view) is None:
            return
        same = partial(self._grant, view, marked, lambda theirs: list(wanted))
        merged = partial(self._grant, view, marked, partial(merged_permissions, was, mine=wanted))
        own = [set(one.get(PERMISSIONS) or ()) for one in self._at_hand(view, marked)]
        other = sum(one != set(was) for one in own)
        if not other and marked.resources is not None:
            same()
            return
        noun = view.kind.title.lower()
        told = f"! {other:,} of the {len(own):,} {noun} at hand have other lists."
        self._host.panels.ask(
            f"These changes for {marked.words} {noun}, or this list?",
            [*field_lines(PERMISSIONS, was, wanted), [Cell(told, Tone.WARN)]],
            {"c": ("only these changes", merged), "l": ("the same list for all", same)},
            no=lambda: self._host.say(NOT_SENT),
        )

    def _grant(
        self, view: View, marked: Selection, wanted: Callable[[Sequence[str]], list[str]]
    ) -> None:
        """Give each that is marked what is wanted, given its own list."""
        writes, parent = view.kind.writes, view.parent

        def plan(ids: Mapping[str, str], one: Resource) -> Change | None:
            values = {PERMISSIONS: wanted(one.get(PERMISSIONS) or ())}
            return None if writes is None else writes.update(ids, parent, one, values)

        if view.kind.name == "row":
            lines = self._preview(view, marked, plan)
            self._ask(view, marked, "Set the permissions of", lines, plan)
        else:
            do_each(self._host, marked, "set permissions", plan)

    def take_back(self, entries: Sequence[Entry], direction: str) -> None:
        """Take the changes of a job back, as a job of its own."""
        writing = self._host.session.writing
        job = Job(direction, len(entries), "changes")
        work = partial(_take_back, writing=writing, entries=entries, mark=secrets.token_hex(6))
        job.again = partial(self.take_back, entries, direction)
        self._host.session.start(
            job, work, FAILURES, partial(self._ended, self._host.view, direction)
        )
        self._host.say(f"{direction} of {len(entries):,} changes runs; J shows it.")

    # Steps.

    def _here(self) -> tuple[View | None, Selection | None]:
        """The view and what is marked in it, where that can be changed together."""
        view = self._host.view
        if view.kind.name != "row":
            self._host.say("Only marked rows can be changed together.")
        elif self._editing.writes_of(view) is not None:
            return view, selection(view)
        return None, None

    def _column(self, view: View | None, shapes: tuple[Shape, ...], what: str) -> Spec | None:
        """The column under the cursor, where it is of these shapes."""
        field = self._host.current_field
        if view is None or field is None:
            return None
        for spec in _specs(view):
            if spec.name == field.source and spec.shape in shapes and not spec.array:
                return spec
        self._host.say(f"Put the cursor on a column of {what} first; ← and → move it.")
        return None

    def _set(self, view: View, marked: Selection, form: Form) -> None:
        values = form.values()
        if not values:
            self._host.panels.put_away()
            self._host.say("Nothing was changed.")
            return
        table = view.parent

        def plan(ids: Mapping[str, str], row: Resource) -> Change | None:
            return update_row(ids, table, row, values)

        self._ask(view, marked, "Change", self._preview(view, marked, plan), plan)

    def _at_hand(self, view: View, marked: Selection) -> Sequence[Resource]:
        """What is marked, as far as it was loaded."""
        return marked.resources if marked.resources is not None else view.loaded

    def _preview(self, view: View, marked: Selection, plan: Plan) -> list[Line]:
        """The first changes, field by field, and how many rows change at all."""
        rows, lines, count = self._at_hand(view, marked), list[Line](), 0
        for row in rows:
            row_id = view.kind.identify(row)
            change = plan({**view.ids, view.kind.id_name: row_id}, row)
            count += change is not None
            if change is not None and count <= SHOWN:
                name = Cell(f"{brief(row_id)}  ", Tone.DIM)
                lines += [[name, *map(_short, line)] for line in diff_lines(change)]
        rest = f"{count:,} of the {len(rows):,} rows at hand would change."
        return [*lines, [Cell(rest, Tone.DIM)]]

    def _replace(self, view: View, marked: Selection, column: Spec, form: Form) -> None:
        values = {draft.spec.name: draft.line.text for draft in form.drafts}
        old, new = values["find"], values["replace with"]
        if not old:
            self._host.panels.refuse_text("There is no text to find.")
            return
        table, operator = view.parent, Operator.string_replace(old, new)

        def plan(ids: Mapping[str, str], row: Resource) -> Change | None:
            if old not in str(row.get(column.name) or ""):
                return None
            return meant(update_row(ids, table, row, {column.name: operator}))

        known = self._at_hand(view, marked)
        hits = [row for row in known if old in str(row.get(column.name) or "")]
        lines: list[Line] = []
        for row in hits[:SHOWN]:
            text = str(row.get(column.name))
            before, after = map(_short, apart(text, text.replace(old, new)))
            name = Cell(f"{brief(view.kind.identify(row))}  ", Tone.DIM)
            lines.append([name, before, ARROW, after])
        if marked.resources is not None and not hits:
            self._host.panels.refuse_text(
                f"None of the marked rows holds that text in {column.name}."
            )
            return
        rest = f"{len(hits):,} of the {len(known):,} rows at hand hold that text."
        self._ask(view, marked, "Replace text in", [*lines, [Cell(rest, Tone.DIM)]], plan)

    def _add(self, view: View, marked: Selection, column: Spec, form: Form) -> None:
        amount = form.drafts[0].value
        table = view.parent
        operator = Operator.increment(amount) if amount >= 0 else Operator.decrement(-amount)

        def plan(ids: Mapping[str, str], row: Resource) -> Change | None:
            return meant(update_row(ids, table, row, {column.name: operator}))

        lines: list[Line] = []
        for row in (marked.resources or ())[:SHOWN]:
            before = row.get(column.name)
            name = Cell(f"{brief(view.kind.identify(row))}  ", Tone.DIM)
            lines.append([name, of(before), ARROW, of((before or 0) + amount)])
        self._ask(view, marked, f"Add {amount} to {safe(column.name)} of", lines, plan)

    def _ask(
        self, view: View, marked: Selection, verb: str, lines: Sequence[Line], plan: Plan
    ) -> None:
        """Ask once for all; what is not marked one by one needs the table's id typed."""
        by_list = marked.resources is None
        word = view.ids["tableId"] if by_list else ""
        told = list(lines)
        if by_list:
            which = f"that match: {view.filter_text}" if view.filter_text else "of the table"
            told.append([Cell(f"! All {which}, loaded or not.", Tone.WARN)])
        self._host.panels.ask(
            f"{verb} {marked.rows} of {view.ids['databaseId']}/{view.ids['tableId']}?",
            told,
            {"y": (verb.split()[0].lower(), partial(self._start, view, marked, verb, plan))},
            word=word,
            no=lambda: self._host.say(NOT_SENT),
        )

    def _start(self, view: View, marked: Selection, verb: str, plan: Plan) -> None:
        self._host.panels.put_away()
        wanted = _wanted(view, marked, deletes=verb == DELETE)
        title = f"{verb.split()[0].lower()} rows of {view.ids['tableId']}"
        self._run(view, title, plan, wanted, marked.count)
        clear(view)
        self._host.say(f"{title}: {marked.words} at work; J shows it.")

    def _run(self, view: View, title: str, plan: Plan, wanted: Wanted, total: int | None) -> None:
        """Change rows as a job; it can be repeated for what is left of it."""
        course, job = Course(), Job(title, total)

        def again() -> None:
            left = wanted.left(course, is_over=job.phase is Phase.DONE)
            if left.is_nothing:
                said = "Nothing is left to repeat: these rows are gone, or may be changed already."
                self._host.say(said, Tone.WARN)
                return
            rest = len(left.row_ids)
            if left.after is not None:
                rest = 0 if total is None else max(0, total - job.done)
            self._run(view, title, plan, left, rest or None)

        job.again = again
        work = partial(
            _change,
            writing=self._host.session.writing,
            view=view,
            wanted=wanted,
            plan=plan,
            course=course,
        )
        self._host.session.start(job, work, FAILURES, partial(self._ended, view, ""))

    def _ended(self, view: View, direction: str, job: Job) -> None:
        """A job is over: tell its result, show what it changed."""
        self._host.show_again(view)
        good = job.phase is Phase.DONE and not job.failed
        back = "U redoes" if direction == "undo" else "u undoes"
        undo = f" {back}." if job.done > job.unchanged else ""
        failed = " J names what failed." if job.failed else ""
        self._host.say(f"{job.line}.{undo}{failed}", Tone.GOOD if good else Tone.WARN)


def _wanted(view: View, marked: Selection, *, deletes: bool) -> Wanted:
    """The rows that are marked."""
    if marked.resources is None:
        return Wanted((), view.listing.source.filters, "", deletes)
    return Wanted([view.kind.identify(row) for row in marked.resources], deletes=deletes)


def _along(writing: Any, view: View, wanted: Wanted) -> list[str]:
    """What goes with rows that are deleted, in words; of many, with the first of them."""
    table = Table(writing.door, view.ids, view.parent or {})
    read = list(islice(table.wanted(wanted), LOOKED_AT // BATCH + 1))
    rows = [row for batch in read for row in batch][:LOOKED_AT]
    told = [one.removeprefix("! ") for one in cascades(table.table, rows)]
    more = len(read) > LOOKED_AT // BATCH
    return [f"The first {LOOKED_AT} alone: {one}" for one in told] if more else told


def _change(job: Job, writing: Any, view: View, wanted: Wanted, plan: Plan, course: Course) -> None:
    table = Table(writing.door, view.ids, view.parent or {})
    rows = table.wanted(wanted, lambda row_id: job.fail(row_id, GONE.line))
    change_rows(job, table, rows, plan, secrets.token_hex(6), course)


def _take_back(job: Job, writing: Any, entries: Sequence[Entry], mark: str) -> None:
    """Undo those that are not undone yet: an earlier try may have come some way."""
    journal = writing.door.journal
    now = [journal.entry(entry.id) for entry in entries]
    left = [entry for entry in now if entry is not None and not entry.undone]
    job.total = len(left)
    take_back(job, writing.door, left, mark)


def _specs(view: View) -> tuple[Spec, ...]:
    specs = view.kind.form(view.parent, False) if view.kind.form is not None else ()
    return tuple(spec for spec in specs if not spec.locked)


def _blank(spec: Spec) -> Spec:
    """A field that changes nothing while nothing is typed into it."""
    return replace(spec, default=None, required=False)


def _short(cell: Cell) -> Cell:
    """A value among those of many rows: each has a line."""
    return cell if len(cell.text) <= LONGEST else Cell(f"{cell.text[:LONGEST]}…", cell.tone)
