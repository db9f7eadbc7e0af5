"""What was meant by a place that is not there: it is asked for only then."""

from __future__ import annotations

import difflib

from appwrite.query import Query

from tui.api.connection import Connection
from tui.api.errors import ApiError
from tui.cli.selecting import ids_of, place_of
from tui.core.place import Place
from tui.core.text import safe
from tui.resources import KINDS, PANES
from tui.resources.places import PlaceError, ancestors

LOOKED = 100
NEAR = 0.6


def told(error: ApiError, connection: Connection | None, text: str) -> str:
    """An error as a sentence, with what may be meant instead where a place is not there."""
    said = str(error)
    if error.problem.status != 404 or connection is None:
        return said
    near = _pane(text) or _below(connection, text)
    return f"{error.problem.sentence} Did you mean {safe(near)}?" if near else said


def _pane(text: str) -> str:
    """The place with the pane that its first word nearly names (`usres/alice`)."""
    root, slash, rest = text.strip().strip("/").partition("/")
    titles = [pane.title.lower() for pane in PANES]
    near = difflib.get_close_matches(root.lower(), titles, 1, NEAR) if slash else []
    return f"{near[0]}/{rest}" if near and root.lower() not in titles else ""


def _below(connection: Connection, text: str) -> str:
    """The place with the first of its ids that is not there replaced by the nearest that is."""
    try:
        place = place_of(text)
        steps = [*zip(ancestors(KINDS[place.kind]), place.parents, strict=True)]
        if place.focus is not None:
            steps.append((KINDS[place.kind], place.focus))
        for depth, (kind, name) in enumerate(steps):
            above = Place(kind.name, tuple(one for _, one in steps[:depth]))
            params = {"queries": [Query.limit(LOOKED)]} if kind.pages else {}
            found = connection.fetch(kind.listing, ids_of(above), params).get(kind.items)
            ids = [kind.identify(one) for one in found] if isinstance(found, list) else []
            if name not in ids:
                near = difflib.get_close_matches(name, ids, 1, NEAR)
                return text.replace(name, near[0], 1) if near else ""
    except (ApiError, PlaceError):
        # It is an attempt to help: what keeps it from helping is of no interest.
        pass
    return ""
