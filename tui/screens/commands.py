"""The lines that are asked: where to go, what to do, what to list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.core.actions import Action
from tui.core.place import Place
from tui.resources.directions import Wanted, read
from tui.resources.places import PlaceError
from tui.screens.asking import Asking
from tui.screens.completion import completions
from tui.screens.filtering import Filtering
from tui.screens.session import Session
from tui.screens.view import View
from tui.widgets.fuzzy import matching
from tui.widgets.prompt import Choice, Prompt

HINT = "databases/shop/orders, users/alice, @profile, journal"


class Commands:
    """Asks for a place or an action, and sees to it."""

    def __init__(
        self,
        asking: Asking,
        session: Session,
        actions: Sequence[Action],
        *,
        go: Callable[[Place], object],
        act: Callable[[str], object],
        switch: Callable[[str], object],
        say: Callable[[str], object],
        view: Callable[[], View],
        listed: Callable[[View], object],
        hindered: Callable[[str], str],
    ) -> None:
        """`view` is the list that is looked at; `listed` is told when it lists something else."""
        self._asking = asking
        self._session = session
        self._actions = actions
        self._go = go
        self._act = act
        self._switch = switch
        self._say = say
        self._hindered = hindered
        self.filtering = Filtering(asking, session, view, listed, say)

    def ask_place(self) -> None:
        """Ask where to go."""
        self._asking.ask(":", HINT, lambda text: completions(text, self._session), self._go_to)

    def ask_action(self) -> None:
        """Ask what to do."""
        offered = [
            Choice(action.label, f"{action.help}{f'  ({why})' if why else ''}")
            for action in self._actions
            for why in [self._hindered(action.id)]
        ]
        offered += [Choice(f"@{name}", about) for name, about in self._session.profiles]
        self._asking.ask("›", "what to do", lambda text: matching(offered, text), self._act_by_name)

    def _go_to(self, said: Prompt.Submitted) -> None:
        """Go where the line says; what names nothing itself may be the beginning of a choice."""
        text = said.text if said.text.strip() else said.choice
        if text.startswith("@"):
            self._asking.close()
            self._switch((said.choice or text)[1:])
            return
        named = [action.id for action in self._actions if text.strip() in (action.id, action.label)]
        try:
            place = read(text)
        except PlaceError as error:
            if named:
                self._asking.close()
                self._act(named[0])
                return
            if not said.choice:
                self._asking.refuse(str(error))
                return
            place = read(said.choice)
        if isinstance(place, Wanted):
            self._asking.refuse(f"Say where it is: {said.text.strip()} names no place.")
            return
        self._asking.close()
        self._go(place)

    def _act_by_name(self, said: Prompt.Submitted) -> None:
        self._asking.close()
        if said.choice.startswith("@"):
            self._switch(said.choice[1:])
            return
        for action in self._actions:
            if action.label == said.choice:
                self._act(action.id)
                return
        self._say(f"There is nothing called {said.text!r}.")
