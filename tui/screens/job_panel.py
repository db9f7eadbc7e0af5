"""The jobs (`J`): how far they are, what failed in them; to pause, end or repeat them."""

from __future__ import annotations

from collections.abc import Sequence

from tui.core.cell import Cell, Tone
from tui.core.jobs import Job, Phase
from tui.core.text import middle
from tui.screens.host import Explorer
from tui.widgets.list_panel import ListPanel
from tui.widgets.wrapping import Line

WIDEST_TITLE = 44
DETAIL_HEAD = 2
"""Lines of a job's details before its failures."""
TONES = {
    Phase.RUNNING: Tone.ACCENT,
    Phase.PAUSED: Tone.WARN,
    Phase.DONE: Tone.GOOD,
    Phase.CANCELLED: Tone.DIM,
    Phase.FAILED: Tone.BAD,
}


def show(screen: Explorer) -> None:
    """Show all jobs."""
    JobPanel(screen).open()


def cancel(screen: Explorer) -> None:
    """End the job that was started last, of those that run."""
    running = screen.session.running_jobs
    if running:
        running[-1].cancel()
        screen.say(f"{running[-1].title} ends as soon as it can; what is done stays done.")
    else:
        screen.say("No job is running.")


def ask_to_quit(screen: Explorer) -> None:
    """Ask whether what runs is to break off."""
    running = screen.session.running_jobs
    lines: list[Line] = [[Cell(job.line)] for job in running]
    lines.append([Cell("What is done stays done; the rest breaks off.", Tone.DIM)])
    many = "1 job runs" if len(running) == 1 else f"{len(running)} jobs run"
    answers = {"y": ("quit", screen.leave_program)}
    screen.panels.ask(f"{many}. Quit?", lines, answers, no=lambda: screen.say("It goes on."))


class JobPanel:
    """All jobs, the newest first."""

    def __init__(self, screen: Explorer) -> None:
        self._screen = screen
        self._jobs: Sequence[Job] = ()
        self._panel: ListPanel | None = None

    def open(self) -> None:
        """Show them; they are followed while they are seen."""
        lines = self._look()
        if not self._jobs:
            self._screen.say("No job has run yet.")
            return
        self._panel = self._screen.panels.list_panel(self._pressed)
        self._panel.open("Jobs, newest first", lines, self._keys, self._failures)
        self._screen.session.job_listeners.append(self._told)

    def _look(self) -> list[Line]:
        self._jobs = [*reversed(self._screen.session.jobs)]
        width = max((len(job.title) for job in self._jobs), default=0)
        return [line_of(job, min(width, WIDEST_TITLE)) for job in self._jobs]

    def _failures(self, number: int) -> Sequence[Line]:
        job = self._jobs[number]
        return details(job)[DETAIL_HEAD:] if job.failures else ()

    def _told(self) -> None:
        """Something went on."""
        panel = self._panel
        if panel is None or not panel.visible or not self._screen.panels.lists(self._pressed):
            self._screen.session.job_listeners.remove(self._told)
            return
        before = len(self._jobs)
        lines = self._look()
        panel.take(lines, len(self._jobs) - before)

    def _keys(self, number: int | None) -> str:
        """What can be done with the job under the cursor."""
        if number is None:
            return ""
        job = self._jobs[number]
        keys = []
        if not job.is_over:
            if job.pausable:
                keys.append("p goes on" if job.phase is Phase.PAUSED else "p pause")
            keys.append("c cancel")
        elif job.again is not None and not job.is_whole:
            keys.append("R go on" if job.phase is not Phase.DONE else "R again, what failed")
        return " · ".join([*keys, "enter details"])

    def _pressed(self, key: str, number: int | None) -> None:
        if self._panel is None or number is None:
            return
        job = self._jobs[number]
        if key == "J":
            self._panel.close()
        elif key == "enter":
            sheet = self._screen.sheet
            self._screen.asking.tell(sheet, job.title, details(job), lambda: details(job))
        elif key == "p" and not job.is_over:
            self._pause(job)
        elif key == "c" and not job.is_over:
            job.cancel()
            self._screen.say(f"{job.title} ends as soon as it can; what is done stays done.")
        elif key in ("r", "R") and job.is_over:
            self._repeat(job)
        if self._panel.visible:
            self._panel.take(self._look())

    def _pause(self, job: Job) -> None:
        if job.pausable:
            job.pause()
        else:
            self._screen.say("That cannot be paused; c ends it.", Tone.WARN)

    def _repeat(self, job: Job) -> None:
        why_not = job.repeat()
        if why_not:
            self._screen.say(why_not, Tone.PLAIN if job.is_whole else Tone.WARN)


def line_of(job: Job, width: int) -> Line:
    """A job in one line, its title in so many cells."""
    rest = job.line.removeprefix(job.title)
    tone = Tone.WARN if job.phase is Phase.DONE and job.failed else TONES[job.phase]
    return [Cell(f"{middle(job.title, width):<{width}}"), Cell(rest, tone)]


def details(job: Job) -> list[Line]:
    """All that is known of a job: each failure by its name."""
    lines: list[Line] = [[Cell(job.line.removeprefix(job.title).strip(), TONES[job.phase])]]
    lines.append([Cell(f"{job.seconds:,.0f} s", Tone.DIM)])
    if not job.failures:
        lines.append([Cell("Nothing failed in it." if not job.note else "", Tone.DIM)])
    for failure in job.failures:
        lines.append([Cell(f"{failure.name}  "), Cell(failure.reason, Tone.BAD)])
    rest = job.failed - len(job.failures)
    if rest > 0:
        lines.append([Cell(f"and {rest:,} more, whose names were not kept", Tone.DIM)])
    return lines
