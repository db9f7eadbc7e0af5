"""Which panes a key opens, and which scopes it lacks for what lies in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from appwrite.query import Query

from tui.api.connection import Connection
from tui.api.errors import ApiError
from tui.cli.finding import Finding
from tui.core.kind import Kind, Pane
from tui.core.problem import Cause, Problem
from tui.resources import KINDS, PANES

NOWHERE = "doctor"
"""An id of nothing: a server looks at the scopes before it looks for what an id names."""


def panes(connection: Connection) -> list[Finding]:
    """A finding for each pane; what stops all of them alike is said once."""
    problems = {pane: _problem(connection, KINDS[pane.kind]) for pane in PANES}
    first = next(iter(problems.values()))
    alike = {(one.cause, one.type) if one else None for one in problems.values()}
    if first is not None and first.cause is not Cause.SCOPE and len(alike) == 1:
        return [Finding("panes", False, first.line)]
    return [_finding(connection, pane, problem) for pane, problem in problems.items()]


def _finding(connection: Connection, pane: Pane, problem: Problem | None) -> Finding:
    if problem is not None and problem.cause is not Cause.SCOPE:
        return Finding(pane.title, False, problem.line)
    lacking = _lacking(connection, KINDS[pane.kind], problem)
    if not lacking:
        return Finding(pane.title, True, "opens")
    told = ", ".join(f"{' or '.join(scopes)} for {title}" for title, scopes in lacking.items())
    lacks = f"the key lacks the scope{'s' if len(lacking) > 1 else ''} {told}"
    return Finding(pane.title, False, lacks if problem else f"opens, but {lacks}")


def _lacking(
    connection: Connection, root: Kind, problem: Problem | None
) -> Mapping[str, tuple[str, ...]]:
    """The scopes that are missing, by the first of the lists that need them. Any one suffices."""
    found = {root.title.lower(): problem.scopes} if problem is not None else {}
    told = [set(root.listing.scopes)]
    for kind in _below(root):
        scopes = set(kind.listing.scopes)
        # Whatever opens, or would open, a list with fewer scopes opens this one, too.
        if any(known <= scopes for known in told):
            continue
        told.append(scopes)
        problem = _problem(connection, kind)
        if problem is not None and problem.cause is Cause.SCOPE:
            found[kind.title.lower()] = problem.scopes
    return found


def _below(kind: Kind) -> Iterator[Kind]:
    for child in kind.children:
        yield KINDS[child]
        yield from _below(KINDS[child])


def _problem(connection: Connection, kind: Kind) -> Problem | None:
    """Why a list of a kind cannot be read, None where it can."""
    ids = dict.fromkeys(kind.listing.parameters, NOWHERE)
    queries = {"queries": [Query.limit(1)], "total": False} if kind.pages else {}
    try:
        connection.fetch(kind.listing, ids, queries)
    except ApiError as error:
        return error.problem
    return None
