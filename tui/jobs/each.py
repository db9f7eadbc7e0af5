"""Changing many resources of any kind one after the other, each with a result of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress

from tui.api.connection import Connection
from tui.api.door import Door, State
from tui.api.errors import ApiError
from tui.core.change import Change
from tui.core.jobs import CancelledError, Job
from tui.core.kind import Kind, Resource
from tui.jobs.reading import Selection

Plan = Callable[[Resource], Change | None]
"""Makes the change of one; None leaves it alone, ValueError says why it can't be."""


def chosen(
    job: Job, connection: Connection, found: Selection, marked: Sequence[Resource] | None
) -> Iterator[Resource]:
    """The marked, or (None) all that a list finds, gathered before the first is changed.

    A list whose members vanish while it is read would lose the place to go on from.
    """
    if marked is not None:
        yield from marked
        return
    gathered: list[Resource] = []
    for page in found.read(connection, job):
        bulky = found.kind.bulky
        gathered += [{n: v for n, v in one.items() if n not in bulky} for one in page]
    job.total = len(gathered)
    yield from gathered


def change_each(
    job: Job,
    door: Door,
    resources: Iterator[Resource],
    name: Callable[[Resource], str],
    plan: Plan,
    mark: str,
    left: list[Resource],
) -> None:
    """Change each as `plan` says; `mark` groups them in the journal. Raises CancelledError.

    `left` gets those that were not changed: what failed, and what was not reached any more.
    """
    for resource in resources:
        left.append(resource)
        try:
            job.go_on()
        except CancelledError:
            left += resources
            raise
        try:
            change = plan(resource)
        except ValueError as error:
            job.fail(name(resource), str(error))
            continue
        if change is None:
            job.advance()
            left.pop()
            continue
        outcome = door.send(change, job=mark)
        if outcome.state is State.APPLIED:
            job.advance()
            left.pop()
        else:
            job.fail(
                name(resource), outcome.problem.line if outcome.problem else outcome.state.value
            )


def as_they_are(
    connection: Connection, kind: Kind, ids: Mapping[str, str], resources: Sequence[Resource]
) -> Iterator[Resource]:
    """The same resources read anew, as far as they can be: others may have changed them.

    `ids` are those of the path of their list.
    """
    for resource in resources:
        now = resource
        if kind.get is not None:
            # What keeps it from being read keeps it from being changed: that is told then.
            with suppress(ApiError):
                now = connection.fetch(kind.get, {**ids, kind.id_name: kind.identify(resource)})
        yield now
