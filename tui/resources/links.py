"""Addresses from a browser: pages of the Console, and routes of the API, as places.

The Console's pages are `…/console/project-REGION-ID/databases/database-shop/table-orders` on Cloud
and on servers with regions, `…/console/project-ID/…` on older ones, `…/projects/ID/…` on newer
ones. What is opened stands as `kind-ID`, or behind the name of its list (`tables/orders`); older
versions call tables collections, and rows documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from tui.core.place import Place
from tui.core.text import safe
from tui.resources import KINDS, PANES
from tui.resources.places import PlaceError, ancestors, is_id, word_of

_OPENED = {
    **{name: name for name in KINDS},
    "collection": "table",
    "document": "row",
}
_SECTIONS = {
    **{pane.title.lower(): pane.kind for pane in PANES},
    "auth": "user",
    "overview": PANES[0].kind,
    "storage": "bucket",
}
_ROUTES = {
    "users": "user",
    "teams": "team",
    "databases": "database",
    "tablesdb": "database",
    "tables": "table",
    "collections": "table",
    "rows": "row",
    "documents": "row",
    "buckets": "bucket",
    "files": "file",
    "functions": "function",
    "executions": "execution",
    "deployments": "deployment",
    "sites": "site",
}


@dataclass(frozen=True, slots=True)
class Link:
    """Where an address leads: on which host, to which of these projects, to what in it.

    Whether a project's name begins with its region cannot be told; `projects` has both readings.
    It is empty for addresses that name no project.
    """

    host: str
    projects: tuple[str, ...]
    place: Place

    def is_of(self, project: str) -> bool:
        """Whether it may lead into a project, by its id."""
        return not self.projects or project in self.projects

    def is_at(self, endpoint: str) -> bool:
        """Whether it is of the same server. On Cloud the regions' endpoints lie below its host."""
        host = urlsplit(endpoint).hostname or ""
        return host == self.host or host.endswith(f".{self.host}")


def read_link(text: str) -> Link:
    """Where an address leads. Raises PlaceError with a sentence."""
    try:
        parts = urlsplit(text.strip())
        host = parts.hostname or ""
    except ValueError as error:
        raise PlaceError(f"This is no address: {safe(str(error))}.") from error
    steps = [unquote(step) for step in parts.path.split("/") if step]
    at = next((n for n, step in enumerate(steps) if step.startswith("project-")), None)
    if at is not None:
        name = steps[at].removeprefix("project-")
        return Link(host, _projects(name), _console(steps[at + 1 :]))
    if "projects" in steps[:-1] and "v1" not in steps:
        _, name, *page = steps[steps.index("projects") :]
        return Link(host, _projects(name), _page(page))
    if "v1" in steps:
        asked = parse_qs(parts.query).get("project", [])
        return Link(host, tuple(asked[:1]), _route(steps[steps.index("v1") + 1 :]))
    raise PlaceError("This address is no page of a project in the Console, nor a route of the API.")


def _projects(name: str) -> tuple[str, ...]:
    """The ids that a project's name in an address may mean."""
    region, dash, rest = name.partition("-")
    return (name, rest) if dash and rest and region.isalpha() else (name,)


def _page(steps: list[str]) -> Place:
    """A page that names what is opened in one of both ways."""
    if any(step.partition("-")[0] in _OPENED and "-" in step for step in steps):
        return _console(steps)
    route = steps[1:] if steps[:1] == ["auth"] and steps[1:] else steps
    try:
        return _route(route)
    except PlaceError:
        return _console(steps)


def _console(steps: list[str]) -> Place:
    """`databases/database-shop/table-orders` as a place."""
    section = steps[0] if steps else "overview"
    kind = _SECTIONS.get(section)
    if kind is None:
        raise PlaceError(f"The Console's page {safe(section)!r} has no place here.")
    opened = ""
    ids: list[str] = []
    picked = ""
    for step in steps[1:]:
        noun, dash, resource_id = step.partition("-")
        known = _OPENED.get(noun)
        if dash and known is not None and is_id(resource_id):
            opened, picked = known, ""
            ids.append(resource_id)
        elif not opened and step in _SECTIONS:
            kind = _SECTIONS[step]
        elif opened:
            picked = picked or step
    if not opened:
        return Place(kind)
    return _place(opened, ids, {"attributes": "columns"}.get(picked, picked))


def _route(steps: list[str]) -> Place:
    """`tablesdb/shop/tables/orders/rows/66f0` as a place."""
    if steps[:2] == ["tokens", "buckets"]:
        steps = [*steps[1:], "tokens"]
    steps = steps[1:] if steps[:1] == ["storage"] else steps
    opened, ids, listed = "", [], ""
    while steps:
        kind = _ROUTES.get(steps[0])
        if len(steps) == 1 or kind is None:
            listed = steps[0]
            break
        opened = kind
        ids.append(steps[1])
        steps = steps[2:]
    if not opened:
        found = _ROUTES.get(listed)
        if found is None or KINDS.get(found) is None or KINDS[found].parent is not None:
            raise PlaceError(f"The route {safe('/' + listed)!r} has no place here.")
        return Place(found)
    return _place(opened, ids, listed)


def _place(opened: str, ids: list[str], picked: str) -> Place:
    """What is opened under these ids, or the one of its lists that was picked."""
    kind = KINDS.get(opened)
    if kind is None or len(ids) != len(ancestors(kind)) + 1 or not all(map(is_id, ids)):
        raise PlaceError(f"Something is missing in this address: {safe('/'.join(ids))}.")
    lists = {word_of(KINDS[child]): child for child in kind.lists}
    if picked not in lists and not kind.children:
        return Place(kind.name, tuple(ids[:-1]), ids[-1])
    return Place(lists.get(picked) or kind.children[0], tuple(ids))
