"""What those who change things need of the screen that they work on."""

from __future__ import annotations

from typing import Protocol

from tui.api.door import Outcome
from tui.core.cell import Tone
from tui.core.kind import Field, Resource
from tui.screens.panels import Panels
from tui.screens.session import Session
from tui.screens.view import View


class Host(Protocol):
    """The main screen, as far as changing things goes."""

    session: Session

    @property
    def view(self) -> View:
        """The list that is being looked at."""

    @property
    def panels(self) -> Panels:
        """What lies over it."""

    @property
    def current(self) -> Resource | None:
        """What is under the cursor, as whole as it was read."""

    @property
    def current_field(self) -> Field | None:
        """The column under the cursor."""

    def say(self, message: str, tone: Tone = Tone.PLAIN) -> None:
        """Say something in the status line."""

    def wrote(self, view: View | None, outcome: Outcome) -> None:
        """Something in a view was changed: show it."""

    def show_again(self, view: View) -> None:
        """Much in a view was changed: ask the server for it."""
