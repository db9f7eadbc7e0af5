"""What each action of the one table does on the main screen, by its id."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from tui.core.actions import CHANGING, Action, Group
from tui.core.cell import Tone
from tui.resources import PANES
from tui.screens import texts
from tui.screens.features import FEATURES, start
from tui.screens.inspecting import SCROLLS
from tui.screens.moving import MOVES

if TYPE_CHECKING:
    from tui.screens.explorer import ExplorerScreen

ON_THE_LIST = CHANGING | {
    *("open", "filter", "quick", "sort", "sort_also", "columns", "copy", "download", "export"),
    *("related", "watch", "mark", "mark_range", "mark_invert", "mark_all"),
}
"""Actions on a list, or on what is under its cursor: they are for nothing unless that is seen."""


class Doing:
    """Does the actions."""

    def __init__(self, screen: ExplorerScreen, actions: Sequence[Action]) -> None:
        self._screen = screen
        self._actions = actions
        self._do = self._handlers()

    def act(self, action_id: str) -> None:
        """Do one action. While reading, moving scrolls the inspector; a card is no list."""
        screen, inspecting = self._screen, self._screen.inspecting
        screen.unsay()
        screen.view.opens = False
        if action_id != "quit":
            screen.session.left_from = None
        covers = inspecting.covers(screen.view)
        if action_id in SCROLLS and (inspecting.reading or covers):
            inspecting.scroll(action_id)
            return
        if action_id in ON_THE_LIST and covers:
            inspecting.leave(screen.view)
        if action_id != "open" or not covers:
            self._do[action_id]()
        # At once, not when the grid's message comes: both are then painted in one go.
        screen.draw_status()

    def _handlers(self) -> dict[str, Callable[[], object]]:
        screen, walking = self._screen, self._screen.walking
        changes = {
            action.id: lambda name=action.id: screen.changing.act(name)
            for action in self._actions
            if action.group is Group.CHANGE
        }
        return {
            **{f"pane_{pane.key}": partial(walking.pane, pane.key) for pane in PANES},
            **changes,
            **{name: partial(start, name, screen) for name in FEATURES if name not in changes},
            **{name: partial(move, screen.grid) for name, move in MOVES.items()},
            **self._looking(),
            "first": lambda: self._re_anchor(screen.view.listing.to_start),
            "last": lambda: self._re_anchor(screen.view.listing.to_end),
            "open": walking.open_current,
            "back": walking.leave,
            "next_list": lambda: walking.sibling(1),
            "previous_list": lambda: walking.sibling(-1),
            "goto": lambda: screen.going.ask(),
            "last_place": walking.between_last_two,
            "history_back": lambda: walking.through_history(False),
            "history_forward": lambda: walking.through_history(True),
            "palette": lambda: screen.commands.ask(),
            "help": self._help,
            "quit": self._quit,
        }

    def _looking(self) -> dict[str, Callable[[], object]]:
        screen, inspecting = self._screen, self._screen.inspecting
        return {
            "filter": lambda: (screen.searching if inspecting.reading else screen.filtering).ask(),
            "find_next": lambda: screen.searching.go(True),
            "find_previous": lambda: screen.searching.go(False),
            "fold": lambda: screen.say(inspecting.fold(screen.view), Tone.DIM),
            "inspector": lambda: inspecting.toggle(screen.view),
            "next_tab": lambda: inspecting.turn_tab(screen.view, 1),
            "previous_tab": lambda: inspecting.turn_tab(screen.view, -1),
            "refresh": self._refresh,
        }

    def _re_anchor(self, turn: Callable[[], int]) -> None:
        """Go to an end of the list; its lines may be numbered from there from now on."""
        listing, grid = self._screen.view.listing, self._screen.grid
        anchor = listing.anchor
        number = turn()
        if listing.anchor is not anchor:
            grid.restart(number)
        else:
            grid.go(number)

    def _refresh(self) -> None:
        session, view = self._screen.session, self._screen.view
        session.connection.client.lacking.clear()
        session.refresh(view)
        self._screen.watched(view)

    def _help(self) -> None:
        lines = texts.help_lines(self._actions, self._screen.hindered)
        self._screen.asking.tell(self._screen.keys_sheet, "Keys", lines)

    def _quit(self) -> None:
        session = self._screen.session
        # One comes back to where leaving began, not to the top that it leads through.
        session.left_from = session.left_from or session.history.here
        if not self._screen.walking.leave():
            self._screen.ask_to_leave()
