"""The explorer's whole screen as text, for the time before Textual can draw it. Pure.

The lines come from where the widgets have theirs, so that Textual finds on the terminal what it is
about to draw itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.color import ColorSystem
from rich.segment import Segment

from tui.core.actions import Action
from tui.core.place import Place
from tui.resources import KINDS
from tui.screens import bars
from tui.screens.bars import Status
from tui.screens.hindrance import hindrance
from tui.screens.measures import BESIDE_FROM, OPEN_FROM, inspector_width
from tui.screens.session import Session
from tui.screens.view import View
from tui.widgets import drawing, pieces, position
from tui.widgets.columns import lay_out
from tui.widgets.fit import width_of

BARS_ABOVE, BARS_BELOW = 3, 1
SMALLEST = (20, 8)
"""Terminals below this are left to Textual."""


def picture(
    session: Session, place: Place, actions: Sequence[Action], size: tuple[int, int]
) -> list[list[Segment]] | None:
    """The lines of the screen as segments, None where not all that it shows has arrived.

    It is for a place that nobody has moved in yet. `size` is columns and lines.
    """
    width, height = size
    view = session.view_of(place)
    lines = height - BARS_ABOVE - BARS_BELOW - 1
    grid_width = _grid_width(view, width, session.settings.remote)
    cursor = _cursor(view, place, lines)
    if width < SMALLEST[0] or height < SMALLEST[1] or not grid_width or cursor is None:
        return None
    client = session.connection.client
    beside = view.parents[-1].beside(view.kind.name) if view.parents else ()
    siblings = [KINDS[name].title for name in beside]
    keys = bars.footer(actions, lambda one: hindrance(one, view, client))
    return [
        pieces.drawn(bars.header(session), width),
        pieces.drawn(bars.panes(view, width), width),
        pieces.drawn(bars.path(view, siblings), width),
        *_grid(view, grid_width, lines, cursor),
        pieces.drawn(bars.status(view, lines, Status(), keys), width),
    ]


def ansi(lines: Sequence[Sequence[Segment]], colours: ColorSystem | None) -> str:
    """What makes a terminal show these lines from its first line on."""
    drawn = []
    for number, segments in enumerate(lines, 1):
        drawn.append(f"\x1b[{number};1H\x1b[K")
        for text, style, _ in segments:
            drawn.append(style.render(text, color_system=colours) if style is not None else text)
    # Terminals that know it show all at once; others ignore it.
    return f"\x1b[?2026h{''.join(drawn)}\x1b[?2026l"


def _cursor(view: View, place: Place, lines: int) -> int | None:
    """The line of the cursor; None where the list is not there, or the line not on the screen."""
    known = not view.parents or view.parents[-1].get is None or view.parent is not None
    if not known or not view.listing.arrived_once or view.listing.problem is not None:
        return None
    if place.focus is None:
        return 0
    found = view.listing.find(place.focus)
    return found if found is not None and found < lines else None


def _grid_width(view: View, width: int, remote: bool) -> int:
    """The cells that the inspector leaves to the grid."""
    inspected = (width >= OPEN_FROM and not remote) or (
        bool(view.parents) and view.parents[-1].card
    )
    if not inspected:
        return width
    return width - inspector_width(width) if width >= BESIDE_FROM else 0


def _grid(view: View, width: int, lines: int, cursor: int) -> list[list[Segment]]:
    """The header of the grid and as many lines as there is room for."""
    listing = view.listing
    rows = [listing.at(number) for number in range(min(lines, listing.stop))]
    sample = [row for row in rows if row is not None]
    columns = lay_out(view.fields, sample, max(1, width - position.WIDTH))
    drawn = [drawing.header(columns)]
    for number, row in enumerate(rows):
        if number == cursor:
            drawn.append(drawing.cursor_line(columns, row, False, 0))
        else:
            drawn.append(drawing.line(columns, row, False))
    if not rows:
        drawn += [[], *(drawing.said(cell) for cell in bars.empty(view)[: lines - 1])]
    drawn += [[] for _ in range(lines + 1 - len(drawn))]
    mark = position.row_of(0, listing.first, listing.stop, lines)
    if mark is not None:
        row_width = sum(width_of(segment.text) for segment in drawn[mark + 1])
        drawn[mark + 1] += [Segment(" " * (width - 1 - row_width)), position.MARK]
    return drawn
