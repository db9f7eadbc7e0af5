"""Filtering the list: the line that asks, what completes it, what it finds.

The language itself is imported when somebody filters: most starts do not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from tui.screens.asking import Asking
from tui.screens.session import Session
from tui.screens.view import Complaint, View
from tui.widgets.prompt import Choice, Prompt

if TYPE_CHECKING:
    from tui.core.query import FilterError
    from tui.screens.naming import Naming

HINT = 'status = paid total > 100 name ~ "ali*" createdAt > 3d, or just words'
MOST = 60


class Filtering:
    """Asks for a filter of the list that is being looked at."""

    def __init__(
        self,
        asking: Asking,
        session: Session,
        view: Callable[[], View],
        filtered: Callable[[View], object],
        say: Callable[[str], object],
    ) -> None:
        """`filtered` is told when a view lists something else."""
        self._asking = asking
        self._session = session
        self._known_names: Naming | None = None
        self._view = view
        self._filtered = filtered
        self._say = say
        self._wrong = ""

    def ask(self) -> None:
        """Ask; what is filtered by now stands there already."""
        view = self._view()
        self._wrong = ""
        text = f"{view.filter_text} " if view.filter_text else ""
        self._asking.ask("/", HINT, self._offer, self._entered, text)

    def correct(self, complaint: Complaint) -> None:
        """Ask again for a filter that a place named and that cannot be understood."""
        self._wrong = complaint.text
        self._asking.ask("/", HINT, self._offer, self._entered, complaint.text)
        self._asking.complain(complaint.why, complaint.start, complaint.stop)

    def clear(self) -> bool:
        """List everything again. False where nothing is filtered."""
        view = self._view()
        if not view.filter_text:
            return False
        view.filter("", datetime.now().astimezone())
        self._filtered(view)
        return True

    def _offer(self, text: str) -> list[Choice]:
        from tui.core.completing import complete

        error = self._error(text)
        begun = error is not None and error.stop < len(text) and not error.unfinished
        found = complete(text, self._view().filter_fields, self._named)[:MOST]
        choices = [Choice(one.text, one.about, one.shown) for one in found]
        if error is None or not (begun or text == self._wrong):
            # What goes on at its end is no error yet.
            self._asking.complain("")
            return choices
        self._asking.complain(str(error), error.start, error.stop)
        if error.instead:
            wrong = text[error.start : error.stop]
            right = f"{text[: error.start]}{error.instead}{text[error.stop :]}"
            meant = Choice(right, f"instead of {wrong}", error.instead)
            # Where a word is begun, that is gone on with first.
            return [*choices, meant] if choices and not text[-1:].isspace() else [meant, *choices]
        return choices

    def _named(self, kind: str, begun: str) -> list[tuple[str, str]]:
        if self._known_names is None:
            from tui.screens.naming import Naming

            self._known_names = Naming(self._session, self._asking.offer_again)
        return self._known_names.find(kind, begun)

    def _error(self, text: str) -> FilterError | None:
        from tui.core.filtering import compile_filter
        from tui.core.query import FilterError, parse

        view = self._view()
        try:
            compile_filter(parse(text), view.filter_fields, view.kind.search, _now())
        except FilterError as error:
            return error
        return None

    def _entered(self, said: Prompt.Submitted) -> None:
        from tui.core.query import FilterError

        view = self._view()
        try:
            view.filter(said.text, _now())
        except FilterError as error:
            # Whatever arrives, it stays as long as that stands there.
            self._wrong = said.text
            self._asking.complain(str(error), error.start, error.stop)
            self._asking.offer_again()
            self._asking.show_error()
            return
        self._asking.close()
        self._filtered(view)
        if view.unindexed and view.may_be_slow:
            names = ", ".join(view.unindexed)
            self._say(f"There is no index on {names}: on a large table that takes its time.")


def _now() -> datetime:
    return datetime.now().astimezone()
