"""Names of users and teams behind their ids, for whoever types a part of one.

What is loaded already is offered at once; the server is asked besides, one request at a time, and
nobody waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from appwrite.query import Query

from tui.api.workers import Result
from tui.core.kind import Resource
from tui.core.text import brief
from tui.resources import KINDS
from tui.screens.session import Session

MOST = 12


class Naming:
    """Finds ids by a part of the name (or address, or id)."""

    def __init__(self, session: Session, arrived: Callable[[], object]) -> None:
        """`arrived` is told when more is known than before."""
        self._session = session
        self._arrived = arrived
        self._asked: set[tuple[str, str]] = set()
        self._found: dict[str, dict[str, Resource]] = {}
        self._is_asking = False

    def find(self, kind: str, begun: str) -> list[tuple[str, str]]:
        """Ids and what they stand for, as far as known by now."""
        wanted = begun.lower()
        known = dict(self._found.get(kind, {}))
        for view in self._session.views:
            if view.kind.name == kind:
                known.update({view.kind.identify(one): one for one in view.loaded})
        told = {one_id: _told(one) for one_id, one in known.items()}
        found = [
            (one_id, text)
            for one_id, text in told.items()
            if wanted in one_id.lower() or wanted in text.lower()
        ]
        self._ask(kind, begun)
        return found[:MOST]

    def _ask(self, kind_name: str, begun: str) -> None:
        """Ask the server's search, unless that was done or an answer is awaited."""
        if self._is_asking or (kind_name, begun) in self._asked:
            return
        self._asked.add((kind_name, begun))
        self._is_asking = True
        kind, connection = KINDS[kind_name], self._session.connection
        params = {"search": begun, "queries": [Query.limit(MOST)], "total": False}

        def arrived(result: Result) -> None:
            self._is_asking = False
            # Who may not list users can still type an id.
            found = result.value.get(kind.items) if isinstance(result.value, Mapping) else None
            for one in found if isinstance(found, list) else ():
                self._found.setdefault(kind_name, {})[kind.identify(one)] = one
            self._arrived()

        self._session.do(lambda: connection.fetch(kind.listing, {}, params), arrived)


def _told(resource: Resource) -> str:
    named = [str(resource[name]) for name in ("name", "email") if resource.get(name)]
    return brief("  ".join(named))
