"""What the parts behind the keys need of the screen that they work on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

from tui.api.door import Outcome
from tui.core.cell import Tone
from tui.core.kind import Field, Resource
from tui.core.order import Order
from tui.core.place import Place
from tui.screens.panels import Panels
from tui.screens.session import Session
from tui.screens.view import View

if TYPE_CHECKING:
    from tui.api.workers import Result
    from tui.screens.asking import Asking
    from tui.screens.going import Going
    from tui.screens.inspecting import Inspecting
    from tui.widgets.grid import Grid
    from tui.widgets.panel import Panel
    from tui.widgets.sheet import Sheet


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

    def await_answer(self, job: Callable[[], Any], then: Callable[[Result], object]) -> None:
        """Do in a worker thread what has to be known before something can be opened."""

    def await_written(self, job: Callable[[], Any], then: Callable[[Result], object]) -> None:
        """Send a change in a worker thread."""

    def copy(self, text: str, what: str) -> None:
        """Bring a text to the clipboard and say what became of it; `what` names it: `The id`."""

    def wrote(self, view: View | None, outcome: Outcome) -> None:
        """Something in a view was changed: show it."""

    def show_again(self, view: View) -> None:
        """Much in a view was changed: ask the server for it."""


class Explorer(Host, Protocol):
    """The main screen, with its grid, its inspector, its prompt and its sheet."""

    grid: Grid
    inspecting: Inspecting
    asking: Asking
    sheet: Sheet

    @property
    def going(self) -> Going:
        """The go-to line."""

    def visit(self, place: Place, parent: Resource | None = None) -> None:
        """Show a place."""

    def go(self, place: Place, order: Order | None = None) -> None:
        """Show a place and open what it names, however far down its list it is; sorted so."""

    def list_changed(self, view: View) -> None:
        """A view lists something else now: show it from its first line."""

    def watched(self, view: View) -> None:
        """What a list is watched for was told, or nobody watches it any more: show it."""

    def leave_program(self) -> None:
        """Leave; what runs breaks off."""

    def draw_header(self) -> None:
        """Show anew who is looking at what."""

    def suspend(self) -> AbstractContextManager[None]:
        """Give the terminal to another program while the block lasts."""

    def mount_panel(self, panel: Panel) -> None:
        """Lay a panel over the screen."""
