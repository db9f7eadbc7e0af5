"""Exporting the list that is looked at: asks for a file, and works in the background."""

from __future__ import annotations

import os
from pathlib import Path

from tui.api.errors import ApiError
from tui.core.cell import Tone
from tui.core.export_text import ExportText, Form
from tui.core.jobs import Job, Phase
from tui.core.redact import without_secrets
from tui.core.text import safe
from tui.jobs.exporting import Selection, columns_of, export, new_file, write
from tui.screens.host import Explorer
from tui.widgets.prompt import Prompt

FAILURES = (ApiError, OSError)


def ask(screen: Explorer) -> None:
    """Write the marked, or all that the list finds, to a file that is asked for."""
    Exporting(screen).ask()


class Exporting:
    """Asks where the marked, or all that the list finds, is to be written."""

    def __init__(self, screen: Explorer) -> None:
        self._asking = screen.asking
        self._session = screen.session
        self._view = screen.view
        self._say = screen.say

    def ask(self) -> None:
        """Ask for the file; its ending says in which form."""
        view = self._view
        what = "all that match" if view.filter_text else "all"
        if view.marks and not view.all_marked:
            what = f"the {len(view.marks):,} marked"
        name = view.place.parents[-1] if view.place.parents else view.kind.title.lower()
        hint = f"write {what} to a file: .csv .ndjson .json .md"
        self._asking.ask("export", hint, lambda text: (), self._entered, f"{name}.csv")

    def _entered(self, said: Prompt.Submitted) -> None:
        path = Path(os.path.expandvars(said.text.strip())).expanduser()
        form = Form.of_name(path.name)
        if form is None:
            self._asking.refuse("Its ending says in which form: .csv, .ndjson, .json or .md.")
        elif path.exists():
            self._asking.refuse(f"{safe(str(path))} is there already: name another file.")
        elif not os.access(path.parent, os.W_OK):
            self._asking.refuse(f"Nothing can be written in {safe(str(path.parent))}.")
        else:
            self._asking.close()
            self._start(path, form)

    def _start(self, path: Path, form: Form) -> None:
        view, connection = self._view, self._session.connection
        marked = [] if view.all_marked else list(view.marks.values())
        if view.kind.name != "row":
            marked = [without_secrets(one) for one in marked]
        selection = Selection(view.kind, view.ids, *view.found)
        text = ExportText(form, columns_of(view.kind, view.parent))
        job = Job(f"export to {safe(path.name)}", len(marked) or None, view.kind.title.lower())

        def work(job: Job) -> None:
            with new_file(path) as out:
                if not marked:
                    export(job, connection, selection, text, out)
                    return
                out.write(text.begin())
                write(job, marked, text, out)
                out.write(text.end())

        def ended(job: Job) -> None:
            if job.phase is Phase.DONE:
                where = safe(str(path.absolute()))
                self._say(f"{job.done:,} {job.unit} are in {where}.", Tone.GOOD)
            else:
                left = f" What came out is in {safe(path.name)}.part." if job.done else ""
                self._say(f"{job.line}.{left}", Tone.WARN)

        self._session.start(job, work, FAILURES, ended)
        self._say(f"{job.title}: J shows how far it is.", Tone.DIM)
