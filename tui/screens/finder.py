"""Looking for something by its id or name in many lists at once, beside everything else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.api.errors import ApiError
from tui.api.workers import Result
from tui.core.kind import Kind
from tui.core.problem import Problem
from tui.resources import KINDS
from tui.resources.directions import Wanted
from tui.resources.lookups import EACH, Find, Lookup, found, lookups
from tui.resources.places import ancestors
from tui.screens.catalogue import Catalogue
from tui.screens.session import Session

REMEMBERED = 50
"""Searches whose answers are kept."""


@dataclass
class Search:
    """One search: what was found so far, which lists are still awaited, which could not be read.

    `cut` says that a list may hold more than it was asked for.
    """

    wanted: Wanted
    deep: bool = False
    dropped: bool = False
    finds: list[Find] = field(default_factory=list)
    asked: set[Lookup] = field(default_factory=set)
    awaited: int = 0
    cut: bool = False
    problems: dict[str, Problem] = field(default_factory=dict)


class Finder:
    """Asks the lists that may hold what is looked for; answers are kept for a while."""

    def __init__(self, session: Session, catalogue: Catalogue, told: Callable[[], object]) -> None:
        """`told` is called when something arrived."""
        self._session = session
        self._catalogue = catalogue
        self._told = told
        self._searches: dict[Wanted, Search] = {}

    def look(self, wanted: Wanted, deep: bool = False) -> Search:
        """Start to look, or go on; what was asked already is not asked again."""
        search = self._searches.get(wanted)
        if search is None:
            search = self._searches[wanted] = Search(wanted)
            for old in list(self._searches)[:-REMEMBERED]:
                del self._searches[old]
        search.deep, search.dropped = search.deep or deep, False
        self._catalogue.ask()
        self._go_on(search)
        return search

    def known(self, wanted: Wanted) -> Search | None:
        """What was found of it so far, without looking any further."""
        return self._searches.get(wanted)

    def settled(self, search: Search) -> bool:
        """Whether every list has answered."""
        return self._catalogue.settled and not search.awaited

    def go_on(self) -> None:
        """More is known of what the project consists of: look into that, too."""
        for search in self._searches.values():
            if not search.dropped:
                self._go_on(search)

    def drop(self) -> None:
        """Nobody waits any more: what was not asked yet is left."""
        for wanted, search in list(self._searches.items()):
            search.dropped = True
            if search.awaited or not self._catalogue.settled:
                del self._searches[wanted]

    def _go_on(self, search: Search) -> None:
        known = dict(self._catalogue.known)
        known["table"] = self._tables_at_hand(known.get("table", []))
        for lookup in lookups(search.wanted, search.deep, known, self._catalogue.partly):
            if lookup not in search.asked:
                search.asked.add(lookup)
                self._ask(search, lookup)

    def _tables_at_hand(self, others: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """Those whose rows were looked at first, the latest before all."""
        opened = [view.place.parents for view in self._session.views if view.kind.name == "row"]
        return list(dict.fromkeys((*reversed(opened), *others)))

    def _ask(self, search: Search, lookup: Lookup) -> None:
        kind = KINDS[lookup.kind]
        fetch = self._session.connection.fetch
        search.awaited += 1

        def ask() -> object:
            if search.dropped:
                return None
            if lookup.alone:
                return _by_id(kind, search.wanted.text, fetch)
            above = zip(ancestors(kind), lookup.parents, strict=True)
            ids = {one.id_name: value for one, value in above}
            return fetch(kind.listing, ids, lookup.params(search.wanted.text))

        def arrived(result: Result) -> None:
            search.awaited -= 1
            if isinstance(result.error, ApiError) and result.error.problem.status == 404:
                # What was looked into is gone, and with it whatever was in it.
                pass
            elif isinstance(result.error, ApiError):
                search.problems.setdefault(kind.title, result.error.problem)
            elif result.error is not None:
                raise result.error
            rows = result.value.get(kind.items) if isinstance(result.value, Mapping) else None
            rows = rows if isinstance(rows, list) else []
            search.cut = search.cut or len(rows) >= EACH
            for row in rows:
                parents = kind.home(row) if lookup.alone and kind.home else lookup.parents
                search.finds.append(found(kind, parents, row))
            self._told()

        self._session.aside(ask, arrived)


def _by_id(kind: Kind, resource_id: str, fetch: Callable[..., Any]) -> Mapping[str, Any]:
    """One resource as a list of it; of none where no other has that id. Raises ApiError."""
    if kind.get is None:
        raise AssertionError("what has a home can be read")
    try:
        return {kind.items: [fetch(kind.get, {kind.id_name: resource_id})]}
    except ApiError as error:
        if error.problem.status != 404:
            raise
        return {kind.items: []}
