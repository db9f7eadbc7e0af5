"""Finding text in what the inspector shows, or a log's errors: from hit to hit."""

from __future__ import annotations

from collections.abc import Callable

from tui.screens.asking import Asking
from tui.widgets.inspector import Inspector
from tui.widgets.prompt import Prompt


class Searching:
    """Asks for a text and goes to where it stands."""

    def __init__(self, asking: Asking, inspector: Inspector, say: Callable[[str], object]) -> None:
        self._asking = asking
        self._inspector = inspector
        self._say = say

    def ask(self) -> None:
        """Ask what to look for; what was looked for at last stands there already."""
        wanted = self._inspector.wanted
        self._asking.ask("/", "text in the inspector", lambda text: (), self._entered, wanted)

    def go(self, forward: bool) -> None:
        """To the next place where it stands, or the one before; around the end, which is said."""
        wanted = self._inspector.wanted
        if not wanted:
            self._go_to_error(forward)
            return
        found = self._inspector.go_to_hit(forward)
        if found is None:
            self._say(f"There is no {wanted!r} in it.")
        elif found:
            self._say("From the start again." if forward else "From the end again.")

    def _go_to_error(self, forward: bool) -> None:
        """Where nothing is looked for, a log's errors are what one goes to."""
        if not self._inspector.is_text:
            self._say("Nothing is looked for yet: enter the inspector and type / and a text.")
            return
        found = self._inspector.go_to_error(forward)
        if found is None:
            self._say("No line of it tells of an error; / looks for a text.")
        elif found:
            self._say("From the start again." if forward else "From the end again.")

    def _entered(self, said: Prompt.Submitted) -> None:
        self._asking.close()
        self._inspector.look_for(said.text)
        if said.text:
            self.go(True)
