"""What a project consists of, by name: databases and their tables, buckets, functions, teams.

It is asked for beside everything else when somebody wants to go somewhere, and kept: nobody who
types ever waits for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from appwrite.query import Query

from tui.api.errors import ApiError
from tui.api.workers import Result
from tui.core.kind import Kind, Resource
from tui.core.problem import Problem
from tui.resources import KINDS
from tui.resources.lookups import CONTAINERS, PARENTS, ROOTS, Find, found
from tui.resources.places import ancestors
from tui.screens.session import Session

WHOLE = 100
"""Of how many a list is known whole; what is beyond is found by searching."""
FRESH_SECONDS = 30.0
List = tuple[str, tuple[str, ...]]
"""The name of a kind, and the ids of what its list hangs on."""


class Catalogue:
    """The lists that are known of one project."""

    def __init__(self, session: Session, told: Callable[[], object]) -> None:
        """`told` is called when more is known."""
        self._session = session
        self._told = told
        self._lists: dict[List, tuple[Resource, ...]] = {}
        self._waiting: set[List] = set()
        self._asked_at: float | None = None
        self._finds: list[Find] | None = None
        self.problems: dict[str, Problem] = {}
        """Why lists could not be read, by their titles."""

    @property
    def settled(self) -> bool:
        """Whether nothing more is awaited."""
        return self._asked_at is not None and not self._waiting

    @property
    def partly(self) -> list[List]:
        """The lists that are longer than what is known of them, or could not be read."""
        return [key for key, rows in self._lists.items() if len(rows) >= WHOLE]

    @property
    def known(self) -> Mapping[str, list[tuple[str, ...]]]:
        """The ids of everything, parents included, by kind."""
        ids: dict[str, list[tuple[str, ...]]] = {}
        for find in self.finds():
            parents = find.place.parents if find.kind.children else (*find.place.parents, find.id)
            ids.setdefault(find.kind.name, []).append(parents)
        return ids

    def finds(self) -> list[Find]:
        """Everything in it; the same list until more is known."""
        if self._finds is None:
            self._finds = [
                found(KINDS[name], parents, row)
                for (name, parents), rows in self._lists.items()
                for row in rows
            ]
        return self._finds

    def resource(self, kind: str, ids: tuple[str, ...]) -> Resource | None:
        """One of it, by its ids (`("shop", "orders")`)."""
        rows = self._lists.get((kind, ids[:-1]), ())
        return next((row for row in rows if KINDS[kind].identify(row) == ids[-1]), None)

    def whole(self, kind: str, parents: tuple[str, ...]) -> Sequence[Resource] | None:
        """All that one list holds; None while that is not known, or it is longer."""
        rows = self._lists.get((kind, parents))
        if rows is None or len(rows) >= WHOLE or KINDS[kind].title in self.problems:
            return None
        return rows

    def ask(self, anew: bool = False) -> None:
        """Ask for it, unless it is fresh; `anew`, even then.

        What is known stays until the answer is there.
        """
        now = time.monotonic()
        known = self._asked_at is not None and now - self._asked_at < FRESH_SECONDS
        if self._waiting or (known and not anew):
            return
        self._asked_at = now
        self.problems.clear()
        for name in ROOTS:
            self._ask_list(KINDS[name], ())

    def _ask_list(self, kind: Kind, parents: tuple[str, ...]) -> None:
        key = (kind.name, parents)
        self._waiting.add(key)
        ids = {one.id_name: value for one, value in zip(ancestors(kind), parents, strict=True)}
        queries = [Query.limit(WHOLE)]
        params = {"queries": queries, "total": False}
        fetch = self._session.connection.fetch

        def arrived(result: Result) -> None:
            self._waiting.discard(key)
            if isinstance(result.error, ApiError):
                self.problems[kind.title] = result.error.problem
            elif result.error is not None:
                raise result.error
            answer = result.value if isinstance(result.value, Mapping) else {}
            rows = answer.get(kind.items)
            self._finds = None
            self._lists[key] = tuple(rows) if isinstance(rows, list) else ()
            below = [KINDS[name] for name in CONTAINERS if KINDS[name].parent == kind.name]
            for child in below:
                for row in self._lists[key][:PARENTS]:
                    self._ask_list(child, (*parents, kind.identify(row)))
            self._told()

        self._session.aside(lambda: fetch(kind.listing, ids, params), arrived)
