"""The pages of one list from one of its ends, and where each begins.

A chain holds the invariant that makes paging by cursor safe while rows come and go: every page
begins exactly where the one before it stops, at a bookmark. A page that was dropped from memory is
fetched again from its bookmark and cut where the next one begins; where that place is gone, the
pages behind it are forgotten and walked again. So no row stands on two lines and none is left out.

Nulls: on a real server a cursor row whose order field is null is refused (400
`database_query_order_null`), and behind a cursor with a value SQL never returns the nulls. Past the
first page such a list is therefore read as two segments, the nulls and the values. A list that is
sorted by several fields is read from the values of the last row on (`core/keyset.py`).
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from appwrite.query import Query

from tui.core.kind import Resource
from tui.core.order import Order

TAIL = 5
"""How many ids before a bookmark are remembered, for the case that the nearest was deleted."""
FAR_TAIL = 2
"""How many of them at the end of a page that was dropped: there may be any number of pages."""


class Segment(Enum):
    """Which part of a list a page lies in, seen from its order field."""

    ALL = "all"
    NULLS = "nulls"
    VALUES = "values"


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where a page begins: behind the row with the id `last`, or at its segment's start.

    `values` are those of that row, in a list that is sorted by several fields. `earlier` are ids
    before it: the place is the same, however many are remembered.
    """

    segment: Segment = Segment.ALL
    last: str = ""
    values: tuple[object, ...] = ()
    earlier: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def behind(
        cls, segment: Segment, tail: Sequence[str], values: tuple[object, ...] = ()
    ) -> Bookmark:
        """That behind these ids; at the segment's start without any."""
        return cls(segment, tail[-1], values, tuple(tail[:-1])) if tail else cls(segment)

    @property
    def tail(self) -> tuple[str, ...]:
        """The ids that it stands behind, as far as they are remembered."""
        return (*self.earlier, self.last) if self.last else ()

    @property
    def stepped_back(self) -> Bookmark | None:
        """That behind the id before; None where none is remembered."""
        return Bookmark.behind(self.segment, self.earlier, self.values) if self.earlier else None

    @property
    def lean(self) -> Bookmark:
        """The same place, with less remembered of what is before it."""
        return replace(self, earlier=self.earlier[1 - FAR_TAIL :])


START = Bookmark()


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a list. `rows` is None once dropped; `after` is None at the list's end.

    Of the `looked` rows that came, those that are kept are its lines.
    """

    start: Bookmark
    after: Bookmark | None
    length: int
    rows: tuple[Resource, ...] | None
    looked: int


class Chain:
    """Pages 0, 1, 2 … of a list in one order; `size` None means the server answers it whole.

    With `keep`, only the rows that it is true of become lines.
    """

    def __init__(
        self,
        order: Order | None,
        identify: Callable[[Resource], str],
        size: int | None,
        keep: Callable[[Resource], bool] | None = None,
    ) -> None:
        self._order = order
        self._identify = identify
        self._size = size
        self._keep = keep
        self._pages: list[Page] = []
        self._first_lines = array("q")

    @property
    def known(self) -> int:
        """How many lines are known, in memory or not."""
        if not self._pages:
            return 0
        return self._first_lines[-1] + self._pages[-1].length

    @property
    def looked(self) -> int:
        """How many rows have come, kept or not."""
        return sum(page.looked for page in self._pages)

    @property
    def complete(self) -> bool:
        """Whether the last known page is the list's last."""
        return bool(self._pages) and self._pages[-1].after is None

    @property
    def frontier(self) -> int:
        """The number of the first page that was never fetched."""
        return len(self._pages)

    def page_at(self, line: int) -> int:
        """The number of the page that holds a line; the frontier for lines beyond the known."""
        if line >= self.known:
            return self.frontier
        return bisect_right(self._first_lines, line) - 1

    def row(self, line: int) -> Resource | None:
        """The resource on a line, None where it is not in memory."""
        number = self.page_at(line)
        if line < 0 or number >= self.frontier:
            return None
        rows = self._pages[number].rows
        return None if rows is None else rows[line - self._first_lines[number]]

    @property
    def field(self) -> str:
        """What the list is sorted by first."""
        return (self._order or Order()).field

    def last_of(self, number: int) -> Resource | None:
        """The last resource of a page, None where that is not in memory."""
        rows = self._pages[number].rows if 0 <= number < self.frontier else None
        return rows[-1] if rows else None

    def find(self, resource_id: str) -> int | None:
        """The line of a resource that is in memory."""
        for first, page in zip(self._first_lines, self._pages, strict=True):
            for offset, row in enumerate(page.rows or ()):
                if self._identify(row) == resource_id:
                    return first + offset
        return None

    def replace(self, resource_id: str, change: Callable[[Resource], Resource]) -> None:
        """Put what `change` makes of a resource in its place, where it is in memory."""
        line = self.find(resource_id)
        if line is None:
            return
        number = self.page_at(line)
        page, offset = self._pages[number], line - self._first_lines[number]
        rows = list(page.rows or ())
        rows[offset] = change(rows[offset])
        self._pages[number] = replace(page, rows=tuple(rows))

    def has(self, number: int) -> bool:
        """Whether a page is in memory."""
        return number < self.frontier and self._pages[number].rows is not None

    def start_of(self, number: int) -> Bookmark | None:
        """Where a page begins; None for a page that can't be asked for (yet, or at all)."""
        if number == 0:
            return self._pages[0].start if self._pages else START
        if number > self.frontier:
            return None
        return self._pages[number - 1].after

    def queries(self, start: Bookmark) -> list[str]:
        """The server's query language for the page behind a bookmark."""
        if self._size is None:
            return []
        queries = []
        order = self._order or Order()
        if order.then is not None:
            return self._queries_by_values(order, start, self._size)
        if start.segment is Segment.NULLS:
            queries.append(Query.is_null(order.field))
            order = Order("$sequence", order.descending)
        elif start.segment is Segment.VALUES:
            queries.append(Query.is_not_null(order.field))
        direction = Query.order_desc if order.descending else Query.order_asc
        queries.append(direction(order.field))
        if order.field != "$sequence":
            queries.append(direction("$sequence"))
        if start.last:
            queries.append(Query.cursor_after(start.last))
        queries.append(Query.limit(self._size))
        return queries

    def _queries_by_values(self, order: Order, start: Bookmark, size: int) -> list[str]:
        # Most lists are sorted by one field.
        from tui.core.keyset import beyond

        orders = (*order.each, Order("$id", order.each[-1].descending))
        queries = beyond(orders, start.values) if start.values else []
        for one in orders:
            queries.append((Query.order_desc if one.descending else Query.order_asc)(one.field))
        return [*queries, Query.limit(size)]

    def accept(self, number: int, start: Bookmark, rows: Sequence[Resource]) -> bool:
        """Take the answer for a page; False if the chain has moved on and it is worthless."""
        if self.start_of(number) != start:
            return False
        known = self._pages[number] if number < self.frontier else None
        after, cut = self.following(start, rows), None
        if known is not None and known.after != after:
            cut = self._cut(number, rows)
            after = after if cut is None else known.after
        found = rows[:cut]
        kept = found if self._keep is None else [row for row in found if self._keep(row)]
        self._put(number, Page(start, after, len(kept), tuple(kept), len(found)))
        return True

    def lost(self, number: int, start: Bookmark) -> None:
        """The row that a bookmark names is gone: step to the one before it, or walk again."""
        if number == 0 or self.start_of(number) != start:
            return
        before = self._pages[number - 1]
        earlier = start.stepped_back
        if earlier is not None:
            self._pages[number - 1] = replace(before, after=earlier)
            if number < self.frontier:
                self._pages[number] = replace(self._pages[number], start=earlier)
        else:
            self._forget_from(number - 1)

    def blank_is_null(self) -> bool:
        """Begin anew, now that an empty text turned out to be null; False where that was known."""
        order = self._order
        if order is None or order.blank_is_null:
            return False
        self._order = replace(order, blank_is_null=True)
        self._forget_from(0)
        return True

    def drop(self, keep: range) -> None:
        """Let go of the rows of all pages outside of `keep`; their bookmarks stay."""
        for number, page in enumerate(self._pages):
            if page.rows is not None and number not in keep:
                after = None if page.after is None else page.after.lean
                self._pages[number] = replace(page, after=after, rows=None)
                if number + 1 < self.frontier and after is not None:
                    # What is not shared is remembered twice.
                    self._pages[number + 1] = replace(self._pages[number + 1], start=after)

    def in_memory(self) -> list[int]:
        """The numbers of the pages whose rows are held."""
        return [number for number, page in enumerate(self._pages) if page.rows is not None]

    def following(self, start: Bookmark, rows: Sequence[Resource]) -> Bookmark | None:
        """Where the page behind these rows begins; None where they are the last."""
        if self._size is None:
            return None
        order = self._order or Order()
        if order.then is not None:
            if len(rows) < self._size:
                return None
            last = rows[-1]
            return Bookmark(start.segment, self._identify(last), self._values(last))
        if len(rows) >= self._size:
            segment = start.segment
            if segment is Segment.ALL and order.may_be_null:
                is_null = order.is_null(rows[-1].get(order.field))
                segment = Segment.NULLS if is_null else Segment.VALUES
            crosses = segment is not start.segment
            tail = self._tail(segment if crosses else Segment.ALL, rows)
            return Bookmark.behind(segment, tail)
        # Nulls come first in an ascending list and last in a descending one.
        ends_with = Segment.NULLS if order.descending else Segment.VALUES
        if start.segment in (Segment.ALL, ends_with):
            return None
        return Bookmark(ends_with)

    def _values(self, row: Resource) -> tuple[object, ...]:
        """By what a row is sorted; its id last."""
        orders = (self._order or Order()).each
        return (*(row.get(one.field) for one in orders), self._identify(row))

    def _tail(self, segment: Segment, rows: Sequence[Resource]) -> tuple[str, ...]:
        """The last ids of a page that may stand as its end: those of the segment it ends in.

        A row of the other segment is no cursor there: it compares by a value that is not sorted by.
        """
        last = rows[-TAIL:]
        if segment is not Segment.ALL:
            order, nulls = self._order or Order(), segment is Segment.NULLS
            last = [row for row in last if order.is_null(row.get(order.field)) is nulls]
        return tuple(self._identify(row) for row in last)

    def _cut(self, number: int, rows: Sequence[Resource]) -> int | None:
        """How many of these rows lie before the next known page; None if that can't be told."""
        next_start = self._pages[number].after
        if next_start is None:
            return None
        places = {self._identify(row): place for place, row in enumerate(rows)}
        if next_start.values:
            # It begins behind values, whoever has them by now.
            place = places.get(next_start.last)
            known = place is not None and self._values(rows[place]) == next_start.values
            return place + 1 if place is not None and known else None
        if next_start.last in places:
            return places[next_start.last] + 1
        if number + 1 < self.frontier:
            following = self._pages[number + 1].rows
            if following and self._identify(following[0]) in places:
                return places[self._identify(following[0])]
        return None

    def _put(self, number: int, page: Page) -> None:
        if number >= self.frontier:
            self._first_lines.append(self.known)
            self._pages.append(page)
            return
        if self._pages[number].after != page.after:
            self._forget_from(number + 1)
        self._pages[number] = page
        line = self._first_lines[number]
        for later in range(number, self.frontier):
            self._first_lines[later] = line
            line += self._pages[later].length

    def _forget_from(self, number: int) -> None:
        del self._pages[number:]
        del self._first_lines[number:]
