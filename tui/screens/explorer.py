"""The main screen: header, panes, path, grid and inspector, status, and what lies over them.

It turns keys into the actions of the one table and hands arrived data to the widgets. What the
lines say is made elsewhere (`bars`, `inspection`, `texts`); where data comes from, too (`session`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal

from tui.core.actions import BEHIND_CHANGES, OPENING, Action
from tui.core.cell import Tone
from tui.core.kind import Field, Resource
from tui.core.place import Place
from tui.resources import KINDS
from tui.resources.places import looks_like_link
from tui.screens import bars
from tui.screens.arriving import is_on_its_way
from tui.screens.asking import Asking
from tui.screens.bars import Status
from tui.screens.changing_screen import ChangingScreen
from tui.screens.commands import Commands
from tui.screens.doing import Doing
from tui.screens.features import start
from tui.screens.filtering import Filtering
from tui.screens.hindrance import hindrance
from tui.screens.inspecting import Inspecting
from tui.screens.lateness import Lateness
from tui.screens.messages import Delivered, ProfileChosen
from tui.screens.searching import Searching
from tui.screens.session import DetailArrived, Session
from tui.screens.typing import Stroke
from tui.screens.view import View
from tui.screens.walking import Walking
from tui.widgets.bar import Bar
from tui.widgets.grid import Grid
from tui.widgets.inspector import Inspector
from tui.widgets.prompt import Prompt
from tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from tui.api.door import Outcome
    from tui.api.listing import Listing
    from tui.core.order import Order
    from tui.screens.changing import Changing
    from tui.screens.going import Going
    from tui.screens.inspection import Tab
    from tui.screens.looking import Looking
    from tui.screens.tailing import Tailing


class ExplorerScreen(ChangingScreen):
    """One connection's explorer."""

    LAYOUT = """
    ExplorerScreen {
        layers: base panel question help sheet prompt;
        background: ansi_default;
        overflow: hidden;
    }
    #help { layer: help; width: 76; max-width: 100%; }
    #main { height: 1fr; }
    #inspector { width: 40%; display: none; }
    .inspecting #inspector { display: block; }
    .inspecting.narrow #grid, .inspecting.whole #grid { display: none; }
    .inspecting.narrow #inspector, .inspecting.whole #inspector { width: 1fr; }
    """

    def __init__(self, session: Session, start: Place, actions: Sequence[Action]) -> None:
        super().__init__()
        self.session = session
        self._start = start
        self._actions = actions
        self._by_key = {key: action.id for action in actions for key in action.keys}
        self._doing: Doing | None = None
        self._said = Status()
        self._fields_shown: tuple[Field, ...] = ()
        self._listing_shown: Listing | None = None
        self._looking: Looking | None = None
        self._tailing: Tailing | None = None
        self._height_told = 0
        self._lateness = Lateness(self.set_timer, self.draw_status)

    def compose(self) -> ComposeResult:
        yield Bar(id="header")
        yield Bar(id="panes")
        yield Bar(id="path")
        with Horizontal(id="main"):
            yield Grid(id="grid")
            yield Inspector(id="inspector")
        yield Bar(id="status")
        yield Sheet(id="help")
        yield Sheet(id="sheet")
        yield Prompt(id="prompt")

    def on_mount(self) -> None:
        self.header, self.panes, self.path, self.status = (
            self.query_one(f"#{name}", Bar) for name in ("header", "panes", "path", "status")
        )
        self.grid = self.query_one(Grid)
        self.inspector = self.query_one(Inspector)
        self.inspecting = Inspecting(self.query_one("#main", Horizontal), self.grid, self.inspector)
        self.inspecting.contents, self.inspecting.drawn = self._contents, self._follow
        self.prompt = self.query_one(Prompt)
        self.keys_sheet, self.sheet = (
            self.query_one("#help", Sheet),
            self.query_one("#sheet", Sheet),
        )
        self.prompt.told = self.keys_sheet.told = self.sheet.told = self.hear
        self.asking = Asking(self.prompt, (self.keys_sheet, self.sheet))
        self.searching = Searching(self.asking, self.inspector, self.say)
        self.filtering = Filtering(
            self.asking, self.session, lambda: self.view, self.list_changed, self.say
        )
        self.commands = Commands(
            self.asking,
            self.session,
            self._actions,
            act=self.act,
            switch=self.change_project,
            say=self.say,
            hindered=self.hindered,
        )
        self.walking = Walking(self, self.filtering.clear)
        self._doing = Doing(self, self._actions)
        self.grid.focus()
        self.inspecting.fit(self.app.size.width, self.session.settings.remote)
        self.walking.begin(self._start)
        self.session.mailbox.connect(lambda item: self.post_message(Delivered(item)))
        self.session.job_listeners.append(self.draw_status)
        self.session.learn_version()
        self.is_there = True
        self.typing.go_on()

    @property
    def view(self) -> View:
        """The list that is being looked at."""
        return self.walking.view

    @property
    def current(self) -> Resource | None:
        """What is under the cursor, as whole as it was read."""
        resource = self.grid.current
        if resource is None:
            return None
        return self.view.whole(resource)

    @property
    def current_field(self) -> Field | None:
        """The column under the cursor."""
        return self.grid.current_field

    @cached_property
    def going(self) -> Going:
        """The go-to line."""
        from tui.screens.going import Going

        return Going(
            self.asking,
            self.session,
            self._actions,
            go=self.go,
            act=self.act,
            switch=self.change_project,
            open_view=self._open_view,
            later=self.set_timer,
            typing=self.typing,
            leave=self.ask_to_leave,
        )

    def _open_view(self, name: str) -> None:
        from tui.screens.saved import open_view

        open_view(self, name)

    def change_project(self, profile: str, place: Place | None = None) -> None:
        """Show another project, by its profile."""
        self.post_message(ProfileChosen(self, profile, place))

    def new_changing(self) -> Changing:
        """What changes things here; most sessions only look, and need none of its modules."""
        from tui.screens.changing import Changing

        return Changing(self)

    def wrote(self, view: View | None, outcome: Outcome) -> None:
        """Something was changed: show it."""
        if view is None:
            return
        self.session.wrote(view, outcome)
        if view is self.view:
            self._view_changed()

    def show_again(self, view: View) -> None:
        """Much in a view was changed: ask the server for it, and take its marks away."""
        self.session.refresh(view)
        if view is self.view:
            self.grid.mark(frozenset(view.marks), view.all_marked)
            self._view_changed()

    def list_changed(self, view: View) -> None:
        """A view lists something else now: show it from its first line."""
        self._point_grid(view)
        self._draw_bars()

    def watched(self, view: View) -> None:
        """What is known of a list by watching it changed."""
        self._view_changed()
        self._draw_bars()

    # Going places.

    def visit(self, place: Place, parent: Resource | None = None) -> None:
        """Show a place, as a new step of the history."""
        self.walking.visit(place, parent)

    def go(self, place: Place, order: Order | None = None) -> None:
        """Show a place and open what it names; sorted so."""
        self.walking.go(place, order)

    def show(self, view: View, place: Place) -> None:
        """Put a list on the screen, with the cursor where it was, or on what the place names."""
        self._said = Status()
        self._point_grid(view)
        self.inspecting.arrive(view)
        self._seek()
        self._draw_bars()
        self._pass_on_complaint()

    def _pass_on_complaint(self) -> None:
        """Let a filter be corrected that could not be understood."""
        complaint, self.view.complaint = self.view.complaint, None
        if complaint is not None and not self.asking.is_open:
            self.filtering.correct(complaint)

    def _point_grid(self, view: View) -> None:
        self._fields_shown, self._listing_shown = view.fields, view.listing
        self.grid.empty = bars.empty(view)
        self.grid.point(view.listing, view.fields, view.kind.identify, view.state)
        self.grid.mark(frozenset(view.marks), view.all_marked)
        self.grid.signs = view.signs

    # The data that arrives.

    @on(Delivered)
    def _delivered(self, event: Delivered) -> None:
        view = self.session.deliver(event.item)
        if self.session.may_tell_lost(event.item):
            self.changing.tell_lost()
        if view is self.view:
            if isinstance(event.item, DetailArrived):
                self._take_detail(event.item)
            else:
                self._view_changed()
        self.asking.offer_again()
        self.draw_header()
        self.typing.go_on()

    def _view_changed(self) -> None:
        view = self.view
        self.grid.empty = bars.empty(self.view)
        if view.listing is not self._listing_shown:
            # What it is narrowed to could be understood only now.
            self._point_grid(view)
            self._draw_bars()
        elif view.fields is not self._fields_shown:
            self._fields_shown = view.fields
            self.grid.fields_changed(view.fields)
        self.grid.lines_changed(view.listing.stale)
        self._seek()
        self.draw_status()
        self.inspecting.follow(view)
        self._pass_on_complaint()

    def _contents(self, view: View, file: Resource, room: tuple[int, int], asked: int) -> Tab:
        """What shows what a file holds; most sessions look into none."""
        if self._looking is None:
            from tui.screens.looking import Looking

            self._looking = Looking(self.session, lambda: self.inspecting.draw(self.view))
        return self._looking.tab(view, file, room, asked)

    def _take_detail(self, arrived: DetailArrived) -> None:
        if arrived.problem is not None:
            self.say_problem(arrived.problem.line)
        else:
            if self._tailing is not None and self._tailing.arrived(arrived):
                self._view_changed()
            self.inspecting.draw(self.view)

    def _follow(self, view: View, resource: Resource) -> None:
        """What is shown may go on by itself; most of what is looked at does not."""
        if not view.kind.goes_on(resource):
            return
        if self._tailing is None:
            from tui.screens.tailing import Tailing

            self._tailing = Tailing(self)
        self._tailing.follow(view, resource)

    def _seek(self) -> None:
        """Put the cursor on what the place names, as soon as that line is there."""
        wanted = self.view.wanted
        number = self.view.listing.find(wanted) if wanted is not None else None
        if number is not None:
            opens, self.view.opens = self.view.opens, False
            self.view.wanted = None
            self.grid.go(number)
            if opens:
                self.walking.open_current()

    # What the lines around the grid say.

    def unsay(self) -> None:
        """What was said has been read."""
        if self._said.message:
            self._said = Status()
            self.draw_status()

    def say(self, message: str, tone: Tone = Tone.PLAIN) -> None:
        """Say something in the status line until the next key."""
        self._said = Status(message, tone)
        self.draw_status()

    def say_problem(self, message: str) -> None:
        """Say what did not work."""
        self.say(message, Tone.BAD)

    def draw_header(self) -> None:
        """Show who is looking at what."""
        self.header.show(bars.header(self.session))

    def hindered(self, action_id: str) -> str:
        """Why an action is not to be had here, in a few words; empty where it is."""
        return hindrance(action_id, self.view, self.session.connection.client)

    def _draw_bars(self) -> None:
        self.draw_header()
        self.panes.show(bars.panes(self.view, self.app.size.width))
        self.path.show(bars.path(self.view, [KINDS[name].title for name in self.walking.siblings]))
        self.draw_status()

    def draw_status(self) -> None:
        """Show how far one is in the list, what is said, and what one can do."""
        self.view.state = self.grid.state
        self._height_told = height = self.grid.height if self.grid.size.height else 0
        said = replace(
            self._said,
            job=self.session.running,
            ahead=self.typing.words,
            late=self._lateness.words(self.view, self.session.connection.client.host),
        )
        keys = bars.footer(self._actions, self.hindered, self._labels)
        is_seen = not self.inspecting.covers(self.view)
        self.status.show(bars.status(self.view, height, said, keys, is_seen))

    @property
    def _labels(self) -> bars.Labels | None:
        """What the keys are called now, where it is not what they are called in a list."""
        if self.is_covered:
            return bars.COVERED
        if self.inspecting.covers(self.view):
            return bars.CARD
        if self.inspecting.reads_text:
            return bars.TEXT
        return bars.RESOURCE if self.inspecting.reading else None

    # Asking.

    def on_prompt_changed(self, _: Prompt.Changed) -> None:
        self.asking.offer_again()

    def on_prompt_submitted(self, event: Prompt.Submitted) -> None:
        self.asking.submit(event)

    def on_prompt_cancelled(self, _: Prompt.Cancelled) -> None:
        self.asking.close()

    def on_sheet_closed(self, _: Sheet.Closed) -> None:
        self.asking.close()
        self.draw_status()

    # Keys.

    def is_ready(self, stroke: Stroke) -> bool:
        if self.is_there and self.asking.is_open:
            return self.asking.is_ready(stroke.key)
        if not self.is_there or self.is_changing:
            return self.is_there and self.panels.is_ready(stroke.key)
        action_id = "add" if stroke.pasted else self._by_key.get(stroke.key, "")
        if self.is_writing and action_id in BEHIND_CHANGES:
            return False
        return not is_on_its_way(action_id, self.view, self.grid.current is not None)

    def take(self, stroke: Stroke) -> None:
        """Hand a key to what lies on top; below, do what the action table says of it."""
        if stroke.pasted:
            self._paste(stroke.pasted)
        elif self.asking.is_open:
            self.asking.press(stroke.key, stroke.character)
        elif self.is_changing:
            self.panels.press(stroke)
        elif stroke.key in self._by_key:
            action_id, view = self._by_key[stroke.key], self.view
            self.act(action_id)
            leads = self.is_covered or self.typing.wait is not None or self.view is not view
            if action_id in OPENING and not leads:
                self.typing.drop()

    def act(self, action_id: str) -> None:
        """Do one action of the table."""
        if self._doing is not None:
            self._doing.act(action_id)

    def _paste(self, text: str) -> None:
        if self.asking.is_open:
            self.asking.paste(text)
        elif looks_like_link(text) and not self.is_changing:
            self.going.ask(text.strip())
        else:
            self.changing.paste(text)

    def ask_to_leave(self) -> None:
        """Leave the program from wherever one is; where jobs run, that is asked first."""
        if self.session.running_jobs:
            start("ask_to_quit", self)
        else:
            self.leave_program()

    def leave_program(self) -> None:
        """Leave; what runs breaks off."""
        self.app.exit(0)

    # The mouse, and the size.

    @on(Grid.CursorMoved)
    def _cursor_moved(self) -> None:
        # Where a key moved it, the status line was drawn with the key.
        if (self.view.state, self._height_told) != (self.grid.state, self.grid.height):
            self.draw_status()
        self.inspecting.follow(self.view)

    @on(Grid.Entered)
    def _entered(self) -> None:
        self.walking.open_current()

    @on(Grid.HeaderClicked)
    def _header_clicked(self, event: Grid.HeaderClicked) -> None:
        self.act("sort_also" if event.also else "sort")

    @on(Bar.PieceClicked)
    def _piece_clicked(self, event: Bar.PieceClicked) -> None:
        for name in self.walking.siblings:
            if event.bar is self.path and KINDS[name].title == event.name:
                self.walking.beside(name)
                return
        if event.name in {action.id for action in self._actions}:
            self.act(event.name)

    def on_resize(self, event: events.Resize) -> None:
        if self._doing is not None:
            self.inspecting.fit(event.size.width, self.session.settings.remote)
            self.inspecting.follow(self.view)
            self._draw_bars()
