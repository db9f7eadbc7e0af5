"""One list that is being looked at: its place, its kind, its listing, where its cursor stands.

Free of Textual: the first view is made, and its first page asked for, while Textual is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from appwrite.query import Query

from tui.api.listing import PAGE_SIZE, SIEVED_PAGE, TOTAL_CAP, Listing, ListRequest, Source
from tui.core.endpoint import Endpoint
from tui.core.gridstate import GridState
from tui.core.kind import Field, Resource
from tui.core.order import Order
from tui.core.place import Place
from tui.core.problem import Problem
from tui.resources import KINDS
from tui.resources.places import BY_ID, ancestors

if TYPE_CHECKING:
    from tui.core.filter_field import FilterField
    from tui.core.filtering import Compiled
    from tui.core.looks import Looks
    from tui.screens.watching import Watching

FIRST_LINES = 60
"""How many lines are asked for before the size of the terminal is known; one page has 100."""

KEPT_TOLD = 20
"""Of how many resources is kept what the server told once: a response may have megabytes."""


@dataclass(frozen=True, slots=True)
class ParentRequest:
    """The resource that a list hangs on, to be asked for (a table, for the columns of rows)."""

    endpoint: Endpoint
    ids: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with a filter that a place named: why, and from where to where in its text."""

    text: str
    why: str
    start: int = 0
    stop: int = 0


class View:
    """A list and how one looks at it.

    `parent` is the resource that it hangs on, once known; `details` holds what was read whole, by
    id, and `told` what the server said of one once and never again; `wanted` is the id that the
    cursor is to be put on as soon as it has arrived, and `opens` whether that is to be opened then.
    `marks` are the marked resources by id; with `all_marked` it is everything that the list finds.
    A range of marks goes on from the line `range_from`. `filter_text` is the filter as it is shown,
    `compiled` what it is for the server. `waiting_filter` is one that only the parent can tell the
    meaning of (the columns of a table): nothing is listed until that is known. `complaint` says
    what was wrong with one that a place named; `note` what is missing in a list put together.
    `arrived_at` is when the last page came. `watch` asks what others do to it, None while nobody
    wants to know; `signs` are what it found, by id.
    """

    def __init__(
        self,
        place: Place,
        ask: Callable[[ListRequest], None],
        parent: Resource | None = None,
    ) -> None:
        self.place = Place(place.kind, place.parents)
        self.kind = KINDS[place.kind]
        self.parents = ancestors(self.kind)
        self.ids = {
            kind.id_name: resource_id
            for kind, resource_id in zip(self.parents, place.parents, strict=True)
        }
        self.parent = parent
        self.details: dict[str, Resource] = {}
        self.told: dict[str, Resource] = {}
        self.wanted: str | None = None
        self.opens = False
        self.parent_refused = False
        self.arrived_at: datetime | None = None
        self.details_due: list[tuple[str, Endpoint]] = []
        self._fields: tuple[Field, ...] | None = None
        self._fields_parent: Resource | None = None
        self.looks: Looks | None = None
        self._filter_fields: tuple[object, tuple[FilterField, ...]] | None = None
        self.state = GridState()
        self.marks: dict[str, Resource] = {}
        self.all_marked = False
        self.range_from: int | None = None
        self.filter_text = ""
        self.waiting_filter = ""
        self.note = ""
        self.signs: dict[str, str] = {}
        self.watch: Watching | None = None
        self.complaint: Complaint | None = None
        self.order = self.kind.order
        self._ask = ask
        self.compiled: Compiled | None = None
        self._whole: int | None = None
        self._was_filtered = False
        self.listing = self._listing()

    def begin(self, text: str | None) -> None:
        """List what a place names, for the first time."""
        if text:
            self.narrow(text)
        else:
            self.start()

    def narrow(self, text: str) -> None:
        """List only what the filter of a place finds; as soon as it can be understood."""
        from tui.core.query import FilterError

        if (
            self.kind.own_columns
            and self.parent_request() is not None
            and not text.startswith(BY_ID)
        ):
            self.filter_text = self.waiting_filter = text
            self.listing = self._listing(lambda request: None)
            return
        try:
            self.filter(text, datetime.now().astimezone())
        except FilterError as error:
            self.complaint = Complaint(text, str(error), error.start, error.stop)
            if not self.listing.arrived_once:
                self.start()

    def parent_arrived(self, parent: Resource | None, why_not: str = "") -> None:
        """The resource that the list hangs on is known; None if it could not be read."""
        self.parent = parent or self.parent
        text, self.waiting_filter = self.waiting_filter, ""
        if not text:
            return
        self.filter_text, self.listing = "", self._listing()
        if parent is not None:
            self.narrow(text)
        else:
            self.complaint = Complaint(text, why_not)
            self.start()

    def filter(self, text: str, now: datetime) -> None:
        """List only what a filter finds, from its first page. Raises FilterError."""
        # Most starts do not filter.
        from tui.core.filtering import compile_filter
        from tui.core.query import parse, show

        tree = parse(text)
        compiled = compile_filter(tree, self.filter_fields, self.kind.search, now)
        self.filter_text, self.compiled = show(tree), compiled
        self.waiting_filter = ""
        self.marks, self.all_marked, self.range_from = {}, False, None
        self._list_anew()

    def sort(self, order: Order | None) -> None:
        """List the same in another order, from its first page; marks stay."""
        self.order, self.range_from = order, None
        if not self.waiting_filter:
            self._list_anew()

    @property
    def filter_fields(self) -> tuple[FilterField, ...]:
        """What the list can be filtered by, by its server or here."""
        # Typing asks for them with each key.
        seen = (self.parent, self.listing, self.listing.looked)
        if self._filter_fields is None or self._filter_fields[0] != seen:
            from tui.core.local_fields import with_local

            known = self.kind.filters(self.parent) if self.kind.filters is not None else ()
            fields = self.kind.fields(self.parent)
            found = with_local(known, fields, self.loaded, not self.kind.own_columns)
            self._filter_fields = (seen, found)
        return self._filter_fields[1]

    @property
    def found(self) -> tuple[tuple[str, ...], str, Callable[[Resource], bool] | None]:
        """What the list is narrowed by: queries, words for its own search, what is kept here."""
        compiled = self.compiled
        if compiled is None:
            return (), "", None
        return compiled.queries, compiled.search, compiled.keep

    @property
    def unindexed(self) -> tuple[str, ...]:
        """What the filter compares without an index."""
        return () if self.compiled is None else self.compiled.unindexed

    @property
    def may_be_slow(self) -> bool:
        """Whether it lists the rows of a table that is large, as far as one knows."""
        whole = (
            self._whole if self.filter_text or self.listing.total is None else self.listing.total
        )
        return self.kind.own_columns and (whole is None or whole >= TOTAL_CAP)

    def explained(self, problem: Problem) -> Problem:
        """A problem of its list, with what would help: the database may have given up."""
        if problem.type != "database_timeout" or not self.kind.own_columns:
            return problem
        from tui.resources.indexing import advice

        found = self.compiled
        compared, scanned = (found.compared, found.scanned) if found is not None else ((), ())
        orders = self.order.each if self.order is not None else ()
        told = advice(self.parent, compared, scanned, [one.field for one in orders])
        return replace(problem, remedy=told)

    def _list_anew(self) -> None:
        if not self._was_filtered and self.listing.total is not None:
            self._whole = self.listing.total
        self._was_filtered = bool(self.filter_text)
        self.state = GridState(column=self.state.column, first_column=self.state.first_column)
        self.listing = self._listing()
        self.start()

    def _listing(self, ask: Callable[[ListRequest], None] | None = None) -> Listing:
        queries, search, keep = self.found
        return Listing(
            Source(
                self.kind.listing,
                self.ids,
                self.kind.items,
                self.kind.identify,
                self.order,
                (*queries, *self._filters()),
                self.kind.pages,
                search,
                keep,
                self._arrange if self.order is not None and not self.kind.pages else None,
            ),
            ask or self._ask,
            PAGE_SIZE if keep is None else SIEVED_PAGE,
        )

    def _arrange(self, resources: Sequence[Resource]) -> Sequence[Resource]:
        """A list that comes whole is sorted here."""
        from tui.core.arranging import arranged
        from tui.core.local_fields import value_of

        fields = self.kind.fields(self.parent)
        values = {field.source or field.label: value_of(field) for field in fields}
        return resources if self.order is None else arranged(resources, self.order, values)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns of the list as its parent has them; the same objects for the same parent."""
        if self._fields is None or self._fields_parent is not self.parent:
            self._fields_parent = self.parent
            found = self.kind.fields(self.parent)
            self._fields = (
                self.looks.arrange(found)
                if self.looks is not None and self.looks.each
                else tuple(field for field in found if field.in_list)
            )
        return self._fields

    def whole(self, resource: Resource) -> Resource:
        """A resource with all that is known of it."""
        name = self.kind.identify(resource)
        found = self.details.get(name, resource)
        told = self.told.get(name)
        return {**found, **told} if told else found

    def remember_told(self, resource: Resource) -> None:
        """Keep what this answer says of a resource, and no later one will."""
        told = {name: resource[name] for name in self.kind.told_once if resource.get(name)}
        if told:
            self.told[self.kind.identify(resource)] = told
            while len(self.told) > KEPT_TOLD:
                del self.told[next(iter(self.told))]

    def look(self, looks: Looks) -> None:
        """Show these columns."""
        self.looks, self._fields = looks, None

    @property
    def looks_name(self) -> str:
        """What its columns are remembered by: those of rows are their table's."""
        if self.kind.own_columns:
            return f"{self.kind.name} {'/'.join(self.place.parents)}"
        return self.kind.name

    @property
    def loaded(self) -> tuple[Resource, ...]:
        """What of the list is in memory."""
        lines = range(self.listing.first, self.listing.stop)
        return tuple(one for number in lines if (one := self.listing.at(number)) is not None)

    def parent_request(self, again: bool = False) -> ParentRequest | None:
        """What to ask for so that `parent` is known; None where it is, or where there is none."""
        if not self.parents or (self.parent is not None and not again):
            return None
        endpoint = self.parents[-1].get
        return None if endpoint is None else ParentRequest(endpoint, self.ids)

    def start(self) -> None:
        """Ask for the first page, before anything is drawn."""
        self.listing.show(0, FIRST_LINES)

    def _filters(self) -> tuple[str, ...]:
        limit = (Query.limit(self.kind.at_once),) if self.kind.at_once else ()
        if not self.kind.narrow:
            return limit
        return (*limit, Query.equal(self.kind.narrow, [self.ids[self.parents[-1].id_name]]))
