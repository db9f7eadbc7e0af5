"""Sorting the list by the column under the cursor, alone (`s`) or besides others (`,`)."""

from __future__ import annotations

from dataclasses import replace

from tui.core.cell import Tone
from tui.core.filter_field import FilterField
from tui.core.kind import Field
from tui.core.order import Order, joined
from tui.core.spec import Shape
from tui.resources.indexing import has_index
from tui.screens.host import Explorer
from tui.screens.view import View

UNSORTABLE = (Shape.POINT, Shape.LINE, Shape.POLYGON, Shape.RELATION)
MOST = 5
"""Columns to sort by at once."""


def turn(screen: Explorer) -> None:
    """Sort the list by the column under the cursor: up, down, as it was."""
    _turn(screen, also=False)


def turn_also(screen: Explorer) -> None:
    """Sort the list by the column under the cursor as well: up, down, not."""
    _turn(screen, also=True)


def _turn(screen: Explorer, also: bool) -> None:
    try:
        said = sort(screen.view, screen.current_field, also)
    except ValueError as error:
        screen.say(str(error), Tone.WARN)
        return
    screen.list_changed(screen.view)
    if said:
        screen.say(said, Tone.WARN)


def sort(view: View, field: Field | None, also: bool = False) -> str:
    """Sort ascending, then descending, then no longer. Gives what is to be said; "" if nothing.

    Raises ValueError where the list cannot be sorted so.
    """
    if field is None:
        raise ValueError("There is no column under the cursor.")
    orders = () if view.order is None or view.order is view.kind.order else view.order.each
    name = _known(view, field).source if view.kind.pages else field.source or field.label
    others = tuple(one for one in orders if one.field != name)
    before = next((one for one in orders if one.field == name), None)
    new = _new(view, field) if before is None else before.reversed
    if not also:
        # Alone: what was one of several begins anew.
        new = new if before is not None and not others else replace(new, descending=False)
        orders = (new,) if before is None or others or not before.descending else ()
    elif before is None:
        orders = (*orders, new)
    else:
        kept = (new,) if not before.descending else ()
        orders = tuple(x for one in orders for x in (kept if one.field == name else (one,)))
    _check(view, orders)
    view.sort(joined(orders) or view.kind.order)
    return _without_index(view, orders) if view.may_be_slow else ""


def _new(view: View, field: Field) -> Order:
    """The order by a field that it was not sorted by. Raises ValueError."""
    if not view.kind.pages:
        return Order(field.source or field.label, descending=False)
    found = _known(view, field)
    return Order(found.source, descending=False, blank_is_null=found.blank_is_null)


def _known(view: View, field: Field) -> FilterField:
    """What the server knows a column as; that of a made one has its name. Raises ValueError."""
    if view.kind.order is None:
        raise ValueError(f"{view.kind.title} come in the server's own order.")
    known = [one for one in view.filter_fields if not one.local]
    found = next(
        (
            one
            for one in known
            if one.source == field.source or (not field.source and one.is_called(field.label))
        ),
        None,
    )
    why = _refusal(field, found)
    if why or found is None:
        names = [one.name for one in known if not _refusal(field, one)]
        offered = f" There are: {', '.join(names[:8])}." if names else ""
        raise ValueError(f"{why}{offered}")
    return found


def _refusal(field: Field, known: FilterField | None) -> str:
    """Why it can't be sorted by; "" where it can."""
    if known is None:
        return f"The server cannot sort by {field.label}."
    if known.refused:
        return f"{known.name}: {known.refused}."
    if known.array or known.shape in UNSORTABLE:
        return f"{known.name} has no order that the server knows."
    return ""


def _check(view: View, orders: tuple[Order, ...]) -> None:
    if len(orders) > MOST:
        raise ValueError(f"A list is sorted by at most {MOST} columns.")
    if len(orders) < 2 or not view.kind.pages:
        return
    long = [one.name for one in view.filter_fields if one.long]
    for order in orders:
        if order.field in long:
            raise ValueError(
                f"{order.field} may be too long a text to be sorted by besides others."
            )


def _without_index(view: View, orders: tuple[Order, ...]) -> str:
    """What is said where a large table has no index for this order."""
    names = [one.field for one in orders]
    if not names or has_index(view.parent, names):
        return ""
    told = names[0] if len(names) == 1 else f"{', '.join(names)} together"
    return f"There is no index on {told}: on a large table that takes its time."
