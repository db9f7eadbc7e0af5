"""The main screen: header, panes, path, grid and inspector, status, and what lies over them.

It turns keys into the actions of the one table and hands arrived data to the widgets. What the
lines say is made elsewhere (`bars`, `inspection`, `texts`); where data comes from, too (`session`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from tui.core.actions import Action
from tui.core.cell import Cell, Tone
from tui.core.kind import Field, Resource
from tui.core.place import Place
from tui.resources import KINDS, PANES
from tui.resources.places import PlaceError, parse
from tui.screens import bars, texts
from tui.screens.bars import Status
from tui.screens.completion import completions
from tui.screens.inspection import Line, Tab, tabs
from tui.screens.session import DetailArrived, Session
from tui.screens.view import View
from tui.widgets.bar import Bar
from tui.widgets.fuzzy import matching
from tui.widgets.grid import Grid
from tui.widgets.inspector import Inspector
from tui.widgets.prompt import Choice, Prompt
from tui.widgets.sheet import Sheet

INSPECTOR_FROM = 140
"""Columns from which on the inspector is open by itself (over SSH only on `i`)."""
BESIDE_FROM = 100
"""Columns from which on grid and inspector stand side by side; below, one has the whole width."""
REST_SECONDS = 0.1
"""How long the cursor must rest before the inspector follows it."""


class Delivered(Message):
    """Something arrived from a worker thread."""

    def __init__(self, item: object) -> None:
        super().__init__()
        self.item = item


class ProfileChosen(Message):
    """Another project was asked for by its profile."""

    def __init__(self, screen: ExplorerScreen, name: str) -> None:
        super().__init__()
        self.screen = screen
        self.name = name


class ExplorerScreen(Screen[None]):
    """One connection's explorer."""

    CSS = """
    ExplorerScreen { layers: base sheet prompt; background: ansi_default; }
    #main { height: 1fr; }
    #inspector { width: 40%; display: none; }
    .inspecting #inspector { display: block; }
    .inspecting.narrow #grid { display: none; }
    .inspecting.narrow #inspector { width: 1fr; }
    """

    def __init__(self, session: Session, start: Place, actions: Sequence[Action]) -> None:
        super().__init__()
        self.session = session
        self._start = start
        self._actions = actions
        self._by_key = {key: action.id for action in actions for key in action.keys}
        self._do = self._handlers()
        self._said = Status()
        self._rest: Timer | None = None
        self._tab = ""
        self.reading = False
        self._answer: Callable[[Prompt.Submitted], None] = self._go_to
        self._choices: Callable[[str], Sequence[Choice]] = lambda text: ()
        self._last_in_pane: dict[str, Place] = {}
        self._fields_shown: tuple[Field, ...] = ()
        self.view: View

    def compose(self) -> ComposeResult:
        yield Bar(id="header")
        yield Bar(id="panes")
        yield Bar(id="path")
        with Horizontal(id="main"):
            yield Grid(id="grid")
            yield Inspector(id="inspector")
        yield Bar(id="status")
        yield Sheet(id="sheet")
        yield Prompt(id="prompt")

    def on_mount(self) -> None:
        self.header, self.panes, self.path, self.status = (
            self.query_one(f"#{name}", Bar) for name in ("header", "panes", "path", "status")
        )
        self.grid = self.query_one(Grid)
        self.inspector = self.query_one(Inspector)
        self.sheet = self.query_one(Sheet)
        self.prompt = self.query_one(Prompt)
        self.main = self.query_one("#main", Horizontal)
        self.grid.focus()
        wide = self.app.size.width >= INSPECTOR_FROM and not self.session.settings.remote
        self.main.set_class(wide, "inspecting")
        self.visit(self._start)
        self.session.mailbox.connect(lambda item: self.post_message(Delivered(item)))
        self.session.learn_version()

    # Going places.

    def visit(self, place: Place, parent: Resource | None = None) -> None:
        """Show a place, as a new step of the history."""
        self.session.history.visit(place)
        self._show_view(self.session.view_of(place, parent), place)

    def _show_view(self, view: View, place: Place) -> None:
        if hasattr(self, "view"):
            self.view.state = self.grid.state
        self.view = view
        self._said = Status()
        self._tab = ""
        root = view.parents[0].name if view.parents else view.kind.name
        self._last_in_pane[root] = place
        self.grid.empty = self._empty_text()
        self.grid.point(view.listing, view.fields, view.kind.identify, view.state)
        view.wanted = place.focus
        self._seek()
        self._draw_bars()
        self._inspect()

    def _open_current(self) -> None:
        """Open what is under the cursor: its lists, or itself in the inspector."""
        resource = self.grid.current
        if resource is None:
            return
        kind = self.view.kind
        resource_id = kind.identify(resource)
        self.session.history.remark(self.view.place.at(resource_id))
        if not kind.children:
            self._look_at(resource)
            return
        place = Place(kind.children[0], (*self.view.place.parents, resource_id))
        self.visit(place, resource)
        if kind.card:
            self.main.set_class(True, "inspecting")
            self._inspect()

    def _look_at(self, resource: Resource) -> None:
        """Read one resource whole and put the keyboard into the inspector."""
        view = self.view
        self._tab = view.kind.views[0].label if view.kind.views else self._tab
        self.main.set_class(True, "inspecting")
        self.reading = True
        self._inspect(resource)
        if view.kind.get is not None:
            self.session.ask_detail(view, view.kind.identify(resource), view.kind.get)

    def _leave(self) -> bool:
        """One step out of what was opened. False at the top."""
        if self.reading:
            narrow = self.main.has_class("narrow")
            self.main.set_class(not narrow and self._opens_by_itself, "inspecting")
            self._tab = ""
            self.reading = False
            self._inspect()
            return True
        if self.main.has_class("inspecting") and self.main.has_class("narrow"):
            self.main.set_class(False, "inspecting")
            return True
        if not self.view.parents:
            return False
        *rest, last = self.view.place.parents
        self.visit(Place(self.view.parents[-1].name, tuple(rest), last))
        return True

    def _sibling(self, step: int) -> None:
        """The list beside this one, under the same parent."""
        siblings = self._siblings()
        if self.main.has_class("inspecting") and self.main.has_class("narrow"):
            self.main.set_class(False, "inspecting")
            return
        if len(siblings) < 2:
            return
        number = (siblings.index(self.view.kind.name) + step) % len(siblings)
        self.visit(Place(siblings[number], self.view.place.parents), self.view.parent)

    def _siblings(self) -> tuple[str, ...]:
        return self.view.parents[-1].children if self.view.parents else ()

    def _pane(self, key: str) -> None:
        pane = next(pane for pane in PANES if pane.key == key)
        self.visit(self._last_in_pane.get(pane.kind, Place(pane.kind)))

    def _history(self, forward: bool) -> None:
        history = self.session.history
        place = history.forward() if forward else history.back()
        if place is None:
            self.say("There is no later place." if forward else "There is no earlier place.")
        else:
            self._show_view(self.session.view_of(place), place)

    def _between_last_two(self) -> None:
        place = self.session.history.previous
        if place is None:
            self.say("There is no other place yet.")
        else:
            self.visit(place)

    # The data that arrives.

    @on(Delivered)
    def _delivered(self, event: Delivered) -> None:
        view = self.session.deliver(event.item)
        if view is self.view:
            if isinstance(event.item, DetailArrived):
                self._take_detail(event.item)
            else:
                self._view_changed()
        self.header.show(bars.header(self.session))

    def _view_changed(self) -> None:
        view = self.view
        fields = view.fields
        self.grid.empty = self._empty_text()
        if fields != self._fields_shown:
            self.grid.fields_changed(fields)
            self._fields_shown = fields
        self.grid.lines_changed(view.listing.stale)
        self._seek()
        self._draw_status()
        self._follow()

    def _take_detail(self, arrived: DetailArrived) -> None:
        resource = self.grid.current
        if arrived.problem is not None:
            self.say(arrived.problem.line, Tone.BAD)
        elif resource is not None and self.view.kind.identify(resource) == arrived.resource_id:
            self._inspect()

    def _seek(self) -> None:
        """Put the cursor on what the place names, as soon as that line is there."""
        wanted = self.view.wanted
        number = self.view.listing.find(wanted) if wanted is not None else None
        if number is not None:
            self.view.wanted = None
            self.grid.go(number)

    def _empty_text(self) -> tuple[Cell, ...]:
        listing = self.view.listing
        if listing.problem is not None:
            problem = listing.problem
            return (Cell(problem.sentence, Tone.BAD), Cell(problem.remedy, Tone.DIM))
        if not listing.arrived_once:
            return (Cell("Loading…", Tone.DIM),)
        return (Cell(f"No {self.view.kind.title.lower()} here.", Tone.DIM),)

    # What the lines around the grid say.

    def say(self, message: str, tone: Tone = Tone.PLAIN) -> None:
        """Say something in the status line until the cursor moves."""
        self._said = Status(message, tone)
        self._draw_status()

    def say_problem(self, message: str) -> None:
        """Say what did not work."""
        self.say(message, Tone.BAD)

    def _draw_bars(self) -> None:
        self._fields_shown = self.view.fields
        siblings = [KINDS[name].title for name in self._siblings()]
        self.header.show(bars.header(self.session))
        self.panes.show(bars.panes(self.view, self.app.size.width))
        self.path.show(bars.path(self.view, siblings))
        self._draw_status()

    def _draw_status(self) -> None:
        self.view.state = self.grid.state
        self.status.show(bars.status(self.view, self.grid.height, self._said, self._actions))

    # The inspector.

    @property
    def _opens_by_itself(self) -> bool:
        return self.app.size.width >= INSPECTOR_FROM and not self.session.settings.remote

    def _follow(self) -> None:
        """Let the inspector come after when the cursor has rested."""
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        if self.main.has_class("inspecting"):
            self._rest = self.set_timer(REST_SECONDS, self._inspect)

    def _inspect(self, resource: Resource | None = None) -> None:
        """Show the resource under the cursor, or the opened one that the list hangs on."""
        if not self.main.has_class("inspecting"):
            return
        found = self._inspected(resource)
        if found is None:
            self.inspector.show("", (), 0, ())
            return
        title, chosen = found
        labels = [tab.label for tab in chosen]
        if self._tab not in labels:
            self._tab = "fields" if "fields" in labels else labels[0]
        active = labels.index(self._tab)
        self.inspector.show(title, labels, active, chosen[active].lines())

    def _inspected(self, resource: Resource | None) -> tuple[str, list[Tab]] | None:
        view = self.view
        if not self.reading and view.parents and view.parents[-1].card:
            kind, shown, parent = view.parents[-1], view.parent, None
        else:
            kind, shown, parent = view.kind, resource or self.grid.current, view.parent
            if shown is not None:
                shown = view.details.get(kind.identify(shown), shown)
        if shown is None:
            return None
        return f"{kind.noun} {kind.identify(shown)}", tabs(kind, shown, parent)

    def _turn_tab(self, step: int) -> None:
        found = self._inspected(None)
        if found is not None and self.main.has_class("inspecting"):
            labels = [tab.label for tab in found[1]]
            number = labels.index(self._tab) if self._tab in labels else 0
            self._tab = labels[(number + step) % len(labels)]
            self._inspect()

    def _toggle_inspector(self) -> None:
        self.main.toggle_class("inspecting")
        self.reading = self.reading and self.main.has_class("inspecting")
        self._inspect()

    # Asking.

    def _ask(
        self,
        sign: str,
        hint: str,
        choices: Callable[[str], Sequence[Choice]],
        answer: Callable[[Prompt.Submitted], None],
    ) -> None:
        self._choices, self._answer = choices, answer
        self.grid.covered = True
        self.prompt.open(sign, hint)
        self.prompt.offer(choices(""))

    def _ask_place(self) -> None:
        self._ask(
            ":",
            "databases/shop/orders, users/alice, @profile",
            lambda text: completions(text, self.session),
            self._go_to,
        )

    def _ask_action(self) -> None:
        offered = [Choice(action.label, action.help) for action in self._actions]
        self._ask("›", "what to do", lambda text: matching(offered, text), self._act_by_label)

    @on(Prompt.Changed)
    def _prompt_changed(self, event: Prompt.Changed) -> None:
        self.prompt.offer(self._choices(event.text))

    @on(Prompt.Submitted)
    def _prompt_submitted(self, event: Prompt.Submitted) -> None:
        self._answer(event)

    @on(Prompt.Cancelled)
    def _close_prompt(self) -> None:
        self.prompt.close()
        self.grid.covered = False

    def _go_to(self, said: Prompt.Submitted) -> None:
        """Go where the line says; what names nothing itself may be the beginning of a choice."""
        text = said.text if said.text.strip() else said.choice
        if text.startswith("@"):
            self._close_prompt()
            self.post_message(ProfileChosen(self, (said.choice or text)[1:]))
            return
        try:
            place = parse(text)
        except PlaceError as error:
            if not said.choice:
                self.prompt.offer((), str(error))
                return
            place = parse(said.choice)
        self._close_prompt()
        self.visit(place)

    def _act_by_label(self, said: Prompt.Submitted) -> None:
        self._close_prompt()
        for action in self._actions:
            if action.label == said.choice:
                self._act(action.id)
                return
        self.say(f"There is nothing called {said.text!r}.")

    def _open_sheet(self, title: str, lines: Sequence[Line]) -> None:
        self.grid.covered = True
        self.sheet.open(title, lines)

    @on(Sheet.Closed)
    def _sheet_closed(self) -> None:
        self.grid.covered = False

    # Keys.

    def on_key(self, event: events.Key) -> None:
        """Hand the key to what lies on top; below, do what the action table says of it.

        The grid alone is ever focused. So all keys come this one way and in their order, also
        those that were typed ahead of what they are meant for.
        """
        event.stop()
        event.prevent_default()
        if self.sheet.visible:
            self.sheet.press(event.key)
        elif self.prompt.visible:
            self.prompt.press(event.key, event.character)
        elif event.key in self._by_key:
            self._act(self._by_key[event.key])

    def on_paste(self, event: events.Paste) -> None:
        if self.prompt.visible:
            event.stop()
            self.prompt.insert(event.text)

    def _act(self, action_id: str) -> None:
        """Do one action; while reading, moving scrolls the inspector."""
        if self._said.message:
            self._said = Status()
            self._draw_status()
        if self.reading and action_id in _SCROLLS:
            _SCROLLS[action_id](self.inspector)
        elif action_id.startswith("pane_"):
            self._pane(action_id.removeprefix("pane_"))
        else:
            self._do[action_id]()

    def _handlers(self) -> dict[str, Callable[[], object]]:
        """What each action of the table does here."""
        return {
            "down": lambda: self.grid.move(1),
            "up": lambda: self.grid.move(-1),
            "left": lambda: self.grid.move_column(-1),
            "right": lambda: self.grid.move_column(1),
            "first": self._to_first,
            "last": self._to_last,
            "page_down": lambda: self.grid.page(1),
            "page_up": lambda: self.grid.page(-1),
            "half_down": lambda: self.grid.page(0.5),
            "half_up": lambda: self.grid.page(-0.5),
            "open": self._open_current,
            "back": self._leave,
            "next_list": lambda: self._sibling(1),
            "previous_list": lambda: self._sibling(-1),
            "goto": self._ask_place,
            "last_place": self._between_last_two,
            "history_back": lambda: self._history(False),
            "history_forward": lambda: self._history(True),
            "inspector": self._toggle_inspector,
            "next_tab": lambda: self._turn_tab(1),
            "previous_tab": lambda: self._turn_tab(-1),
            "refresh": self._refresh,
            "copy_id": self._copy_id,
            "requests": self._show_requests,
            "palette": self._ask_action,
            "help": lambda: self._open_sheet("Keys", texts.help_lines(self._actions)),
            "quit": self._quit,
        }

    def _to_first(self) -> None:
        self._re_anchor(self.view.listing.to_start)

    def _to_last(self) -> None:
        self._re_anchor(self.view.listing.to_end)

    def _re_anchor(self, turn: Callable[[], int]) -> None:
        """Go to an end of the list; its lines may be numbered from there from now on."""
        anchor = self.view.listing.anchor
        number = turn()
        if self.view.listing.anchor is not anchor:
            self.grid.restart(number)
        else:
            self.grid.go(number)
        self._draw_status()

    def _refresh(self) -> None:
        self.session.refresh(self.view)
        self.grid.lines_changed(self.view.listing.stale)
        self.grid.empty = self._empty_text()
        self._draw_status()

    def _copy_id(self) -> None:
        resource = self.grid.current
        if resource is not None:
            resource_id = self.view.kind.identify(resource)
            self.app.copy_to_clipboard(resource_id)
            self.say(f"{resource_id} sent to the terminal's clipboard.")

    def _show_requests(self) -> None:
        calls = self.session.connection.recorder.calls
        self._open_sheet("Requests, newest first", texts.request_lines(calls))

    def _quit(self) -> None:
        if not self._leave():
            self.app.exit(0)

    @on(Grid.CursorMoved)
    def _cursor_moved(self) -> None:
        self._draw_status()
        self._follow()

    @on(Grid.Entered)
    def _entered(self) -> None:
        self._open_current()

    @on(Bar.PieceClicked)
    def _piece_clicked(self, event: Bar.PieceClicked) -> None:
        if event.bar is self.panes:
            self._pane(event.name)
        elif event.bar is self.path:
            for name in self._siblings():
                if KINDS[name].title == event.name:
                    self.visit(Place(name, self.view.place.parents), self.view.parent)
        elif event.name in self._do:
            self._act(event.name)

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#main").set_class(event.size.width < BESIDE_FROM, "narrow")
        if hasattr(self, "view"):
            self._draw_bars()


_SCROLLS: dict[str, Callable[[Inspector], None]] = {
    "down": lambda inspector: inspector.scroll_rows(1),
    "up": lambda inspector: inspector.scroll_rows(-1),
    "page_down": lambda inspector: inspector.scroll_pages(1),
    "page_up": lambda inspector: inspector.scroll_pages(-1),
    "half_down": lambda inspector: inspector.scroll_pages(0.5),
    "half_up": lambda inspector: inspector.scroll_pages(-0.5),
    "first": lambda inspector: inspector.scroll_to_end(False),
    "last": lambda inspector: inspector.scroll_to_end(True),
}
