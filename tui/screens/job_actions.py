"""Looking at jobs, and ending them."""

from __future__ import annotations

from tui.screens import texts
from tui.screens.host import Explorer
from tui.screens.inspection import Line


def show(screen: Explorer) -> None:
    """Tell of all jobs, newest first."""

    def lines() -> list[Line]:
        return texts.job_lines(screen.session.jobs)

    screen.asking.tell(screen.sheet, "Jobs, newest first", lines(), lines)


def cancel(screen: Explorer) -> None:
    """End the job that was started last, of those that run."""
    running = [job for job in screen.session.jobs if not job.is_over]
    if running:
        running[-1].cancel()
        screen.say(f"{running[-1].title} ends as soon as it can; what is done stays done.")
    else:
        screen.say("No job is running.")
