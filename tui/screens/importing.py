"""Importing a file into the table that is open: which file, which field where, then a job."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from tui.api.errors import ApiError
from tui.api.workers import Result
from tui.config.kept_imports import KeptImports
from tui.core.cell import Cell, Tone
from tui.core.import_wish import Wish
from tui.core.jobs import Job, Phase
from tui.core.text import brief, safe
from tui.core.text_file import RecordsError
from tui.jobs.course import BATCH
from tui.jobs.import_file import beside
from tui.screens.hindrance import lacking, lacks
from tui.screens.host import Explorer
from tui.screens.import_order import FAILURES, Order, begun, carry_out, place_of, try_out
from tui.screens.job_panel import show as show_jobs
from tui.screens.paths import named, offer
from tui.widgets.fuzzy import matching
from tui.widgets.mapping import MappingPanel
from tui.widgets.prompt import Choice, Prompt
from tui.widgets.wrapping import Line

BY_NAME = "by its name"
LEFT_OUT = "leave it out"
BROKE_OFF = "its import broke off: enter goes on"


class Importing:
    """Carries one import at a time to its start; what runs is a job of the session."""

    def __init__(self, screen: Explorer) -> None:
        self._screen = screen
        self._panel: MappingPanel | None = None
        self._order: Order | None = None
        self._looks = 0

    @property
    def panel(self) -> MappingPanel | None:
        """The mapping, while it is open."""
        return self._panel if self._panel is not None and self._panel.visible else None

    def ask(self) -> None:
        """Ask for the file; `tab` completes its path."""
        screen = self._screen
        client, needs = screen.session.connection.client, screen.view.kind.needs
        if screen.view.kind.name != "row":
            screen.say("Files are imported into a table: open its rows first.")
        elif client.refusal is not None:
            screen.say(client.refusal.line, Tone.BAD)
        elif lacks(needs, client):
            screen.say(lacking(needs).line, Tone.BAD)
        elif screen.view.parent is None:
            screen.say("The table is not known yet; try again in a moment.")
        else:
            self._ask_path(f"{Path.cwd()}/")

    # What the panel asks for.

    def look(self) -> None:
        """Look at the file anew: something else is wanted of it."""
        panel, order = self.panel, self._order
        if panel is None or order is None:
            return
        self._looks += 1
        number = self._looks

        def arrived(looked: Order) -> None:
            # Of keys typed faster than the file is read, the last one counts.
            if number == self._looks:
                self._take(looked)

        self._run(partial(order.wanted, panel.wish), arrived, self._screen.session.do)

    def ask_column(self) -> None:
        """Ask which column the field under the cursor goes into."""
        panel, order = self.panel, self._order
        if panel is None or order is None or not panel.source:
            return
        source, specs = panel.source, order.preview.layout.specs
        offered = [Choice(LEFT_OUT, "nothing of it is imported")]
        for spec in specs.values():
            offered.append(Choice(spec.name, spec.type + (", required" if spec.required else "")))
        offered.append(Choice(BY_NAME, "as if nothing had been said"))

        def chosen(said: Prompt.Submitted) -> None:
            typed = said.text.strip()
            choice = typed if typed in specs else said.choice
            if not choice:
                self._screen.asking.refuse(f"There is no column {brief(typed)}.")
                return
            self._screen.asking.close()
            column = {LEFT_OUT: "", BY_NAME: None}.get(choice, choice)
            panel.wish = panel.wish.mapped(source, column)
            self.look()

        sign = f"{safe(source)} →"
        self._screen.asking.ask(sign, "a column", lambda text: matching(offered, text), chosen)

    def ask_rejects(self) -> None:
        """Ask where the rejected lines go."""
        order = self._order
        if order is None:
            return

        def entered(said: Prompt.Submitted) -> None:
            path = Path(os.path.expandvars(said.text.strip())).expanduser()
            if path.exists():
                self._screen.asking.refuse(f"{safe(str(path))} is there already: name another.")
            elif not os.access(path.parent, os.W_OK):
                self._screen.asking.refuse(f"Nothing can be written in {safe(str(path.parent))}.")
            else:
                self._screen.asking.close()
                self._take(replace(order, rejects=path))

        hint = "a file for the rejected lines and their reasons"
        self._screen.asking.ask("rejects", hint, lambda text: (), entered, str(order.rejects))

    def try_out(self) -> None:
        """Go through the whole file without sending anything."""
        order, session = self._order, self._screen.session
        if order is None or self._is_hopeless(order):
            return

        def ended(job: Job) -> None:
            failed = f"{job.failed:,} would fail" if job.failed else "none would fail"
            said = f"{job.done:,} rows would be sent, {failed}; nothing was sent."
            if job.phase is not Phase.DONE:
                said = f"The dry run is {job.phase.value}: {job.note or said}"
            else:
                self._counted(order, job.done + job.failed)
                said += " J names them." if job.failed else ""
            job.why_once = "A dry run only tells; I tries the file anew."
            good = job.phase is Phase.DONE and not job.failed
            self._tell(said, Tone.GOOD if good else Tone.WARN)

        job = Job(f"dry run of {safe(order.path.name)}", order.total)
        session.start(job, partial(try_out, order, session), FAILURES, ended)
        self._tell("The dry run goes through the whole file …", Tone.ACCENT)

    def propose(self) -> None:
        """Ask whether it is meant, then begin."""
        order = self._order
        if order is None or self._is_hopeless(order):
            return
        preview = order.preview
        count = f"{order.total or len(preview.drafts):,}{' and more' if not order.total else ''}"
        verb = "Create or change" if order.wish.options.upsert else "Create"
        lines: list[Line] = [
            [Cell("file            ", Tone.DIM), Cell(safe(str(order.path)))],
            [Cell("rejected lines  ", Tone.DIM), Cell(safe(str(order.rejects)))],
        ]
        if preview.failing:
            told = f"! {len(preview.failing):,} of the first {len(preview.drafts):,} will fail."
            lines.append([Cell(told, Tone.WARN)])
        if order.wish.stop:
            lines.append([Cell("It stops at the first that fails.", Tone.DIM)])
        self._screen.panels.ask(
            f"{verb} {count} rows of {safe(order.place)}?",
            lines,
            {"y": ("import", partial(self._start, order))},
            no=lambda: self._tell("Nothing was sent.", Tone.PLAIN),
        )

    def show_jobs(self) -> None:
        """Tell what failed, of a dry run for instance."""
        show_jobs(self._screen)

    def leave(self) -> None:
        """Give the import up."""
        if self._panel is not None:
            self._panel.close()
        self._screen.say("Nothing was imported.")

    # Steps.

    @property
    def _kept(self) -> KeptImports:
        """What was wanted of imports, also before this start."""
        return KeptImports(self._screen.session.memory)

    def _ask_path(self, text: str) -> None:
        hint = "a CSV, JSON or NDJSON file; tab completes"
        unfinished = self._kept.unfinished(place_of(self._screen.view))
        first = [] if unfinished is None else [Choice(str(unfinished), BROKE_OFF)]

        def offered(typed: str) -> Sequence[Choice]:
            return [*first, *offer(typed)] if typed == text else offer(typed)

        self._screen.asking.ask("import", hint, offered, self._path_entered, text)

    def _path_entered(self, said: Prompt.Submitted) -> None:
        typed = said.text.strip()
        paths = named(typed)
        if not paths and said.choice:
            if said.choice.endswith("/") and said.choice != typed:
                self._ask_path(said.choice)
                return
            paths = named(said.choice)
        if len(paths) != 1:
            what = "names several files" if paths else "is no file"
            self._screen.asking.refuse(f"{safe(typed)} {what}.")
            return
        self._screen.say("Looking at the file…", Tone.DIM)
        view, session = self._screen.view, self._screen.session
        wish = self._kept.wish(paths[0], place_of(view)) or Wish()
        look = partial(begun, paths[0], view, session, wish)
        self._run(look, self._open, self._screen.await_answer)

    def _run(
        self, look: Callable[[], Order], then: Callable[[Order], object], do: Callable[..., object]
    ) -> None:
        """Look at the file in a worker thread; `do` is how."""

        def arrived(result: Result) -> None:
            if result.error is None:
                then(result.value)
            elif isinstance(result.error, ApiError):
                self._refuse(result.error.problem.line)
            elif isinstance(result.error, RecordsError | OSError):
                self._refuse(str(result.error))
            else:
                raise result.error

        do(look, arrived)

    def _open(self, order: Order) -> None:
        if self._screen.view is not order.view:
            return
        self._screen.asking.close()
        self._screen.say("")
        self._order = order
        panel = self._panel
        if panel is None:
            panel = self._panel = MappingPanel()
            self._screen.mount_panel(panel)
        form = order.preview.form.value.upper()
        title = f"Import {safe(order.path.name)} ({form}) into {safe(order.place)}"
        panel.open(title, order.wish, order.preview, str(order.rejects))
        if order.wish.resume:
            panel.tell("Rows of an earlier try are there: they are skipped.", Tone.WARN)
        elif order.there:
            first = f"{order.there} of the first {min(len(order.preview.drafts), BATCH)} ids"
            panel.tell(f"{first} are in the table: m changes those, r skips them.", Tone.WARN)

    def _take(self, order: Order) -> None:
        if self.panel is not None:
            self._order = order
            self.panel.take(order.wish, order.preview, str(order.rejects))

    def _counted(self, order: Order, count: int) -> None:
        """The file was gone through: it is known how many records it has."""
        if self._order is not None and self._order.path == order.path:
            self._order = replace(self._order, counted=count)

    def _is_hopeless(self, order: Order) -> bool:
        """Whether it cannot begin; then it is said why."""
        preview = order.preview
        if preview.troubles:
            self._tell(preview.troubles[0].said, Tone.BAD)
        elif preview.drafts:
            return False
        else:
            self._tell(preview.broken or "The file holds no rows.", Tone.BAD)
        return True

    def _start(self, order: Order) -> None:
        if self._panel is not None:
            self._panel.close()
        screen, session = self._screen, self._screen.session
        kept = self._kept
        # Whoever tries the same file once more wants the same of it, after what is in.
        wish = replace(order.wish, resume=order.wish.resume or not order.wish.options.upsert)
        kept.begun(order.path, order.place, wish)

        def ended(job: Job) -> None:
            if job.phase is Phase.DONE:
                kept.ended(order.path, order.place, wish, failed=job.failed > 0)
                job.why_once = f"Mend the lines in {safe(order.rejects.name)}: I imports that file."
            else:
                rest = replace(order, wish=wish, rejects=beside(order.path))
                job.again = partial(self._start, rest)
            screen.show_again(order.view)
            good = job.phase is Phase.DONE and not job.failed
            screen.say(_result(order, job), Tone.GOOD if good else Tone.WARN)

        job = Job(f"import {safe(order.path.name)} into {safe(order.place)}", order.total)
        session.start(job, partial(carry_out, order, session), FAILURES, ended)
        screen.say(f"{job.title}: J shows how far it is, K stops it.", Tone.DIM)

    def _tell(self, said: str, tone: Tone) -> None:
        if self.panel is not None:
            self.panel.tell(said, tone)
        else:
            self._screen.say(said, tone)

    def _refuse(self, said: str) -> None:
        """What cannot be looked at is said where it was named."""
        if self._screen.asking.is_open:
            self._screen.asking.refuse(said)
        else:
            self._tell(said, Tone.BAD)


def _result(order: Order, job: Job) -> str:
    """What came of an import, the most important first: the line may be short."""
    parts = [f"{job.done:,} rows are in"]
    if job.failed:
        parts.append(f"{job.failed:,} rejected (J): {safe(order.rejects.name)}")
    said = ", ".join(parts) + "."
    if job.phase is not Phase.DONE:
        ended = "Cancelled" if job.phase is Phase.CANCELLED else "Stopped"
        said = f"{ended}: {said} J, then R goes on."
    undo = " u undoes." if job.done else ""
    return f"{said}{undo} {job.note}".rstrip()
