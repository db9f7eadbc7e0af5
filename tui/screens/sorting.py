"""Sorting the list by the column under the cursor: one key, three presses."""

from __future__ import annotations

from tui.core.cell import Tone
from tui.core.filter_field import FilterField
from tui.core.kind import Field
from tui.core.order import Order
from tui.core.spec import Shape
from tui.screens.host import Explorer
from tui.screens.view import View

UNSORTABLE = (Shape.POINT, Shape.LINE, Shape.POLYGON, Shape.RELATION)
LARGE = 5000
"""Rows from which on a missing index is felt; it is also where Appwrite stops to count."""


def turn(screen: Explorer) -> None:
    """Sort the list by the column under the cursor."""
    try:
        said = sort(screen.view, screen.current_field)
    except ValueError as error:
        screen.say(str(error), Tone.WARN)
        return
    screen.list_changed(screen.view)
    if said:
        screen.say(said, Tone.WARN)


def sort(view: View, field: Field | None) -> str:
    """Sort ascending, then descending, then as before. Gives what is to be said; "" if nothing.

    Raises ValueError where the list cannot be sorted so.
    """
    if field is None:
        raise ValueError("There is no column under the cursor.")
    if not view.kind.pages or view.kind.order is None:
        raise ValueError(f"{view.kind.title} come in the server's own order.")
    known = {one.source: one for one in view.filter_fields}
    found = known.get(field.source)
    why = _refusal(field, found)
    if why:
        names = [one.name for one in known.values() if not _refusal(field, one)]
        offered = f" There are: {', '.join(names[:8])}." if names else ""
        raise ValueError(f"{why}{offered}")
    view.sort(_following(view, field.source))
    if found is not None and not found.indexed and view.order is not view.kind.order:
        total = view.listing.total
        if view.kind.name == "row" and (total is None or total >= LARGE):
            return f"There is no index on {found.name}: on a large table that takes its time."
    return ""


def _following(view: View, source: str) -> Order | None:
    order = view.order
    if order is None or order.field != source or order is view.kind.order:
        return Order(source, descending=False)
    return view.kind.order if order.descending else order.reversed


def _refusal(field: Field, known: FilterField | None) -> str:
    """Why it can't be sorted by; "" where it can."""
    if known is None:
        return f"The server cannot sort by {field.label}."
    if known.refused:
        return f"{known.name}: {known.refused}."
    if known.array or known.shape in UNSORTABLE:
        return f"{known.name} has no order that the server knows."
    return ""
