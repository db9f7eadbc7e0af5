"""Exporting the list that is looked at: asks what and where, and works in the background."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from tui.api.errors import ApiError
from tui.config.paths import from_home
from tui.core.cell import Tone
from tui.core.export_text import ExportText
from tui.core.export_text import Form as TextForm
from tui.core.file_name import numbered
from tui.core.form import Form
from tui.core.jobs import Job, Phase
from tui.core.kind import Resource
from tui.core.redact import without_secrets
from tui.core.spec import Shape, Spec
from tui.core.text import safe
from tui.jobs.export_state import FOLDER, ExportState
from tui.jobs.exporting import FileExport, columns_of, state_of
from tui.jobs.reading import Marked, Reading, Selection
from tui.screens.host import Explorer
from tui.screens.view import View

FAILURES = (ApiError, OSError)
SHOWN, ALL = "as shown", "all"
HARMLESS, RAW = "harmless", "as they are"
LEFT_OUT, INCLUDED = "left out", "included"


def ask(screen: Explorer) -> None:
    """Write the marked, what the filter finds, or all, to a file that is asked for."""
    Exporting(screen).ask()


class Exporting:
    """Asks what is to be written, and where."""

    def __init__(self, screen: Explorer) -> None:
        self._screen = screen
        self._view = screen.view
        self._what = _choices(screen.view)

    def ask(self) -> None:
        """Open the form; the ending of the file says in which format."""
        view = self._view
        name = view.place.parents[-1] if view.place.parents else view.kind.title.lower()
        words = [*self._what]
        values = {
            "file": _untaken(f"{name}.csv"),
            "what": words[0],
            "columns": ALL,
            "formulas": HARMLESS,
        }
        specs = [
            Spec("file", Shape.TEXT, ".csv .ndjson .json .md", required=True),
            _choice("what", "", *words),
            _choice("columns", "", ALL, SHOWN),
            _choice("formulas", "in CSV", HARMLESS, RAW),
        ]
        if _has_secrets(view):
            specs.append(_choice("secrets", "hashes and the like", LEFT_OUT, INCLUDED))
            values["secrets"] = LEFT_OUT
        form = Form.of(f"Export {view.kind.title.lower()}", specs, values, does="export")
        self._screen.panels.fill(form, self._filled, compact=True)

    def _filled(self, form: Form) -> None:
        said = {draft.spec.name: str(draft.value) for draft in form.drafts}
        path = Path(os.path.expandvars(said["file"].strip())).expanduser()
        refusal = _refusal(path)
        text_form = TextForm.of_name(path.name)
        if refusal or text_form is None:
            self._screen.panels.refuse_text(
                refusal or "Its ending says in which format: .csv, .ndjson, .json or .md."
            )
            return
        view = self._view
        as_shown = said["columns"] == SHOWN
        columns = columns_of(view.kind, view.parent)
        if as_shown:
            columns = tuple(dict.fromkeys(one.source for one in view.fields if one.source))
        text = ExportText(text_form, columns, chosen=as_shown, raw=said["formulas"] == RAW)
        source = self._what[said["what"]](said.get("secrets") == INCLUDED)
        file = FileExport(path, text, source, state=self._state(path, source, text))
        try:
            found = file.take_up()
        except FileExistsError as error:
            self._screen.panels.refuse_text(f"{error} Name another file.")
            return
        self._screen.panels.put_away()
        self._start(file, found)

    def _state(self, path: Path, source: Reading | Marked, text: ExportText) -> ExportState:
        """What is kept of where it is, if anything may be kept."""
        session, wanted = self._screen.session, source.selection
        folder = None if session.journal is None else session.journal.with_name(FOLDER)
        narrowed = wanted.queries or wanted.search or wanted.keep is not None
        where = self._view.filter_text if narrowed else ""
        marked = source.marked if isinstance(source, Marked) else ()
        ids = [wanted.kind.identify(one) for one in marked]
        return state_of(folder, path, session.connection, wanted, text, where, ids)

    def _start(self, file: FileExport, found: str = "") -> None:
        """`found` tells of what an earlier run left."""
        session, view = self._screen.session, self._view
        connection = session.connection
        job = Job(f"export {file.path.name}", unit=view.kind.title.lower())

        def ended(job: Job) -> None:
            if job.phase is Phase.DONE:
                where = safe(from_home(str(file.path.absolute())))
                gone = f" {job.failed} were deleted meanwhile." if job.failed else ""
                self._screen.say(f"{job.done:,} {job.unit} are in {where}.{gone}", Tone.GOOD)
                return
            job.again = lambda: self._start(file)
            left = f" What came is in {safe(file.part.name)}; J, then R goes on."
            left = left if file.count else ""
            self._screen.say(f"{job.line.rstrip('.')}.{left}", Tone.WARN)

        session.start(job, lambda job: file.run(job, connection), FAILURES, ended)
        self._screen.say(
            f"{found} J shows it." if found else "It is under way; J shows it.", Tone.DIM
        )


def _choices(view: View) -> dict[str, Callable[[bool], Reading | Marked]]:
    """What can be exported here, the likeliest first, and what reads it."""
    kind, ids = view.kind, view.ids
    arrange = view.listing.source.arrange

    def selection(found: bool, secrets: bool) -> Selection:
        queries, search, keep = view.found if found else ((), "", None)
        made = Selection(kind, ids, queries, search, keep, secrets, view.order, arrange)
        return made.with_related(view.parent)

    marked: list[Resource] = [] if view.all_marked else [*view.marks.values()]
    offered: dict[str, Callable[[bool], Reading | Marked]] = {}
    if marked:
        offered[f"the {len(marked):,} marked"] = lambda secrets: Marked(
            selection(False, secrets), marked
        )
    if view.filter_text:
        offered["what the filter finds"] = lambda secrets: Reading(selection(True, secrets))
    whole = "the whole table" if kind.name == "row" else "all of the list"
    offered[whole] = lambda secrets: Reading(selection(False, secrets))
    return offered


def _has_secrets(view: View) -> bool:
    """Whether something would be left out, as far as what is loaded tells."""
    if view.kind.name == "row":
        return False
    return any(len(without_secrets(one)) < len(one) for one in view.loaded)


def _untaken(name: str) -> str:
    """A name that no file of the folder has: `orders.csv`, `orders (2).csv`."""
    number, one = 1, name
    while Path(one).exists():
        number += 1
        one = numbered(name, number)
    return one


def _refusal(path: Path) -> str:
    """Why nothing can be written there; empty where it can."""
    shown = safe(str(path))
    if path.is_dir():
        return f"{shown} is a folder: name a file in it."
    if path.exists():
        return f"{shown} is there already: name another file."
    if not path.parent.is_dir():
        return f"There is no folder {safe(str(path.parent))}."
    if not os.access(path.parent, os.W_OK):
        return f"Nothing can be written in {safe(str(path.parent))}: choose another folder."
    return ""


def _choice(name: str, about: str, *elements: str) -> Spec:
    return Spec(name, Shape.ENUM, about, required=True, elements=elements)
