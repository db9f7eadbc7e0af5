"""Reading all that a list holds, page by page, in its order, with the memory of one page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from appwrite.query import Query

from tui.api.chain import START, Bookmark, Chain, Segment
from tui.api.connection import Connection
from tui.api.errors import ApiError
from tui.api.listing import TOTAL_CAP
from tui.core.jobs import Job
from tui.core.kind import Kind, Resource
from tui.core.order import Order
from tui.core.problem import Cause, Problem
from tui.core.redact import without_secrets
from tui.jobs.gathering import gather
from tui.resources import KINDS
from tui.resources.row_reading import asks_too_much, columns_of

PAGE = 500
SMALLEST_PAGE = 5
MARKED_PAGE = 100
"""Ids that one query takes."""
PATIENCE = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
"""Seconds to wait for a server that is gone, before each further try."""
_PASSING = (Cause.NETWORK, Cause.TIMEOUT)
_AWAY = (502, 503, 504)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is read: the list below `ids`, narrowed by queries, and by its own search.

    Where the server cannot tell what is meant, `keep` is true of it. Without an `order` it comes
    as it was made, the oldest first; a list that comes whole is put in it by `arrange`. `related`
    names the columns whose rows in other tables are told by their ids: they come only where
    they are asked for.
    """

    kind: Kind
    ids: Mapping[str, str]
    queries: tuple[str, ...] = ()
    search: str = ""
    keep: Callable[[Resource], bool] | None = None
    secrets: bool = False
    order: Order | None = None
    arrange: Callable[[Sequence[Resource]], Sequence[Resource]] | None = None
    related: tuple[str, ...] = ()

    def with_related(self, parent: Resource | None) -> Selection:
        """With the ids of related rows, where the table has columns for them."""
        names = [
            str(column.get("key"))
            for column in columns_of(parent)
            if self.kind.name == "row" and column.get("type") == "relationship"
        ]
        return replace(self, related=tuple(names))

    def read(self, connection: Connection, job: Job) -> Iterator[Sequence[Resource]]:
        """Page after page. Raises ApiError, CancelledError."""
        return Reading(self).pages(connection, job)


@dataclass
class Reading:
    """Where one is in a selection. `pages` goes on behind the last page that was taken whole.

    `size` is how many resources a page has; it shrinks where the server or the way takes no more.
    """

    selection: Selection
    at: Bookmark | None = START
    read: int = 0
    size: int = 0
    total: int | None = None
    _order: Order | None = None
    _ends: tuple[int, int] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        kind = self.selection.kind
        self._order = self.selection.order
        if self._order is None and kind.order is not None:
            self._order = Order("$sequence", descending=False)
        self.size = min(self.size or PAGE, PAGE)

    def pages(self, connection: Connection, job: Job) -> Iterator[Sequence[Resource]]:
        """Page after page, from where one is. Raises ApiError, CancelledError."""
        job.total = self.total
        while self.at is not None:
            job.go_on()
            page, after = self._next(connection, job)
            self._estimate(connection, job, page)
            kept = self._kept(page)
            if kept:
                yield kept
            # Only now has it been taken; nobody must interrupt between the two.
            self.read, self.at = self.read + len(page), after

    @property
    def position(self) -> Mapping[str, Any]:
        """Where one is, as JSON takes it; behind the end there is none."""
        at = self.at or START
        place = {"segment": at.segment.value, "tail": at.tail, "values": at.values}
        return {**place, "read": self.read, "total": self.total, "ends": self._ends}

    def go_to(self, position: Mapping[str, Any] | None) -> None:
        """Go on there; None is the start. Raises ValueError for what is no position."""
        if position is None:
            self.at, self.read, self.total, self._ends = START, 0, None, None
            return
        try:
            tail, values = tuple(map(str, position["tail"])), tuple(position["values"])
            self.at = Bookmark.behind(Segment(position["segment"]), tail, values)
            self.read, self.total = int(position["read"]), position["total"]
            ends = position["ends"]
            self._ends = None if ends is None else (int(ends[0]), int(ends[1]))
        except (KeyError, IndexError, TypeError) as error:
            raise ValueError(str(error)) from error

    def _next(self, connection: Connection, job: Job) -> tuple[Sequence[Resource], Bookmark | None]:
        """The page that comes next, and where the one behind it begins."""
        selection, kind = self.selection, self.selection.kind
        while True:
            start = self.at or START
            chain = Chain(self._order, kind.identify, self.size if kind.pages else None)
            queries = [*selection.queries, *standing(kind, selection.ids), *chain.queries(start)]
            if selection.related:
                told = [f"{name}.*" for name in selection.related]
                queries.append(Query.select(["*", *told]))
            params: dict[str, Any] = {"queries": queries} if queries else {}
            if selection.search:
                params["search"] = selection.search
            if self.read or selection.keep is not None:
                params["total"] = False
            try:
                answer = self._fetch(connection, params, job)
            except ApiError as error:
                if not self._mend(error.problem, start):
                    raise
                continue
            found = answer.get(kind.items)
            page: Sequence[Resource] = found if isinstance(found, list) else []
            total = answer.get("total")
            if "total" not in params and isinstance(total, int) and total < TOTAL_CAP:
                # A server counts no further.
                job.total = self.total = total
            if selection.arrange is not None:
                page = selection.arrange(page)
            return page, chain.following(start, page) if kind.pages else None

    def _mend(self, problem: Problem, start: Bookmark) -> bool:
        """Whether it is worth trying once more, in another way."""
        earlier = start.stepped_back
        if problem.type == "general_cursor_not_found" and earlier is not None:
            # The row was deleted; what lies behind the one before it is the same.
            self.at = earlier
            return True
        if problem.type == "database_query_order_null" and start.tail and self._order is not None:
            # Lists of Appwrite's own write the null by which they are sorted as an empty text.
            if self._order.blank_is_null:
                return False
            self._order = replace(self._order, blank_is_null=True)
            self.at = replace(start, segment=Segment.NULLS)
            return True
        too_much = problem.cause is Cause.TOO_LARGE or asks_too_much(problem)
        if too_much and self.size > SMALLEST_PAGE:
            self.size = max(SMALLEST_PAGE, self.size // 4)
            return True
        return False

    def _fetch(
        self, connection: Connection, params: Mapping[str, Any], job: Job
    ) -> Mapping[str, Any]:
        """One page, waiting for a server that is gone as long as makes sense."""
        for seconds in PATIENCE:
            try:
                return self._ask(connection, params)
            except ApiError as error:
                problem = error.problem
                if problem.cause not in _PASSING and problem.status not in _AWAY:
                    raise
                job.note = f"waiting for the server: {problem.sentence}"
                job.wait(seconds)
                job.note = ""
        return self._ask(connection, params)

    def _ask(self, connection: Connection, params: Mapping[str, Any]) -> Mapping[str, Any]:
        kind = self.selection.kind
        if kind.gathered is not None:
            return gather(connection, kind, params)
        return connection.fetch(kind.listing, self.selection.ids, params)

    def _kept(self, page: Sequence[Resource]) -> Sequence[Resource]:
        selection = self.selection
        if selection.keep is not None:
            page = [one for one in page if selection.keep(one)]
        if selection.related:
            page = [_by_ids(one, selection.related) for one in page]
        if selection.kind.name == "row" or selection.secrets:
            return page
        return [without_secrets(one) for one in page]

    # How much there is, where the server does not count as far.

    def _estimate(self, connection: Connection, job: Job, page: Sequence[Resource]) -> None:
        """Guess the total by the numbers that the server gave the resources one by one."""
        order = self._order
        by_number = order is not None and order.field == "$sequence" and order.then is None
        last = _sequence(page[-1]) if page else None
        if not by_number or last is None or (job.total is not None and not job.total_is_guessed):
            return
        first = _sequence(page[0])
        if self._ends is None and first is not None and len(page) == self.size:
            self._ends = (first, self._other_end(connection, order) or last)
        if self._ends is not None:
            begun, end = self._ends
            share = (abs(last - begun) + 1) / (abs(end - begun) + 1)
            done = self.read + len(page)
            job.guess_total(max(done, round(done / min(1.0, share))))

    def _other_end(self, connection: Connection, order: Order | None) -> int | None:
        """The number of the last resource: one small request."""
        selection = self.selection
        backwards = Chain((order or Order()).reversed, selection.kind.identify, 1)
        narrowed = [*selection.queries, *standing(selection.kind, selection.ids)]
        params: dict[str, Any] = {"queries": [*narrowed, *backwards.queries(START)]}
        if selection.search:
            params["search"] = selection.search
        params["total"] = False
        try:
            answer = connection.fetch(selection.kind.listing, selection.ids, params)
        except ApiError:
            # Without a guess, it goes on as well.
            return None
        found = answer.get(selection.kind.items)
        return _sequence(found[0]) if isinstance(found, list) and found else None


@dataclass
class Marked:
    """Resources that were marked, in the order in which they were. `pages` goes on like Reading's.

    They are those that were shown; where related rows are to be told, they are read anew.
    """

    selection: Selection
    marked: Sequence[Resource]
    read: int = 0

    def pages(self, connection: Connection, job: Job) -> Iterator[Sequence[Resource]]:
        """Page after page, from where one is. Raises ApiError, CancelledError."""
        job.total = len(self.marked)
        while self.read < len(self.marked):
            job.go_on()
            page = self.marked[self.read : self.read + MARKED_PAGE]
            yield self._anew(page, connection, job) if self.selection.related else self._shown(page)
            self.read += len(page)

    @property
    def position(self) -> Mapping[str, Any]:
        """Where one is."""
        return {"read": self.read}

    def go_to(self, position: Mapping[str, Any] | None) -> None:
        """Go on there; None is the start. Raises ValueError for what is no position."""
        try:
            self.read = 0 if position is None else int(position["read"])
        except (KeyError, TypeError) as error:
            raise ValueError(str(error)) from error

    def _shown(self, page: Sequence[Resource]) -> Sequence[Resource]:
        if self.selection.kind.name == "row" or self.selection.secrets:
            return page
        return [without_secrets(one) for one in page]

    def _anew(
        self, page: Sequence[Resource], connection: Connection, job: Job
    ) -> Sequence[Resource]:
        identify = self.selection.kind.identify
        ids = [identify(one) for one in page]
        named = (Query.equal("$id", ids),)
        wanted = replace(self.selection, queries=named, search="", keep=None, order=None)
        found: dict[str, Resource] = {}
        for rows in Reading(wanted).pages(connection, Job(job.title)):
            found.update((identify(one), one) for one in rows)
        for gone in (one for one in ids if one not in found):
            job.fail(gone, "It was deleted since it was marked.")
        return [found[one] for one in ids if one in found]


def standing(kind: Kind, ids: Mapping[str, str]) -> list[str]:
    """What is asked for with every list of a kind: all at once, only those of its parent."""
    queries = [Query.limit(kind.at_once)] if kind.at_once else []
    if kind.narrow:
        queries.append(Query.equal(kind.narrow, [ids[KINDS[str(kind.parent)].id_name]]))
    return queries


def _sequence(resource: Resource) -> int | None:
    """Its number: a text from 1.9 on, a number before."""
    told = str(resource.get("$sequence", ""))
    return int(told) if told.isdecimal() else None


def _by_ids(row: Resource, related: Sequence[str]) -> Resource:
    """A row that tells its related rows by their ids."""
    found = {name: _id_of(row[name]) for name in related if name in row}
    return {**row, **found}


def _id_of(value: Any) -> Any:
    if isinstance(value, list):
        return [_id_of(one) for one in value]
    return value.get("$id") if isinstance(value, Mapping) else value
