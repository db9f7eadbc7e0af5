"""Walking through a project: into what is under the cursor, out of it, aside, back and forth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from tui.core.cell import Tone
from tui.core.kind import Resource
from tui.core.order import Order
from tui.core.place import Place
from tui.resources import KINDS, PANES
from tui.resources.places import by_its_id, is_by_its_id, text_of
from tui.screens.inspecting import Inspecting
from tui.screens.session import Session
from tui.screens.view import View
from tui.widgets.grid import Grid


class Ground(Protocol):
    """The screen that one walks on."""

    session: Session
    grid: Grid
    inspecting: Inspecting

    def show(self, view: View, place: Place) -> None:
        """Put a list on the screen."""

    def list_changed(self, view: View) -> None:
        """A view lists something else now."""

    def say(self, message: str, tone: Tone = Tone.PLAIN) -> None:
        """Say something in the status line."""


class Walking:
    """Knows the list that is looked at, and the way to it."""

    def __init__(self, ground: Ground, unfilter: Callable[[], bool]) -> None:
        """`unfilter` lists everything again; it is False where nothing is filtered."""
        self._ground = ground
        self._unfilter = unfilter
        self._last_in_pane: dict[str, Place] = {}
        self._view: View | None = None

    @property
    def view(self) -> View:
        """The list that is being looked at."""
        if self._view is None:
            raise RuntimeError("nothing is shown yet")
        return self._view

    @property
    def siblings(self) -> tuple[str, ...]:
        """The kinds of the lists beside this one, itself among them."""
        view = self.view
        return view.parents[-1].beside(view.kind.name) if view.parents else ()

    def visit(self, place: Place, parent: Resource | None = None, opens: bool = False) -> None:
        """Show a place, as a new step of the history; `opens` what it names, once that is there."""
        before = self._view.place.parents if self._view is not None else ()
        self._remember_filter()
        view = self._ground.session.view_of(place, parent)
        place = place.narrowed(view.filter_text)
        self._ground.session.history.visit(place)
        self._ground.session.often.note(text_of(place.bare))
        self._enter(view, place, opens)
        if place.parents != before and view.parents and view.parents[-1].card:
            # Who asks for memberships wants them, and no card over them.
            is_opened = view.kind.name == self.siblings[0] and place.focus is None
            self._ground.inspecting.open_card(view, over=is_opened)

    def begin(self, place: Place) -> None:
        """Show the first place of a session; what was asked for by its id is opened."""
        self.visit(place, opens=is_by_its_id(place))

    def go(self, place: Place, order: Order | None = None) -> None:
        """Show a place; what it names is brought to the screen, however far down its list it is.

        What has no lists of its own is opened in the inspector. With an `order`, that is how the
        list comes from now on.
        """
        if not self._is_at_hand(place):
            place = by_its_id(place)
        self.visit(place, opens=place.focus is not None and not KINDS[place.kind].children)
        if order is not None and order != self.view.order:
            self.view.sort(order)
            self._ground.list_changed(self.view)

    def _is_at_hand(self, place: Place) -> bool:
        view = self._ground.session.known_view(place)
        return view is not None and view.listing.find(place.focus or "") is not None

    def open_current(self) -> None:
        """Open what is under the cursor: its lists, or itself in the inspector."""
        resource = self._ground.grid.current
        if resource is None:
            return
        session, view, kind = self._ground.session, self.view, self.view.kind
        resource_id = kind.identify(resource)
        session.history.remark(view.place.at(resource_id).narrowed(view.filter_text))
        if kind.children:
            self.visit(Place(kind.children[0], (*view.place.parents, resource_id)), resource)
            return
        if kind.gathered is not None:
            of = KINDS[kind.gathered.of]
            parent = str(resource.get(of.id_name, ""))
            self.go(Place(kind.gathered.kind, (parent,), resource_id))
            return
        self._ground.inspecting.read(view)
        if kind.get is not None:
            session.ask_detail(view, resource_id, kind.get)

    def leave(self) -> bool:
        """One step out of what was opened. False at the top."""
        if self._ground.inspecting.leave(self.view) or self._unfilter():
            return True
        if self.view.kind.gathered is not None:
            self.visit(Place(self.view.kind.gathered.of))
            return True
        if not self.view.parents:
            return False
        *rest, last = self.view.place.parents
        self.visit(Place(self.view.parents[-1].name, tuple(rest), last))
        return True

    def sibling(self, step: int) -> None:
        """The list beside this one, under the same parent."""
        siblings, inspecting = self.siblings, self._ground.inspecting
        if inspecting.is_alone and inspecting.leave(self.view):
            return
        if len(siblings) < 2:
            self._ground.say("There is no other list beside this one.")
            return
        number = (siblings.index(self.view.kind.name) + step) % len(siblings)
        self.beside(siblings[number])

    def beside(self, kind: str) -> None:
        """One of the lists beside this one, by the name of its kind."""
        self.visit(Place(kind, self.view.place.parents), self.view.parent)

    def pane(self, key: str) -> None:
        """Where one was last in a pane."""
        pane = next(pane for pane in PANES if pane.key == key)
        self.visit(self._last_in_pane.get(pane.kind, Place(pane.kind)))

    def through_history(self, forward: bool) -> None:
        """To the place before this one, or after it."""
        session = self._ground.session
        self._remember_filter()
        place = session.history.forward() if forward else session.history.back()
        if place is None:
            self._ground.say(f"There is no {'later' if forward else 'earlier'} place.")
        else:
            self._enter(session.view_of(place), place)

    def between_last_two(self) -> None:
        """To the place before this one; from there, back here."""
        place = self._ground.session.history.previous
        if place is not None:
            self.visit(place)
        else:
            self._ground.say("There is no other place yet.")

    def _enter(self, view: View, place: Place, opens: bool = False) -> None:
        if self._view is not None:
            self._view.state = self._ground.grid.state
        self._view = view
        root = view.parents[0].name if view.parents else view.kind.name
        self._last_in_pane[root] = place.narrowed(None)
        view.wanted, view.opens = place.focus, opens
        self._ground.show(view, place)

    def _remember_filter(self) -> None:
        """Note what the list is narrowed to, so that one comes back to the same."""
        history = self._ground.session.history
        if self._view is not None and history.here is not None:
            history.remark(history.here.narrowed(self._view.filter_text))
