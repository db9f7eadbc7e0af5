"""Watching a list: asking what of it changed, as long as it is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.timer import Timer

from tui.api.connection import Connection
from tui.api.listing import Anchor, Listing, Source
from tui.api.workers import Result
from tui.core.cell import Tone
from tui.core.kind import Resource
from tui.core.problem import Cause, Problem
from tui.core.watching import (
    CHANGED,
    EVER,
    GONE,
    MORE,
    NEW,
    News,
    Pace,
    brief_query,
    compare,
    id_queries,
    newest,
    newest_queries,
    news_queries,
    portions,
)
from tui.screens.host import Explorer
from tui.screens.session import problem_of
from tui.screens.view import View

PACE = Pace()
FINAL = (Cause.AUTH, Cause.SCOPE, Cause.NOT_FOUND, Cause.INPUT)
"""What a server that is asked again says again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is there of the lines that were asked for, and what is new; `whole` if that is all."""

    rows: list[Resource]
    whole: bool


def turn(screen: Explorer) -> None:
    """Watch the list that is looked at, or do so no longer."""
    view = screen.view
    view.signs.clear()
    if view.watch is not None:
        view.watch.stop()
        screen.say("No longer watched.")
    elif not view.kind.pages or view.kind.filters is None or view.kind.gathered is not None:
        screen.say("This list cannot be watched: its server does not tell what changed in it.")
    else:
        view.watch = Watching(screen, view)
        screen.say("Watching: + new, ~ changed, − gone; r clears, t ends it.")
    screen.watched(view)


class Watching:
    """One list that is watched. It asks nothing while it is not on the screen."""

    def __init__(self, screen: Explorer, view: View) -> None:
        self._screen, self._view = screen, view
        self._seconds = PACE.first
        self._since = ""
        self._listing: Listing | None = None
        self._failing = False
        self._timer: Timer | None = None
        self.asks = False
        """Whether an answer is awaited."""
        self._look()

    @property
    def words(self) -> str:
        """How it is watched, in a few words."""
        told = f"watching, every {self._seconds:.0f} s" if self._seconds >= 1 else "watching"
        unseen = sum(
            sign == NEW and self._view.listing.find(one) is None
            for one, sign in self._view.signs.items()
        )
        if self._failing:
            return f"{told}: no answer"
        return f"{told}: {unseen} new beyond" if unseen else told

    @property
    def knows_newest(self) -> bool:
        """Whether it is known what was the newest, so that what comes later is told to be new."""
        return bool(self._since)

    def stop(self) -> None:
        """Ask no more; an answer under way is dropped."""
        self._view.watch = None
        if self._timer is not None:
            self._timer.stop()

    def _look_later(self) -> None:
        self._timer = self._screen.grid.set_timer(self._seconds, self._look)

    def _look(self) -> None:
        screen, view = self._screen, self._view
        is_looked_at = screen.view is view and screen.grid.screen.is_current
        if not is_looked_at or not view.listing.arrived_once or view.listing.loading:
            # It goes on when one comes back.
            self._look_later()
            return
        listing = view.listing
        if listing is not self._listing:
            # Something else is listed now: what was the newest there says nothing here.
            self._listing = listing
            self._since = newest(view.loaded) if _is_known_whole(listing) else ""
        source = listing.source
        shown = self._on_screen() if self._since else []
        known, since = self._known(listing, shown), self._since
        self.asks = True
        screen.session.aside(
            lambda: _ask(screen.session.connection, view, source, shown, since, known),
            lambda result: self._answered(listing, shown, result),
        )

    def _on_screen(self) -> list[str]:
        view, top = self._view, self._screen.grid.state.top
        rows = (view.listing.at(top + y) for y in range(self._screen.grid.height))
        return [view.kind.identify(row) for row in rows if row is not None]

    def _known(self, listing: Listing, ids: list[str]) -> dict[str, Resource]:
        """What is shown of these, as far as it is in memory."""
        numbers = ((one, listing.find(one)) for one in ids)
        found = ((one, listing.at(number)) for one, number in numbers if number is not None)
        return {one: row for one, row in found if row is not None}

    def _answered(self, listing: Listing, shown: list[str], result: Result) -> None:
        view, self.asks = self._view, False
        if view.watch is not self:
            return
        problem = None if result.error is None else problem_of(result.error)
        if problem is not None and problem.cause in FINAL:
            self._refused(problem)
            return
        if problem is not None:
            self._failed(problem.line)
        elif listing is view.listing:
            self._failing = False
            self._take(listing, shown, result.value)
        self._look_later()
        if self._screen.view is view:
            self._screen.watched(view)

    def _refused(self, problem: Problem) -> None:
        self.stop()
        self._screen.watched(self._screen.view)
        self._screen.say(f"{self._view.kind.title} no longer watched. {problem.line}", Tone.BAD)

    def _failed(self, line: str) -> None:
        self._seconds = PACE.after_failure(self._seconds)
        if not self._failing and self._screen.view is self._view:
            self._screen.say(f"Watching got no answer. {line}", Tone.BAD)
        self._failing = True

    def _take(self, listing: Listing, shown: list[str], answer: Answer) -> None:
        view, rows = self._view, answer.rows
        if not self._since:
            self._since = newest(rows, EVER)
            return
        known = self._known(listing, shown)
        keep = listing.source.keep
        kept = [row for row in rows if keep is None or keep(row)]
        # What has left memory since it was asked for is neither new nor gone.
        left = set(shown) - set(known)
        kept = [row for row in kept if view.kind.identify(row) not in left]
        news = compare(known, kept, view.kind.identify, answer.whole)
        self._since = newest(rows, self._since)
        goes_on = any(view.kind.goes_on(row) for row in self._known(listing, shown).values())
        self._seconds = PACE.after(self._seconds, self._sign(listing, news) or goes_on)

    def _sign(self, listing: Listing, news: News) -> bool:
        """Mark the lines; whether there is anything that was not told before."""
        signs, view = self._view.signs, self._view
        fresh = bool(news.new or news.changed)
        for one, row in news.changed.items():
            signs[one] = NEW if signs.get(one) == NEW else CHANGED
            listing.take(row)
            if one in view.details:
                view.details[one] = {**view.details[one], **row}
        for one in news.new:
            signs[one] = NEW
        for one in news.gone:
            fresh = fresh or signs.get(one) != GONE
            signs[one] = GONE
        if news.new and GONE not in signs.values() and self._may_show_new(listing):
            listing.refresh()
        return fresh

    def _may_show_new(self, listing: Listing) -> bool:
        """Whether an end of the list is on the screen: there new ones would stand."""
        top = self._screen.grid.state.top
        if listing.anchor is Anchor.END:
            return top + self._screen.grid.height >= listing.stop
        return top <= listing.first or (
            listing.complete and top + self._screen.grid.height >= listing.stop
        )


def _ask(
    connection: Connection,
    view: View,
    source: Source,
    shown: Sequence[str],
    since: str,
    known: Mapping[str, Resource],
) -> Answer:
    """What the server answers. Rows are wide: only those that changed are read whole."""

    def ask(queries: Sequence[str]) -> list[Resource]:
        params = {"queries": list(queries), "total": False}
        if source.search:
            params["search"] = source.search
        rows = connection.fetch(source.endpoint, source.ids, params).get(source.items)
        return rows if isinstance(rows, list) else []

    brief = [brief_query()] if view.kind.own_columns else []
    narrowed = [*source.filters, *brief]
    if not since:
        return Answer(ask([*narrowed, *newest_queries()]), True)
    first, *further = portions(shown) or [[]]
    rows = ask([*narrowed, *news_queries(first, since)])
    whole = len(rows) < len(first) + MORE
    for ids in further:
        rows += ask([*narrowed, *id_queries(ids)])
    changed = [*compare(known, rows, source.identify).changed] if brief else []
    full = {source.identify(row): row for ids in portions(changed) for row in ask(id_queries(ids))}
    return Answer([full.get(source.identify(row), row) for row in rows], whole)


def _is_known_whole(listing: Listing) -> bool:
    """Whether all of a list is in memory, so that the newest of it is known."""
    lines = range(listing.first, listing.stop)
    return listing.complete and all(listing.at(number) is not None for number in lines)
