"""How a person wants the columns of a list: which, in what order, how wide, which stay in sight."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tui.core.cell import NOTHING
from tui.core.kind import Field, Resource

NARROWEST, WIDEST = 3, 200


@dataclass(frozen=True, slots=True)
class Look:
    """One column: its name as the header shows it; `width` 0 is as wide as it likes to be."""

    name: str
    shown: bool = True
    width: int = 0
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Looks:
    """All columns of a list in their order. Without any it is as the list comes.

    Where they are `closed`, columns that are not named are not shown.
    """

    each: tuple[Look, ...] = ()
    closed: bool = False

    @classmethod
    def of(cls, fields: Sequence[Field], kept: Looks | None = None) -> Looks:
        """Those of all fields of a list: as they were kept, new ones where the list has them."""
        known = {look.name: look for look in kept.each} if kept is not None else {}
        names = [field.label for field in fields]
        order = [name for name in known if name in names]
        for place, field in enumerate(fields):
            if field.label not in known:
                before = next((n for n in reversed(names[:place]) if n in order), None)
                order.insert(0 if before is None else order.index(before) + 1, field.label)
        closed = kept is not None and kept.closed
        default = {field.label: Look(field.label, field.in_list and not closed) for field in fields}
        return cls(tuple(known.get(name, default[name]) for name in order))

    def arrange(self, fields: Sequence[Field]) -> tuple[Field, ...]:
        """The fields as columns: those that are pinned first, each as wide as is wanted."""
        by_name = {field.label: field for field in reversed(fields)}
        shown = [one for one in Looks.of(fields, self).each if one.shown]
        found = []
        for look in sorted(shown, key=lambda one: not one.pinned):
            field = replace(by_name[look.name], pinned=look.pinned)
            if look.width:
                field = replace(field, width=look.width, fixed=True)
            found.append(field)
        # A list without columns could not be told from an empty one.
        return tuple(found) or tuple(fields[:1])

    def toggled(self, name: str) -> Looks:
        """With a column shown, or no longer."""
        return self._with(name, lambda look: replace(look, shown=not look.shown))

    def pinned(self, name: str) -> Looks:
        """With a column kept in sight, or no longer; whoever pins wants to see."""
        return self._with(
            name,
            lambda look: replace(look, pinned=not look.pinned, shown=look.shown or not look.pinned),
        )

    def resized(self, name: str, by: int, natural: int) -> Looks:
        """With a column wider or narrower, from the width that it has by itself."""

        def changed(look: Look) -> Look:
            width = (look.width or natural) + by
            return replace(look, width=max(NARROWEST, min(WIDEST, width)))

        return self._with(name, changed)

    def moved(self, name: str, by: int) -> Looks:
        """With a column further to the front (-1) or to the back (1)."""
        each = list(self.each)
        at = next((n for n, look in enumerate(each) if look.name == name), None)
        if at is None or not 0 <= at + by < len(each):
            return self
        each.insert(at + by, each.pop(at))
        return Looks(tuple(each))

    def all_shown(self) -> Looks:
        """With every column there is."""
        return Looks(tuple(replace(look, shown=True) for look in self.each))

    def only_set(self, fields: Sequence[Field], resources: Sequence[Resource]) -> Looks:
        """With the columns that hold something in one of these, of those that the list shows."""
        usual = {field.label: field for field in fields if field.in_list}
        filled = {
            name for name, field in usual.items() if any(_is_set(field, one) for one in resources)
        }
        first = self.each[0].name if self.each else ""
        return Looks(
            tuple(replace(one, shown=one.name in filled or one.name == first) for one in self.each)
        )

    def _with(self, name: str, change: Callable[[Look], Look]) -> Looks:
        return Looks(tuple(change(one) if one.name == name else one for one in self.each))


def to_json(looks: Looks) -> list[dict[str, Any]]:
    """How they are kept."""
    return [
        {
            "name": one.name,
            **({} if one.shown else {"shown": False}),
            **({"width": one.width} if one.width else {}),
            **({"pinned": True} if one.pinned else {}),
        }
        for one in looks.each
    ]


def from_json(kept: object) -> Looks:
    """What was kept; what cannot be read of it is left out."""
    found = []
    for one in kept if isinstance(kept, list) else ():
        if isinstance(one, Mapping) and isinstance(one.get("name"), str):
            width = one.get("width", 0)
            usable = isinstance(width, int) and NARROWEST <= width <= WIDEST
            found.append(
                Look(
                    one["name"],
                    one.get("shown") is not False,
                    width if usable else 0,
                    one.get("pinned") is True,
                )
            )
    return Looks(tuple(found))


def _is_set(field: Field, resource: Resource) -> bool:
    if field.source:
        return resource.get(field.source) not in (None, "", [], {})
    return field.show(resource) != NOTHING
