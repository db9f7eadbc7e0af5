"""Where one can go from a thing: along relationships and back, to owners, to what ran it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tui.core.kind import Resource
from tui.core.permissions import parse as parse_permission
from tui.core.permissions import role_in_words
from tui.core.place import Place
from tui.core.query import Value, written
from tui.core.roles import named
from tui.core.text import brief, safe
from tui.resources.file_tokens import home
from tui.resources.filters import related_id
from tui.resources.places import PlaceError, is_id, parse
from tui.resources.row_reading import columns_of

MOST = 100
"""Ids that one query takes."""
COMPARABLE = ("manyToOne", "oneToOne")
"""Relationships whose own column holds the other's id, so that rows can be found by it."""
TEXTS = ("string", "varchar", "text", "mediumtext", "longtext")


@dataclass(frozen=True, slots=True)
class Related:
    """One way to go on: what it is called, and where it leads."""

    label: str
    place: Place


def of_row(
    row: Resource, table: Resource | None, parents: tuple[str, ...], tables: Sequence[Resource]
) -> Iterator[Related]:
    """What a row is related to. `row` is read whole; `tables` are those of its database.

    In two-way relationships both sides have a column. What points here one-way is found by asking
    the other table: its column, or the ids behind it where it leads to many.
    """
    database, here = parents
    for column in _relationships(table):
        key, other = str(column.get("key")), str(column.get("relatedTable"))
        ids = _ids(row.get(key))
        if ids:
            yield Related(_counted(key, other, ids), _rows((database, other), ids))
    for one in tables:
        for column in _relationships(one):
            points_here = column.get("relatedTable") == here and not column.get("twoWay")
            if not points_here:
                continue
            key, other = str(column.get("key")), str(one.get("$id"))
            named = key if column.get("relationType") in COMPARABLE else related_id(key)
            text = f"{named} = {written(Value(str(row.get('$id'))))}"
            label = f"{safe(other)} whose {safe(key)} this is"
            yield Related(label, Place("row", (database, other), filter=text))


def of_permissions(resource: Resource) -> Iterator[Related]:
    """The users and teams that its permissions name; those who may execute a function."""
    for role in _roles(resource):
        who = named(role)
        if who is not None:
            kind = "session" if who[0] == "user" else "membership"
            yield Related(role_in_words(role), Place(kind, (who[1],)))


def members_in(resource: Resource) -> list[str]:
    """The memberships that its permissions name, by their ids: nothing says of which team."""
    named_there = _roles(resource)
    return [role.partition(":")[2] for role in named_there if role.startswith("member:")]


def _roles(resource: Resource) -> list[str]:
    """The roles that its permissions name, and those that may execute a function; each once."""
    permissions = map(parse_permission, _texts(resource.get("$permissions")))
    roles = [one.role for one in permissions if one is not None]
    return list(dict.fromkeys((*roles, *_texts(resource.get("execute")))))


def of_kind(kind: str, resource: Resource, parents: tuple[str, ...]) -> Iterator[Related]:
    """What belongs to a thing by its kind: an execution's function, a member's user."""

    def value(name: str) -> str:
        found = resource.get(name)
        return found if isinstance(found, str) and is_id(found) else ""

    if kind in ("execution", "failure"):
        function = value("functionId") or (parents[0] if parents else "")
        if function:
            yield Related(f"function {safe(function)}", Place("function", (), function))
        if function and (deployment := value("deploymentId")):
            place = Place("deployment", (function,), deployment)
            yield Related(f"deployment {safe(deployment)}", place)
    elif kind == "deployment" and parents:
        text = f"deploymentId = {written(Value(str(resource.get('$id'))))}"
        yield Related("its executions", Place("execution", parents, filter=text))
        yield Related(f"function {safe(parents[0])}", Place("function", (), parents[0]))
    elif kind == "function" and (deployment := value("deploymentId")):
        place = Place("deployment", (str(resource.get("$id")),), deployment)
        yield Related(f"active deployment {safe(deployment)}", place)
    elif kind == "file" and parents:
        yield Related(
            "its tokens, for share links", Place("file_token", (*parents, str(resource.get("$id"))))
        )
    elif kind == "file_token":
        if owner := home(resource) or parents:
            yield Related(f"file {safe(owner[-1])}", Place("file", owner[:-1], owner[-1]))
    elif kind in ("membership", "user_membership"):
        if user := value("userId"):
            yield Related(f"user {safe(user)}", Place("session", (user,)))
        if team := value("teamId"):
            yield Related(f"team {safe(team)}", Place("membership", (team,)))


def ids_in(row: Resource, table: Resource | None, column: str) -> list[str]:
    """The ids that a column of texts seems to hold; none for other columns."""
    known = next((one for one in columns_of(table) if one.get("key") == column), None)
    if known is None or known.get("type") not in TEXTS or known.get("format"):
        return []
    return [one for one in _ids(row.get(column)) if is_id(one) and len(one) <= 36]


def of_link(column: str, ids: Sequence[str], target: str) -> Related | None:
    """Where ids lead that are of another list (`databases/shop/customers`, `users`)."""
    try:
        place = parse(target)
    except PlaceError:
        return None
    label = _counted(column, target, ids)
    if place.kind == "row":
        return Related(label, _rows(place.parents, ids))
    if len(ids) > 1 or place.kind not in _OPENED:
        return Related(label, place.narrowed(_among(ids)))
    return Related(label, _OPENED[place.kind](place, ids[0]))


_OPENED: Mapping[str, Callable[[Place, str], Place]] = {
    "user": lambda place, one: Place("session", (one,)),
    "team": lambda place, one: Place("membership", (one,)),
    "file": lambda place, one: Place("file", place.parents, one),
}
LINKED = ("row", *_OPENED)
"""The lists whose ids a column may hold."""


def has_relationships(table: Resource | None) -> bool:
    """Whether a table's rows have to be read whole to know what they are related to."""
    return any(True for _ in _relationships(table))


def _relationships(table: Resource | None) -> Iterator[Mapping[str, object]]:
    return (one for one in columns_of(table) if one.get("type") == "relationship")


def _rows(table: tuple[str, ...], ids: Sequence[str]) -> Place:
    if len(ids) == 1:
        return Place("row", table, ids[0])
    return Place("row", table, filter=_among(ids))


def _among(ids: Sequence[str]) -> str:
    return f"$id in ({', '.join(written(Value(one)) for one in ids[:MOST])})"


def _counted(key: str, other: str, ids: Sequence[str]) -> str:
    label = f"{safe(key)} → {safe(other)}"
    if len(ids) == 1:
        return f"{label} {brief(ids[0])}"
    first = f"the first {MOST} of {len(ids)}" if len(ids) > MOST else str(len(ids))
    return f"{label}, {first}"


def _ids(value: object) -> list[str]:
    """The ids in a value: one or several, as ids or as whole rows."""
    found = value if isinstance(value, list) else [value]
    ids = [one.get("$id") if isinstance(one, Mapping) else one for one in found]
    return [one for one in dict.fromkeys(i for i in ids if isinstance(i, str)) if one]


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
