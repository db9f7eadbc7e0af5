"""Which scopes a key lacks, told from as few requests as can tell it."""

from __future__ import annotations

from typing import Any

import pytest

from tui.api.errors import ApiError
from tui.cli.finding import Finding
from tui.cli.panes import NOWHERE, panes
from tui.core.endpoint import Endpoint
from tui.core.problem import Cause, Problem


class Server:
    """A server that gives what these scopes allow, and nothing that an id names."""

    def __init__(self, *scopes: str, failing: Problem | None = None) -> None:
        self._scopes, self._failing = set(scopes), failing
        self.asked: list[str] = []

    def fetch(self, endpoint: Endpoint, ids: dict[str, str], params: Any) -> dict[str, Any]:
        self.asked.append(endpoint.url(ids))
        if self._failing is not None:
            raise ApiError(self._failing)
        if not self._scopes & set(endpoint.scopes):
            raise ApiError(Problem("No.", cause=Cause.SCOPE, scopes=endpoint.scopes))
        if ids:
            raise ApiError(Problem("There is none.", cause=Cause.NOT_FOUND, status=404))
        return {}


ALL = ("users.read", "databases.read", "tables.read", "rows.read", "buckets.read", "files.read",
       "functions.read", "executions.read", "teams.read")  # fmt: skip


def found(*scopes: str) -> dict[str, Finding]:
    return {one.what: one for one in panes(Server(*scopes))}  # type: ignore[arg-type]


def test_everything_opens() -> None:
    assert {(one.good, one.said) for one in found(*ALL).values()} == {(True, "opens")}
    older = [scope.replace("executions", "execution") for scope in ALL]
    assert all(one.good for one in found(*older).values())


@pytest.mark.parametrize(
    ("lost", "pane", "said"),
    [
        ("rows.read", "Databases", "rows.read or documents.read for rows"),
        ("tables.read", "Databases", "tables.read or collections.read for tables"),
        ("files.read", "Storage", "files.read for files"),
        ("executions.read", "Functions", "executions.read or execution.read for executions"),
    ],
)
def test_a_pane_may_open_without_what_lies_in_it(lost: str, pane: str, said: str) -> None:
    told = found(*(scope for scope in ALL if scope != lost))
    assert not told[pane].good
    assert told[pane].said.startswith("opens, but the key lacks the scope")
    assert said in told[pane].said
    assert [one.what for one in told.values() if not one.good] == [pane]


def test_one_scope_is_asked_about_once() -> None:
    server = Server(*ALL)
    panes(server)  # type: ignore[arg-type]
    assert len(server.asked) == 9
    assert f"/storage/buckets/{NOWHERE}/files" in server.asked


def test_what_stops_everything_is_said_once() -> None:
    server = Server(failing=Problem("The server failed.", "Wait.", Cause.SERVER, 500))
    assert panes(server) == [Finding("panes", False, "The server failed. Wait.")]  # type: ignore[arg-type]
    assert len(server.asked) == 5
