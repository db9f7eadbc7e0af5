"""Marks: what several changes at once are meant for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.core.kind import Resource
from tui.screens.view import View

if TYPE_CHECKING:
    from tui.widgets.grid import Grid


@dataclass(frozen=True, slots=True)
class Selection:
    """What is marked: these resources, or (None) everything that the list finds.

    Without a `count` the server counted no further, or (not `counted`) could not count at all.
    """

    resources: tuple[Resource, ...] | None
    count: int | None
    counted: bool = True

    @property
    def words(self) -> str:
        """How many, in words."""
        if self.resources is None:
            unknown = "all 5000+" if self.counted else "all"
            return unknown if self.count is None else f"all {self.count:,}"
        return f"{len(self.resources):,}"

    @property
    def rows(self) -> str:
        """The same with the noun: `1 row`, `all 3,000 rows`."""
        return f"{self.words} row{'' if self.words == '1' else 's'}"


def selection(view: View) -> Selection | None:
    """What is marked in a view; None where nothing is."""
    if view.all_marked:
        return Selection(None, view.listing.count, view.listing.source.keep is None)
    return Selection(tuple(view.marks.values()), len(view.marks)) if view.marks else None


def toggle(view: View, grid: Grid) -> None:
    """Mark what is under the cursor, or no longer, and go on to the next."""
    resource = grid.current
    if resource is None:
        return
    if view.all_marked:
        clear(view)
    resource_id = view.kind.identify(resource)
    if view.marks.pop(resource_id, None) is None:
        view.marks[resource_id] = resource
    view.range_from = grid.state.cursor
    show(view, grid)
    grid.move(1)


def extend(view: View, grid: Grid) -> str:
    """Mark everything from the last mark to the cursor; gives what is to be said."""
    start = view.range_from
    if start is None or not view.marks:
        toggle(view, grid)
        return "Go to the other end of the range and press v again."
    low, high = sorted((start, grid.state.cursor))
    missing = 0
    for number in range(low, high + 1):
        resource = view.listing.at(number)
        if resource is None:
            missing += 1
        else:
            view.marks[view.kind.identify(resource)] = resource
    view.range_from = grid.state.cursor
    show(view, grid)
    return f"{missing:,} lines between are not loaded and stay unmarked." if missing else ""


def invert(view: View, grid: Grid) -> str:
    """Mark what is not marked, as far as the list is loaded."""
    listing = view.listing
    found = {view.kind.identify(one): one for one in view.loaded}
    kept = {} if view.all_marked else {i: o for i, o in found.items() if i not in view.marks}
    view.marks, view.all_marked = kept, False
    show(view, grid)
    if listing.complete:
        return ""
    return f"Only the {len(found):,} lines that are loaded were looked at; A marks all."


def mark_all(view: View, grid: Grid) -> None:
    """Mark everything that the list finds, loaded or not; or nothing again."""
    is_marked = view.all_marked
    clear(view)
    view.all_marked = not is_marked
    show(view, grid)


def clear(view: View) -> None:
    """Mark nothing."""
    view.marks, view.all_marked, view.range_from = {}, False, None


def show(view: View, grid: Grid) -> None:
    """Let the grid show the marks."""
    grid.mark(frozenset(view.marks), view.all_marked)


def words(view: View) -> str:
    """How many are marked, for the status line; empty where nothing is."""
    marked = selection(view)
    return f"{marked.words} marked" if marked is not None else ""
