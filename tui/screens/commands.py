"""The palette: everything one can do, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.core.actions import Action
from tui.screens.asking import Asking
from tui.screens.session import Session
from tui.widgets.fuzzy import matching
from tui.widgets.prompt import Choice, Prompt


class Commands:
    """Asks what to do, and sees to it."""

    def __init__(
        self,
        asking: Asking,
        session: Session,
        actions: Sequence[Action],
        *,
        act: Callable[[str], object],
        switch: Callable[[str], object],
        say: Callable[[str], object],
        hindered: Callable[[str], str],
    ) -> None:
        self._asking = asking
        self._session = session
        self._actions = actions
        self._act = act
        self._switch = switch
        self._say = say
        self._hindered = hindered

    def ask(self) -> None:
        """Ask what to do."""
        offered = [
            Choice(action.label, f"{action.help}{f'  ({why})' if why else ''}")
            for action in self._actions
            for why in [self._hindered(action.id)]
        ]
        offered += [Choice(f"@{one.name}", one.about) for one in self._session.profiles]
        self._asking.ask("›", "what to do", lambda text: matching(offered, text), self._act_by_name)

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
