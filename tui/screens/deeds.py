"""The menu of what else can be done (`m`), with the thing under the cursor or with the marked."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from tui.core.cell import Cell, Tone
from tui.core.change import PERMISSIONS, Change, Level, Verb
from tui.core.deed import Deed
from tui.core.diff import brief_change, field_lines
from tui.core.form import Form
from tui.core.jobs import Job, Phase
from tui.core.kind import Resource
from tui.core.text import safe
from tui.jobs.each import as_they_are, change_each, chosen
from tui.jobs.reading import Selection as Listed
from tui.screens.editing import NOT_SENT, Editing
from tui.screens.hindrance import lacking, lacks
from tui.screens.host import Explorer, Host
from tui.screens.marking import Selection, clear, selection
from tui.screens.task import FAILURES
from tui.screens.view import View
from tui.widgets.wrapping import Line

SHOWN = 8
Plan = Callable[[Mapping[str, str], Resource], Change | None]


def ask(screen: Explorer) -> None:
    """Offer what else can be done here."""
    Deeds(screen, Editing(screen)).ask()


class Deeds:
    """Does one of the further things that a kind knows."""

    def __init__(self, host: Host, editing: Editing) -> None:
        self._host = host
        self._editing = editing

    def ask(self) -> None:
        """Offer them."""
        view = self._host.view
        marked = selection(view)
        offered = [one for one in view.kind.deeds() if one.many or marked is None]
        if not offered:
            what = f"the marked {view.kind.title.lower()}" if marked else view.kind.title.lower()
            self._host.say(f"There is nothing more to do with {what}; ? shows all keys.")
            return
        refusal = self._host.session.connection.client.refusal
        if refusal is not None:
            self._editing.refuse(refusal)
            return
        if self._host.current is None:
            return
        name = f"{marked.words} marked" if marked else view.kind.identify(self._host.current)
        client = self._host.session.connection.client
        lines: list[Line] = []
        answers: dict[str, tuple[str, Callable[[], object]]] = {}
        for one in offered:
            needs = one.needs or view.kind.needs
            if lacks(needs, client):
                told = f"{one.key}  {one.label}  "
                lines.append([Cell(told, Tone.DIM), Cell(lacking(needs).sentence, Tone.WARN)])
            else:
                lines.append([Cell(f"{one.key}  {one.label}")])
                answers[one.key] = (one.label, partial(self._chosen, one, marked))
        self._host.panels.ask(f"{view.kind.noun} {safe(name)}", lines, answers, menu=True)

    def _chosen(self, deed: Deed, marked: Selection | None) -> None:
        if not deed.asks:
            self._go(deed, marked, {})
            return
        form = Form.of(deed.label, deed.asks, {}, absent="", does="do it")
        self._host.panels.fill(
            form, lambda filled: self._go(deed, marked, filled.values()), compact=True
        )

    def _go(self, deed: Deed, marked: Selection | None, values: Mapping[str, Any]) -> None:
        if marked is not None:
            parent = self._host.view.parent
            do_each(
                self._host, marked, deed.label,
                lambda ids, one: deed.change(ids, parent, one, values),
            )  # fmt: skip
            return
        task = self._editing.task_here()
        if task is None or task.base is None:
            return
        try:
            change = deed.change(task.ids, task.parent, task.base, values)
        except ValueError as error:
            self._host.panels.put_away()
            self._host.say(str(error), Tone.WARN)
            return
        if change is None:
            self._host.panels.put_away()
            self._host.say("It is so already; nothing was sent.")
        else:
            self._editing.propose(task, change)


def delete_each(host: Host, editing: Editing) -> None:
    """Delete all that are marked, of any kind."""
    view = host.view
    marked, writes = selection(view), editing.writes_of(view)
    if marked is None or writes is None:
        return
    if writes.delete is None:
        host.say(f"{view.kind.title} cannot be deleted here.")
        return
    delete, parent = writes.delete, view.parent
    do_each(
        host,
        marked,
        "delete",
        lambda ids, one: delete(ids, parent, editing.as_kept(view.kind, one)),
    )


def do_each(host: Host, marked: Selection, label: str, plan: Plan) -> None:
    """Ask once for all, then change each, as a job."""
    view = host.view
    what = f"{marked.words} {view.kind.title.lower()}"

    def planned(resource: Resource) -> Change | None:
        resource_id = view.kind.identify(resource)
        return plan({**view.ids, view.kind.id_name: resource_id}, resource)

    lines, strictest = _told(view.loaded if marked.resources is None else marked.resources, planned)
    if marked.resources is None:
        which = f"that match: {view.filter_text}" if view.filter_text else "there are"
        lines.append([Cell(f"! All {which}, loaded or not.", Tone.WARN)])
    heavy = strictest is Level.TYPE_ID or (marked.resources is None and not view.filter_text)
    word = (str(marked.count) if marked.count is not None else "all") if heavy else ""
    host.panels.ask(
        f"{label[0].upper()}{label[1:]}: {what}?",
        lines,
        {"y": (label, partial(_start, host, marked, label, planned))},
        word=word,
        no=lambda: host.say(NOT_SENT),
    )


def _told(
    resources: Sequence[Resource], plan: Callable[[Resource], Change | None]
) -> tuple[list[Line], Level]:
    """What is said of the first of them, and how strictly it must be asked for."""
    lines: list[Line] = []
    notes: dict[str, None] = {}
    level = Level.NONE
    for resource in resources[:SHOWN]:
        try:
            change = plan(resource)
        except ValueError as error:
            lines.append([Cell(str(error), Tone.WARN)])
            continue
        if change is not None:
            told = brief_change(change) if change.after else ""
            about = f"  {told}" if told and change.verb is Verb.UPDATE else ""
            lines.append([Cell(change.headline), Cell(about, Tone.DIM)])
            if change.verb is Verb.UPDATE and PERMISSIONS in change.after:
                old, new = change.before.get(PERMISSIONS), change.after[PERMISSIONS]
                lines += [[Cell("  "), *line] for line in field_lines(PERMISSIONS, old, new)]
            notes.update(dict.fromkeys(change.notes))
            level = Level.TYPE_ID if Level.TYPE_ID in (level, change.level) else change.level
    if len(resources) > SHOWN:
        lines.append([Cell(f"and {len(resources) - SHOWN:,} more", Tone.DIM)])
    warned: list[Line] = [
        [Cell(safe(one), Tone.WARN if one.startswith("!") else Tone.DIM)] for one in notes
    ]
    return [*warned, *lines], level


def _start(
    host: Host, marked: Selection, label: str, plan: Callable[[Resource], Change | None]
) -> None:
    view, connection = host.view, host.session.connection
    host.panels.put_away()
    total = marked.count if marked.resources is None else len(marked.resources)
    found = Listed(view.kind, view.ids, *view.found)
    _run(
        host, view, label, plan, total, lambda job: chosen(job, connection, found, marked.resources)
    )
    clear(view)
    host.say(f"{label} {view.kind.title.lower()}: {marked.words} at work; J shows it.")


def _run(
    host: Host,
    view: View,
    label: str,
    plan: Callable[[Resource], Change | None],
    total: int | None,
    read: Callable[[Job], Iterator[Resource]],
) -> None:
    """Change each that `read` gives, as a job; it can be repeated for what is left of it."""
    session, left = host.session, list[Resource]()
    unit = view.kind.title.lower()
    job = Job(f"{label} {unit}", total, unit)

    def work(job: Job) -> None:
        door, mark = session.writing.door, secrets.token_hex(6)
        change_each(job, door, read(job), view.kind.identify, plan, mark, left)

    def again() -> None:
        if left:
            rest = partial(as_they_are, session.connection, view.kind, view.ids, [*left])
            _run(host, view, label, plan, len(left), lambda job: rest())
        else:
            # It broke off while the list was read: nothing was changed yet.
            _run(host, view, label, plan, total, read)

    def ended(job: Job) -> None:
        host.show_again(view)
        good = job.phase is Phase.DONE and not job.failed
        failed = f" {job.failures[0].name}: {job.failures[0].reason} (J)" if job.failures else ""
        host.say(f"{job.line}.{failed}", Tone.GOOD if good else Tone.WARN)

    job.again = again
    session.start(job, work, FAILURES, ended)
