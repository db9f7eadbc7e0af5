"""Builds: one that was asked for is followed to its end; what needs one offers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tui.api.errors import ApiError
from tui.core.cell import Cell, Tone
from tui.core.change import Change, Verb
from tui.core.jobs import Job, Phase
from tui.core.text import safe
from tui.jobs.following import follow_build
from tui.resources.deployment_changes import redeploy
from tui.screens.host import Host
from tui.screens.task import Task

if TYPE_CHECKING:
    from tui.screens.editing import Editing


def follow_to_end(host: Host, task: Task, deployment: Mapping[str, Any]) -> None:
    """Say how a build ended, once it has."""
    ids = {"functionId": task.ids["functionId"], "deploymentId": str(deployment.get("$id"))}
    connection = host.session.connection
    ended: list[Mapping[str, Any]] = []

    def told(job: Job) -> None:
        if task.view is not None:
            host.show_again(task.view)
        if job.phase is not Phase.DONE or not ended:
            # It is being built all the same.
            job.again = lambda: follow_to_end(host, task, deployment)
            host.say(f"{job.line.rstrip('.')}. J, then R follows it again.", Tone.WARN)
            return
        state = str(ended[0].get("status"))
        good = state == "ready"
        runs = " and runs now" if ended[0].get("activate") is True else "; m activates it"
        runs = runs if good else ""
        more = "" if good else "; enter on it, in the deployments, shows its log"
        host.say(
            f"The build of {ids['deploymentId']} is {safe(state)}{runs}{more}.",
            Tone.GOOD if good else Tone.BAD,
        )

    job = Job(f"build {ids['deploymentId']}", unit="", pausable=False)
    host.session.start(
        job, lambda job: ended.append(follow_build(job, connection, ids)), (ApiError,), told
    )
    host.say("It is being built and is followed; J shows it.", Tone.DIM)


def needs_build(change: Change, answer: Mapping[str, Any]) -> bool:
    """Whether a change reaches its function only with its next deployment."""
    return change.kind == "variable" or (
        change.kind == "function" and change.verb is Verb.UPDATE and answer.get("live") is False
    )


def offer(host: Host, editing: Editing, task: Task, said: str, answer: Mapping[str, Any]) -> None:
    """Say that the function must be built anew, and offer to do it."""
    function = answer if task.kind.name == "function" else (task.parent or {})
    deployment = str(function.get("deploymentId") or "")
    if not deployment or task.direction:
        host.say(f"{said} A redeploy is needed.", Tone.GOOD)
        return
    change = redeploy(task.ids, deployment, True)

    def build() -> None:
        editing.send(task, change)

    host.panels.ask(
        said,
        [
            [Cell("It reaches the function with its next deployment.", Tone.WARN)],
            [Cell(f"Redeploy now: build {safe(deployment)}, the active one, anew?")],
        ],
        {"y": ("redeploy", build)},
        no=lambda: host.say(f"{said} A redeploy is needed.", Tone.GOOD),
    )
