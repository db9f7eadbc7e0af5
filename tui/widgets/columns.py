"""Which columns of a list fit, how wide each is, and where it begins. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.core.kind import Field, Resource
from tui.widgets.fit import width_of

GUTTER = 2
GAP = 2
NARROWEST = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A field on the screen: its number among the fields, where it begins, how wide it is."""

    number: int
    field: Field
    x: int
    width: int


def lay_out(
    fields: Sequence[Field], sample: Sequence[Resource], width: int, first: int = 1
) -> tuple[Column, ...]:
    """The columns that fit into `width` cells: those that are pinned, then those from `first`.

    The first field is always in sight. Each gets what its contents in `sample` need, at most what
    the field likes; what is left over goes to those that were cut, the growing ones first. Fields
    that do not fit are not measured: a table may have 200 of them.
    """
    room = width - GUTTER
    pins = _pins(fields, room)
    chosen: list[tuple[int, Field]] = []
    natural: dict[int, int] = {}
    widths: dict[int, int] = {}
    used = 0
    for number in [*range(pins), *range(max(first, pins), len(fields))]:
        if number >= len(fields):
            break
        field = fields[number]
        natural[number] = _natural(field, sample)
        wanted = field.width if field.fixed else max(NARROWEST, min(natural[number], field.width))
        gap = GAP if chosen else 0
        if used + gap + min(wanted, NARROWEST + 3) > room and chosen:
            break
        widths[number] = max(1, min(wanted, room - used - gap))
        chosen.append((number, field))
        used += gap + widths[number]
    spare = room - used
    for grows in (True, False):
        for number, field in chosen:
            if field.grow is grows and spare > 0 and not field.fixed:
                more = min(spare, max(0, natural[number] - widths[number]))
                widths[number] += more
                spare -= more
    columns, x = [], GUTTER
    for number, field in chosen:
        columns.append(Column(number, field, x, widths[number]))
        x += widths[number] + GAP
    return tuple(columns)


def _pins(fields: Sequence[Field], room: int) -> int:
    """How many of the first fields stay where they are. They must leave room for the others."""
    used = 0
    for number, field in enumerate(fields):
        used += field.width + GAP
        if not field.pinned or used > room * 2 // 3:
            return max(1, number)
    return max(1, len(fields))


def _natural(field: Field, sample: Sequence[Resource]) -> int:
    """What a column needs to show its label and these resources uncut."""
    needed = [width_of(field.show(resource).text) for resource in sample]
    return max([width_of(field.label), NARROWEST, *needed])
