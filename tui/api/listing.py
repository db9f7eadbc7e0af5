"""A window over one list endpoint: pages by cursor, fetched on demand, bounded in memory.

A Listing sends nothing itself and knows no threads: it hands `ListRequest`s to whoever made it and
takes the answers back, all in one thread. It is the `Lines` that a grid reads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from tui.api.chain import Bookmark, Chain
from tui.core.endpoint import Endpoint
from tui.core.kind import Resource
from tui.core.order import Order
from tui.core.problem import Problem

PAGE_SIZE = 100
PAGES_IN_MEMORY = 20
SIEVED_PAGE = 500
"""Resources a page where most are left out here; more users at once are refused."""
LOOK = 10_000
"""So many are looked at for those that are kept, before the search rests."""
TOTAL_CAP = 5000
"""Appwrite counts no further: `APP_LIMIT_COUNT`, on every list."""


class Anchor(Enum):
    """The end of a list that its lines are numbered from."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Source:
    """What is listed: the endpoint, the ids in its path, the key of the list in its answer.

    `search` are the words of the list's own search. `keep` is true of the resources that are meant
    where the server cannot tell them: all are read, and the others are left out. `arrange` puts the
    resources of a list that comes whole in another order.
    """

    endpoint: Endpoint
    ids: Mapping[str, str]
    items: str
    identify: Callable[[Resource], str]
    order: Order | None = None
    filters: tuple[str, ...] = ()
    pages: bool = True
    search: str = ""
    keep: Callable[[Resource], bool] | None = None
    arrange: Callable[[Sequence[Resource]], Sequence[Resource]] | None = None


@dataclass(frozen=True, slots=True)
class ListRequest:
    """One page to be asked for. `params` is what goes on the wire."""

    endpoint: Endpoint
    ids: Mapping[str, str]
    params: Mapping[str, Any]
    anchor: Anchor
    page: int
    start: Bookmark


class Listing:
    """The lines of a list, from its start or from its end."""

    def __init__(
        self,
        source: Source,
        ask: Callable[[ListRequest], None],
        page_size: int = PAGE_SIZE,
        pages_in_memory: int = PAGES_IN_MEMORY,
    ) -> None:
        self.source = source
        self.problem: Problem | None = None
        self.total: int | None = None
        self.stale = False
        self.anchor = Anchor.START
        self._ask = ask
        self._page_size = page_size
        self._pages_in_memory = pages_in_memory
        self._count_due = True
        self._asked: dict[tuple[Anchor, int], ListRequest] = {}
        self._shown = range(1)
        self._failed_at: range | None = None
        self._ghosts: dict[int, Resource] = {}
        self._due: set[int] = set()
        size = page_size if source.pages else None
        order = source.order or Order()
        self._chains = {
            Anchor.START: Chain(source.order, source.identify, size, source.keep),
            Anchor.END: Chain(order.reversed, source.identify, size, source.keep),
        }
        self._look_until = LOOK

    @property
    def first(self) -> int:
        """The lowest line one may go to."""
        if self.anchor is Anchor.START:
            return 0
        return -self._reach()

    @property
    def stop(self) -> int:
        """One more than the highest line one may go to."""
        return self._reach() if self.anchor is Anchor.START else 0

    @property
    def loading(self) -> bool:
        """Whether an answer is awaited."""
        return bool(self._asked)

    @property
    def awaited(self) -> ListRequest | None:
        """The request that has waited for its answer longest."""
        return next(iter(self._asked.values()), None)

    @property
    def complete(self) -> bool:
        """Whether every line from the anchor to the other end is known."""
        return self._chain.complete

    @property
    def count(self) -> int | None:
        """How many lines there are, None while that is not known exactly."""
        if self.complete:
            return self._chain.known
        if self.source.keep is not None or self.total is None or self.total >= TOTAL_CAP:
            return None
        return max(self.total, self._chain.known)

    @property
    def looked(self) -> int:
        """How many resources were read, kept or not."""
        return self._chain.looked

    @property
    def rests(self) -> bool:
        """Whether the search for what is kept rests, until `to_end` lets it go on."""
        if self.source.keep is None or self.complete or self.loading:
            return False
        return self.looked >= self._look_until

    @property
    def arrived_once(self) -> bool:
        """Whether any page has come."""
        return self._chain.frontier > 0

    def at(self, number: int) -> Resource | None:
        """The resource on a line, None while it has not arrived."""
        row = self._chain.row(self._offset(number))
        return self._ghosts.get(number) if row is None else row

    def find(self, resource_id: str) -> int | None:
        """The line of a resource, if it is in memory."""
        offset = self._chain.find(resource_id)
        return None if offset is None else self._number(offset)

    def take(self, resource: Resource) -> None:
        """Show a resource as it is after it was changed; what the answer left out stays."""
        resource_id = self.source.identify(resource)
        for chain in self._chains.values():
            chain.replace(resource_id, lambda before: {**before, **resource})

    def show(self, first: int, stop: int) -> None:
        """Fetch what is missing of these lines, and the pages beside them ahead."""
        offsets = [self._offset(number) for number in (first, stop - 1)]
        self._shown = range(max(0, min(offsets)), max(offsets) + 1)
        if self._failed_at is not None and self._failed_at == self._shown:
            return
        self._failed_at = None
        self._fetch_missing()

    def to_end(self) -> int:
        """Go to the list's end: the number of its last line, counted from the end if need be."""
        if self.source.keep is not None and not self.complete:
            # Whose end nobody knows: look on.
            self._look_until = self.looked + LOOK
            self._fetch_missing()
        elif self.anchor is Anchor.START and not self.complete:
            self._turn(Anchor.END)
        return self.stop - 1

    def to_start(self) -> int:
        """Go to the list's start: the number of its first line."""
        if self.anchor is Anchor.END and not self.complete:
            self._turn(Anchor.START)
        return self.first

    def refresh(self) -> None:
        """Ask again for what is on the screen; it stays, marked as stale, until then."""
        self._asked.clear()
        self._count_due = True
        self.problem = self._failed_at = None
        self.stale = self.arrived_once
        shown = [self._number(offset) for offset in self._shown]
        rows = {number: self.at(number) for number in shown}
        self._ghosts = {number: row for number, row in rows.items() if row is not None}
        pages = self._pages_shown()
        for anchor, chain in self._chains.items():
            chain.drop(pages if anchor is self.anchor else range(0))
        self._due = {number for number in pages if number < self._chain.frontier}
        self._fetch_missing()

    def arrived(self, request: ListRequest, answer: Mapping[str, Any]) -> None:
        """Take the answer to a request. Answers that nobody waits for are dropped."""
        if not self._settle(request):
            return
        rows = answer.get(self.source.items)
        chain = self._chains[request.anchor]
        if isinstance(rows, list) and self.source.arrange is not None:
            rows = list(self.source.arrange(rows))
        if not isinstance(rows, list) or not chain.accept(request.page, request.start, rows):
            self._fetch_missing()
            return
        self._due.discard(request.page)
        if chain.complete:
            self._due = {number for number in self._due if number < chain.frontier}
        if request.params.get("total") is not False:
            total = answer.get("total")
            self.total = total if isinstance(total, int) else None
        self.problem = None
        self._trim(request)
        self._fetch_missing()
        if not self._missing_pages() and not self._due:
            self._ghosts.clear()
            self.stale = False

    def lost(self, request: ListRequest, order_null: bool = False) -> None:
        """The server no longer knows the request's cursor row (`general_cursor_not_found`).

        Or (`database_query_order_null`) it takes no row as one that is null where the list is
        sorted by: lists of Appwrite's own write such a null as an empty text.
        """
        if not self._settle(request):
            return
        chain = self._chains[request.anchor]
        before = chain.last_of(request.page - 1) if order_null else None
        if before is None or before.get(chain.field) != "" or not chain.blank_is_null():
            chain.lost(request.page, request.start)
        self._fetch_missing()

    def failed(self, request: ListRequest, problem: Problem) -> None:
        """The request failed. What is there stays; nothing is asked again until one moves."""
        if self._settle(request):
            self.problem = problem
            self._count_due = self._count_due or self.total is None
            self._failed_at = self._shown

    @property
    def _chain(self) -> Chain:
        return self._chains[self.anchor]

    def _offset(self, number: int) -> int:
        return number if self.anchor is Anchor.START else -number - 1

    def _number(self, offset: int) -> int:
        return offset if self.anchor is Anchor.START else -offset - 1

    def _reach(self) -> int:
        """How far from the anchor one may go: a page beyond what is known, if there is more."""
        known = self._chain.known
        if self.complete or not self.arrived_once or self.source.keep is not None:
            return known
        beyond = known + self._page_size
        count = self.count
        return beyond if count is None else max(known + 1, min(beyond, count))

    def _turn(self, anchor: Anchor) -> None:
        self.anchor = anchor
        self._ghosts.clear()
        self._due.clear()
        self.stale = False
        self._shown = range(1)
        self._fetch_missing()

    def _pages_shown(self) -> range:
        chain = self._chain
        return range(chain.page_at(self._shown.start), chain.page_at(self._shown.stop - 1) + 1)

    def _missing_pages(self) -> list[int]:
        """The pages on the screen that are not in memory, and the frontier if it shows."""
        chain = self._chain
        return [
            number
            for number in self._pages_shown()
            if not chain.has(number) and not (number >= chain.frontier and chain.complete)
        ]

    def _fetch_missing(self) -> None:
        if self._failed_at is not None:
            return
        for number in self._missing_pages():
            self._request(number)
        for number in sorted(self._due):
            self._request(number)
        if self.arrived_once and not self._missing_pages():
            shown = self._pages_shown()
            for number in (shown.stop, shown.start - 1):
                if number >= 0 and not self._chain.has(number):
                    self._request(number)

    def _request(self, number: int) -> None:
        start = self._chain.start_of(number)
        if start is None or (self.anchor, number) in self._asked:
            return
        is_new = self.source.keep is not None and number >= self._chain.frontier
        if is_new and self.looked >= self._look_until:
            # Few may be kept of very many.
            return
        request = ListRequest(
            self.source.endpoint,
            self.source.ids,
            self._params(number, start),
            self.anchor,
            number,
            start,
        )
        self._asked[self.anchor, number] = request
        self._ask(request)

    def _params(self, number: int, start: Bookmark) -> dict[str, Any]:
        queries = [*self.source.filters, *self._chain.queries(start)]
        params: dict[str, Any] = {"queries": queries} if queries else {}
        if self.source.search:
            params["search"] = self.source.search
        if self.source.pages and not self._count_due:
            # Counting costs the server a query of its own: once a list, not once a page.
            params["total"] = False
        self._count_due = False
        return params

    def _settle(self, request: ListRequest) -> bool:
        """Cross a request off; False if it is not awaited any more."""
        key = (request.anchor, request.page)
        if self._asked.get(key) is not request:
            return False
        del self._asked[key]
        return True

    def _trim(self, request: ListRequest) -> None:
        """Keep the pages nearest to the screen, drop the others beyond the bound."""
        chain = self._chains[request.anchor]
        held = chain.in_memory()
        if len(held) <= self._pages_in_memory:
            return
        shown = self._pages_shown() if request.anchor is self.anchor else range(held[-1], held[-1])
        # The pages beside the screen are fetched ahead: dropping one would fetch it for ever.
        spare = max(0, self._pages_in_memory - len(shown) - 2) // 2
        chain.drop(range(shown.start - 1 - spare, shown.stop + 1 + spare))
