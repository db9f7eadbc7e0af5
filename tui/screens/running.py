"""Running functions: what is asked first, and what became of it, at once or when it has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.api.errors import ApiError
from tui.core.cell import Tone
from tui.core.change import Change
from tui.core.jobs import Job, Phase
from tui.core.kind import Resource
from tui.core.place import Place
from tui.core.text import safe
from tui.core.times import relative
from tui.jobs.following import follow, is_running
from tui.resources.execution_request import BACKGROUND, LATER, NOW, asked_again
from tui.resources.executions import code, duration, status
from tui.screens.host import Explorer, Host
from tui.screens.task import Task

if TYPE_CHECKING:
    from tui.screens.editing import Editing

REMEMBERED = 50
"""How many requests of this session are remembered, to be sent again."""


class Running:
    """Runs functions; one in the background is followed until it has ended."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._sent: dict[str, dict[str, Any]] = {}

    def ask(self, screen: Explorer, editing: Editing) -> None:
        """Run the function under the cursor, or the one whose list it is; an execution again."""
        view, found = screen.view, screen.current
        above = view.parents[-1].name if view.parents else ""
        if view.kind.name == "execution":
            self._fill(editing, view.parent, found)
        elif view.kind.name == "failure" and found is not None:
            screen.visit(Place("execution", (str(found.get("functionId")),)))
            self._fill(editing, None, found)
        elif view.kind.name == "function" and found is not None:
            screen.visit(Place("execution", (view.kind.identify(found),)), found)
            self._fill(editing, found, None)
        elif above == "function":
            screen.visit(Place("execution", view.place.parents), view.parent)
            self._fill(editing, view.parent, None)
        else:
            screen.say("Only functions can be executed: go to the functions with 4.")

    def tell(self, task: Task, change: Change, execution: Resource) -> None:
        """Say how it ended and show its answer, or follow it."""
        execution_id = str(execution.get("$id"))
        self._sent[execution_id] = dict(change.write.body)
        while len(self._sent) > REMEMBERED:
            del self._sent[next(iter(self._sent))]
        if execution.get("status") == "scheduled":
            when = relative(execution.get("scheduledAt"))
            self._host.say(f"It will run {when}; D before that takes it back.", Tone.GOOD)
        elif is_running(execution):
            self._follow(task, execution_id)
        else:
            hidden = task.view is not None and bool(task.view.filter_text)
            if task.view is not None and not hidden:
                task.view.opens = True
            self._say(execution, "  the filter may hide it" if hidden else "")

    def _fill(self, editing: Editing, function: Resource | None, again: Resource | None) -> None:
        function = function or {}
        name = safe(str(function.get("$id", "The function")))
        if function.get("deploymentId") == "":
            self._host.say(
                f"{name} has no active deployment: there is nothing to run. tab leads to its "
                "deployments, m activates one.",
                Tone.WARN,
            )
            return
        sent = self._sent.get(str((again or {}).get("$id")))
        editing.add(_values(sent) if sent else asked_again(again or {}))
        if self._host.panels.form is None:
            return
        if function.get("enabled") is False:
            self._host.say(f"{name} is disabled: users cannot run it, API keys can.", Tone.WARN)
        elif again and not sent and again.get("requestMethod") not in ("GET", "HEAD"):
            self._host.say("Appwrite does not keep the body that it was sent.", Tone.WARN)

    def _follow(self, task: Task, execution_id: str) -> None:
        ids = {**task.ids, "executionId": execution_id}
        connection = self._host.session.connection
        ended: list[Resource] = []

        def told(job: Job) -> None:
            if task.view is not None:
                self._host.show_again(task.view)
            if job.phase is Phase.DONE and ended:
                self._say(ended[0], "  enter shows logs")
            else:
                # It runs all the same.
                job.again = lambda: self._follow(task, execution_id)
                self._host.say(f"{job.line.rstrip('.')}. J, then R follows it again.", Tone.WARN)

        job = Job(f"execution {execution_id}", unit="", pausable=False)
        self._host.session.start(
            job, lambda job: ended.append(follow(job, connection, ids)), (ApiError,), told
        )
        self._host.say("It runs in the background and is followed; J shows it.", Tone.DIM)

    def _say(self, execution: Resource, more: str) -> None:
        cells = [status(execution), code(execution), duration(execution)]
        told = "  ".join(cell.text for cell in cells)
        good = execution.get("status") == "completed"
        self._host.say(f"{told}{more}", Tone.GOOD if good else Tone.BAD)


def _values(body: dict[str, Any]) -> dict[str, Any]:
    """What was sent, as the form takes it; not its time, which is past."""
    headers = [f"{name}: {value}" for name, value in body.get("headers", {}).items()]
    when = LATER if body.get("scheduledAt") else BACKGROUND if body.get("async") else NOW
    values = {
        "requestMethod": body.get("method"),
        "requestPath": body.get("path"),
        "headers": headers,
        "body": body.get("body"),
        "when": BACKGROUND if when == LATER else when,
    }
    return {name: value for name, value in values.items() if value}
