"""What became of a function that was run: told at once, or when it has ended."""

from __future__ import annotations

from tui.api.errors import ApiError
from tui.core.cell import Tone
from tui.core.jobs import Job, Phase
from tui.core.kind import Resource
from tui.jobs.following import follow, is_running
from tui.resources.executions import code, duration, status
from tui.screens.host import Host
from tui.screens.task import Task


class Running:
    """Tells how an execution ended; one in the background is followed until it has."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def tell(self, task: Task, execution: Resource) -> None:
        """Say how it ended, or follow it."""
        if not is_running(execution):
            self._say(execution)
            return
        ids = {**task.ids, "executionId": str(execution.get("$id"))}
        connection = self._host.session.connection
        ended: list[Resource] = []

        def told(job: Job) -> None:
            if task.view is not None:
                self._host.show_again(task.view)
            if job.phase is Phase.DONE and ended:
                self._say(ended[0])
            else:
                self._host.say(job.line, Tone.WARN)

        job = Job(f"execution {ids['executionId']}", unit="")
        self._host.session.start(
            job, lambda job: ended.append(follow(job, connection, ids)), (ApiError,), told
        )
        self._host.say("It runs in the background and is followed; J shows it.", Tone.DIM)

    def _say(self, execution: Resource) -> None:
        cells = [status(execution), code(execution), duration(execution)]
        told = "  ".join(cell.text for cell in cells)
        good = execution.get("status") in ("completed", "scheduled")
        self._host.say(f"{told}  enter shows logs and response", Tone.GOOD if good else Tone.BAD)
