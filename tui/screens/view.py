"""One list that is being looked at: its place, its kind, its listing, where its cursor stands.

Free of Textual: the first view is made, and its first page asked for, while Textual is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tui.api.listing import Listing, ListRequest, Source
from tui.core.endpoint import Endpoint
from tui.core.kind import Field, Kind, Resource
from tui.core.place import Place
from tui.resources import KINDS

FIRST_LINES = 60
"""How many lines are asked for before the size of the terminal is known; one page has 100."""


@dataclass(frozen=True, slots=True)
class ParentRequest:
    """The resource that a list hangs on, to be asked for (a table, for the columns of rows)."""

    endpoint: Endpoint
    ids: Mapping[str, str]


def ancestors(kind: Kind) -> tuple[Kind, ...]:
    """The kinds whose ids a list of this kind needs, outermost first."""
    found: list[Kind] = []
    while kind.parent is not None:
        kind = KINDS[kind.parent]
        found.insert(0, kind)
    return tuple(found)


class View:
    """A list and how one looks at it."""

    def __init__(
        self,
        place: Place,
        ask: Callable[[ListRequest], None],
        parent: Resource | None = None,
    ) -> None:
        self.place = place
        self.kind = KINDS[place.kind]
        self.parents = ancestors(self.kind)
        self.ids = {
            kind.id_name: resource_id
            for kind, resource_id in zip(self.parents, place.parents, strict=True)
        }
        self.parent = parent
        self.cursor = 0
        self.top = 0
        self.column = 0
        self.listing = Listing(
            Source(
                self.kind.listing,
                self.ids,
                self.kind.items,
                self.kind.identify,
                self.kind.order,
                pages=self.kind.pages,
            ),
            ask,
        )

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns of the list as its parent has them."""
        return tuple(field for field in self.kind.fields(self.parent) if field.in_list)

    @property
    def parent_request(self) -> ParentRequest | None:
        """What to ask for so that `parent` is known; None where it is, or where there is none."""
        if self.parent is not None or not self.parents:
            return None
        endpoint = self.parents[-1].get
        if endpoint is None:
            return None
        return ParentRequest(endpoint, self.ids)

    def start(self) -> None:
        """Ask for the first page, before anything is drawn."""
        self.listing.show(0, FIRST_LINES)
