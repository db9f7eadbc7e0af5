"""From the words of a command to what it is to read: a place, a filter, an order."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tui.api.connection import Connection
from tui.core.arranging import arranged
from tui.core.filtering import compile_filter
from tui.core.kind import Kind, Resource
from tui.core.local_fields import value_of, with_local
from tui.core.order import Order, joined
from tui.core.place import Place
from tui.core.query import parse as parse_filter
from tui.core.text import safe
from tui.jobs.exporting import columns_of
from tui.jobs.reading import Selection
from tui.resources import KINDS
from tui.resources.places import PlaceError, ancestors
from tui.resources.places import parse as parse_place


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read. `sort` names columns, a dash before one reverses it."""

    place: str
    where: str = ""
    sort: tuple[str, ...] = ()
    secrets: bool = False


def say(sentence: str) -> None:
    """Tell the person, beside what goes to the pipe."""
    print(f"appwrite-tui: {sentence}", file=sys.stderr)


def place_of(text: str) -> Place:
    """`shop/orders` is short for the rows `databases/shop/orders`. Raises PlaceError."""
    try:
        return parse_place(text)
    except PlaceError:
        if text.count("/") in (1, 2):
            return parse_place(f"databases/{text}")
        raise


def ids_of(place: Place) -> dict[str, str]:
    """The ids of a place's path, by their names."""
    kinds = ancestors(KINDS[place.kind])
    return {kind.id_name: one for kind, one in zip(kinds, place.parents, strict=True)}


def selected(connection: Connection, wanted: Wanted) -> tuple[Selection, Resource | None]:
    """What is to be read, and what it hangs on. Raises PlaceError, FilterError, ApiError."""
    place = place_of(wanted.place)
    if place.focus is not None:
        raise PlaceError(f"{wanted.place} is one resource: `appwrite-tui get` prints it.")
    kind, ids = KINDS[place.kind], ids_of(place)
    above = ancestors(kind)
    endpoint = above[-1].get if above else None
    parent = None if endpoint is None else connection.fetch(endpoint, ids)
    selection = Selection(kind, ids, secrets=wanted.secrets)
    if wanted.where:
        now = datetime.now().astimezone()
        known = kind.filters(parent) if kind.filters is not None else ()
        fields = with_local(known, kind.fields(parent), (), not kind.own_columns)
        found = compile_filter(parse_filter(wanted.where), fields, kind.search, now)
        selection = Selection(kind, ids, found.queries, found.search, found.keep, wanted.secrets)
    return _sorted(selection, parent, wanted.sort).with_related(parent), parent


def _sorted(selection: Selection, parent: Resource | None, sort: tuple[str, ...]) -> Selection:
    """The selection in the order that is wanted; the server sorts what comes in pages."""
    if not sort:
        return selection
    kind = selection.kind
    if kind.pages:
        known = kind.filters(parent) if kind.filters is not None else ()
        sources = {
            name: one.source for one in known if not one.refused for name in (one.name, one.source)
        }
        return replace(selection, order=_order(sort, sources))
    values = {one.source or one.label: value_of(one) for one in kind.fields(parent)}
    order = _order(sort, {name: name for name in values})
    return replace(selection, arrange=lambda found: arranged(found, order, values))


def _order(sort: tuple[str, ...], sources: Mapping[str, str]) -> Order:
    names = [one.removeprefix("-") for one in sort]
    _require(names, [*sources])
    found = joined(
        tuple(Order(sources[one.removeprefix("-")], one.startswith("-")) for one in sort)
    )
    return found or Order()


def named_columns(kind: Kind, parent: Resource | None, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """All columns, of which some were chosen. Raises PlaceError for one that is not there."""
    known = columns_of(kind, parent)
    _require(chosen, known)
    return known


def _require(names: Sequence[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known)}."
            raise PlaceError(f"There is no column {safe(name)!r}. {hint}")
