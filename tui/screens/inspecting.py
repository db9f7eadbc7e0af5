"""The inspector beside the grid: what it shows, when it follows, when the keyboard is in it."""

from __future__ import annotations

from collections.abc import Callable

from textual.containers import Horizontal
from textual.timer import Timer

from tui.core.cell import Cell, Tone
from tui.core.kind import Resource
from tui.screens.inspection import Tab, tabs
from tui.screens.measures import BESIDE_FROM, OPEN_FROM, inspector_width
from tui.screens.view import View
from tui.widgets.grid import Grid
from tui.widgets.inspector import HEAD, Inspector

REST_SECONDS = 0.1
"""How long the cursor must rest before the inspector follows it."""
FIELDS, JSON, CONTENT = "fields", "JSON", "content"
LOADING = ([Cell("Loading…", Tone.DIM)],)
Contents = Callable[[View, Resource, tuple[int, int], int], Tab]
"""What shows what a file holds: for so many columns and rows, after it was opened so often."""

SCROLLS: dict[str, Callable[[Inspector], None]] = {
    "down": lambda inspector: inspector.scroll_rows(1),
    "up": lambda inspector: inspector.scroll_rows(-1),
    "page_down": lambda inspector: inspector.scroll_pages(1),
    "page_up": lambda inspector: inspector.scroll_pages(-1),
    "half_down": lambda inspector: inspector.scroll_pages(0.5),
    "half_up": lambda inspector: inspector.scroll_pages(-0.5),
    "first": lambda inspector: inspector.scroll_to_end(False),
    "last": lambda inspector: inspector.scroll_to_end(True),
    "left": lambda inspector: inspector.scroll_columns(-1),
    "right": lambda inspector: inspector.scroll_columns(1),
}
"""What the moving actions do while the keyboard is in the inspector."""


class Inspecting:
    """Decides what the inspector shows of a view. `reading` is whether it has the keyboard."""

    def __init__(self, main: Horizontal, grid: Grid, inspector: Inspector) -> None:
        self.reading = False
        self._main = main
        self._grid = grid
        self._inspector = inspector
        self._rest: Timer | None = None
        self._tab = FIELDS
        self._by_itself = False
        self._unfolded = False
        self._asked = ""
        self._times_asked = 0
        self.drawn: Callable[[View, Resource], object] = lambda view, resource: None
        """Told what is shown of a list, whenever it is drawn."""
        self.contents: Contents = lambda view, resource, room, asked: Tab(CONTENT, tuple)

    @property
    def is_open(self) -> bool:
        """Whether it is on the screen."""
        return self._main.has_class("inspecting")

    @property
    def is_alone(self) -> bool:
        """Whether it has the whole width."""
        return self.is_open and (self._main.has_class("narrow") or self._main.has_class("whole"))

    def covers(self, view: View) -> bool:
        """Whether a card lies over the list that is beside it where there is room."""
        return self.is_alone and not self.reading and _has_card(view)

    @property
    def reads_text(self) -> bool:
        """Whether a text is read: a log, a response."""
        return self.reading and self._inspector.is_text

    def fit(self, width: int, remote: bool) -> None:
        """Take notice of the terminal's width."""
        self._main.set_class(width < BESIDE_FROM, "narrow")
        by_itself = width >= OPEN_FROM and not remote
        if by_itself != self._by_itself:
            self._by_itself = by_itself
            self._open(by_itself or self.reading)

    def arrive(self, view: View) -> None:
        """Another view is shown."""
        self.reading = False
        self._tab, self._asked = FIELDS, ""
        self._main.remove_class("whole")
        if not self._by_itself:
            self._open(self.is_open and not self.is_alone)
        self.draw(view)

    def toggle(self, view: View) -> None:
        """Show it or put it away; one that has the whole width gets its place beside the list."""
        if not self._main.has_class("whole") or self._main.has_class("narrow"):
            self._open(not self.is_open)
        self._main.remove_class("whole")
        self.reading = self.reading and self.is_open
        self.draw(view)

    def open_card(self, view: View, over: bool) -> None:
        """Show the card of what was opened beside its lists, or `over` them for want of room."""
        self._open(over or not self._main.has_class("narrow"))
        self.draw(view)

    def read(self, view: View) -> None:
        """Put the keyboard into it, on the resource's most telling tab."""
        if not self.reading:
            self._inspector.scroll_to_end(False)
        found = self._grid.current
        opened = "" if found is None else view.kind.identify(found)
        self._times_asked = self._times_asked + 1 if self._asked == opened else 1
        self._asked, self.reading = opened, True
        if view.kind.contents:
            self._tab = CONTENT
            self._main.add_class("whole")
        if view.kind.views:
            shown = self._current(view) or {}
            leading = (one for one in view.kind.views if one.leads(shown))
            self._tab = next(leading, view.kind.views[0]).label
            # Texts are wide, and scroll at the cost of a line where nothing is beside them.
            self._main.add_class("whole")
        self._open(True)
        self.draw(view)

    def leave(self, view: View) -> bool:
        """Give the keyboard back, or put it away where it hides the list. False if neither."""
        if not self.reading and not self.is_alone:
            return False
        self.reading = False
        self._tab, self._asked = FIELDS, ""
        self._main.remove_class("whole")
        self._open(self._by_itself)
        self.draw(view)
        return True

    def turn_tab(self, view: View, step: int) -> None:
        """The next of its tabs."""
        found = self._subject(view)
        if found is None or not self.is_open:
            return
        labels = [tab.label for tab in found[1]]
        number = labels.index(self._tab) if self._tab in labels else 0
        self._tab = labels[(number + step) % len(labels)]
        self.draw(view)

    def fold(self, view: View) -> str:
        """Show the JSON; where it is shown, unfold what is nested in it, or fold it again.

        A text's long lines are wrapped, or not; what it is now is said.
        """
        if self.reads_text:
            if self._inspector.wrap():
                return "Long lines go on in the next row."
            return "Long lines end at the edge: h and l move to the side."
        self._unfolded ^= self._tab == JSON and self.is_open
        self._tab = JSON
        self._open(True)
        self.draw(view)
        return ""

    def scroll(self, action_id: str) -> None:
        """Do what a moving action means here."""
        SCROLLS[action_id](self._inspector)

    def follow(self, view: View) -> None:
        """Come after the cursor when it has rested."""
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        if self.is_open:
            self._rest = self._grid.set_timer(REST_SECONDS, lambda: self.draw(view))

    def draw(self, view: View) -> None:
        """Show what there is to show now."""
        if not self.is_open:
            return
        found = self._subject(view)
        if found is None and view.parent_refused:
            # The list says why; an empty card would hide that.
            self._open(self._by_itself)
        if found is None:
            awaited = _has_card(view) and not view.parent_refused
            self._inspector.show("", (), 0, LOADING if awaited else ())
            return
        title, offered = found
        labels = [tab.label for tab in offered]
        active = labels.index(self._tab if self._tab in labels else FIELDS)
        lines, about = offered[active].lines(), offered[active].about()
        self._inspector.show(f"{title} · {about}" if about else title, labels, active, lines)
        current = None if _has_card(view) and not self.reading else self._current(view)
        if current is not None:
            self.drawn(view, current)

    def _open(self, opened: bool) -> None:
        self._main.set_class(opened, "inspecting")

    def _subject(self, view: View) -> tuple[str, list[Tab]] | None:
        """The card that the list hangs on, else the resource under the cursor."""
        if not self.reading and _has_card(view):
            kind, shown, parent = view.parents[-1], view.parent, None
        else:
            kind, shown, parent = view.kind, self._current(view), view.parent
        if shown is None:
            return None
        name = kind.identify(shown)
        asked = self._times_asked if name == self._asked else 0
        contents = self.contents(view, shown, self._room, asked) if kind.contents else None
        return f"{kind.noun} {name}", tabs(kind, shown, parent, self._unfolded, contents)

    @property
    def _room(self) -> tuple[int, int]:
        """How many columns and rows there are for lines, also before it was drawn."""
        width, height = self._main.size
        if not self.is_alone:
            width = inspector_width(width)
        return max(1, width - 2), max(1, height - HEAD)

    def _current(self, view: View) -> Resource | None:
        """The resource under the cursor, read whole where it was opened."""
        resource = self._grid.current
        if resource is None:
            return None
        return view.whole(resource)


def _has_card(view: View) -> bool:
    """Whether a list hangs on something that is shown on a card."""
    return bool(view.parents) and view.parents[-1].card
