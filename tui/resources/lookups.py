"""Which lists are asked to find something by its id or name. Pure: what to ask, not how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appwrite.query import Query

from tui.core.kind import Kind, Resource, Search
from tui.core.place import Place
from tui.resources import KINDS, PANES
from tui.resources.directions import Wanted
from tui.resources.places import ancestors, is_id

EACH = 10
"""Finds that one list is asked for."""
LONGEST = 256
"""Characters that the server's search takes."""
PARENTS = 30
"""Databases, buckets, tables, functions that are looked into at once."""

ROOTS = tuple(pane.kind for pane in PANES if KINDS[pane.kind].search is Search.OWN)
CONTAINERS = tuple(
    name
    for name, kind in KINDS.items()
    if kind.parent in ROOTS and kind.children and kind.search is Search.OWN
)
"""What lies in something and has lists of its own: tables."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """One list to be asked: of a kind, under these parents, by its search or by exact values.

    With `alone`, no list is asked, but for the one whose id is looked for, wherever it is.
    """

    kind: str
    parents: tuple[str, ...]
    by_search: bool
    alone: bool = False

    def params(self, text: str) -> Mapping[str, Any]:
        """What goes on the wire to find a text there."""
        if self.by_search:
            return {"search": text, "queries": [Query.limit(EACH)], "total": False}
        by_id = Query.equal("$id", [text])
        if self.kind == "file":
            # Its search knows the beginnings of words only.
            by_id = Query.or_queries([by_id, Query.contains("name", [text])])
        return {"queries": [by_id, Query.limit(EACH)], "total": False}


@dataclass(frozen=True, slots=True)
class Find:
    """Something that was found: where going there leads, what it is."""

    kind: Kind
    place: Place
    resource: Resource

    @property
    def id(self) -> str:
        """Its id."""
        return self.kind.identify(self.resource)

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called by: its id, its name, a user's address and number."""
        values = (self.kind.label(self.resource), *map(self.resource.get, ("email", "phone")))
        return (self.id, *(value for value in values if isinstance(value, str) and value))


def found(kind: Kind, parents: tuple[str, ...], resource: Resource) -> Find:
    """A resource of a list as something that one can go to."""
    resource_id = kind.identify(resource)
    if kind.children:
        return Find(kind, Place(kind.children[0], (*parents, resource_id)), resource)
    return Find(kind, Place(kind.name, parents, resource_id), resource)


def lookups(
    wanted: Wanted,
    deep: bool,
    known: Mapping[str, Sequence[tuple[str, ...]]],
    partly: Iterable[tuple[str, tuple[str, ...]]] = (),
) -> list[Lookup]:
    """The lists to ask. A `kind` of "" looks for anything.

    `known` are the ids of what there is, parents included, by kind: what is looked into. `partly`
    are the lists (kind and parents) that are too long to be known whole. Without `deep`, rows and
    executions are left out when anything is looked for: each table and function is asked for them.
    """
    if len(wanted.text) > LONGEST:
        return []
    if wanted.kind:
        return _within(KINDS[wanted.kind], wanted, known)
    asked = [Lookup(kind, parents, True) for kind, parents in partly]
    asked += [Lookup("file", bucket, True) for bucket in known.get("bucket", ())[:PARENTS]]
    if deep:
        asked += _within(KINDS["file"], Wanted("file", wanted.text), known)
    if deep and is_id(wanted.text):
        for name in ("row", "execution"):
            asked += _within(KINDS[name], Wanted(name, wanted.text), known)
        asked += [Lookup(name, (), False, True) for name, kind in KINDS.items() if kind.home]
    return asked


def _within(
    kind: Kind, wanted: Wanted, known: Mapping[str, Sequence[tuple[str, ...]]]
) -> list[Lookup]:
    above = ancestors(kind)
    by_search = kind.search is Search.OWN and kind.name in (*ROOTS, *CONTAINERS)
    if not by_search and kind.name != "file" and not is_id(wanted.text):
        return []
    if kind.home is not None and not wanted.parents:
        return [Lookup(kind.name, (), False, True)]
    if wanted.parents or not above:
        return [Lookup(kind.name, wanted.parents, by_search)]
    parents = known.get(above[-1].name, ())
    return [Lookup(kind.name, one, by_search) for one in parents[:PARENTS]]
