"""Bringing together two changes of one resource: theirs and ours, from what both started with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from tui.core.change import PERMISSIONS
from tui.core.same import same

_STAMPS = ("$updatedAt", "$sequence", "$databaseId", "$tableId")


class Side(Enum):
    """Whose value of a field is taken."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that both changed. `was` is what we read."""

    name: str
    was: Any
    theirs: Any
    mine: Any
    taken: Side | None = None

    @property
    def value(self) -> Any:
        """What is to be saved; ours while nothing was decided."""
        return self.theirs if self.taken is Side.THEIRS else self.mine


@dataclass(frozen=True, slots=True)
class Merge:
    """Our change on top of theirs.

    `calm` holds our values of fields that they left alone (and permissions, which are merged role
    by role); `clashes` are the fields that both changed to different values. `was` and `mine` are
    the fields we changed, before and after; `others` those that only they changed, likewise.
    """

    theirs: Mapping[str, Any]
    calm: Mapping[str, Any]
    clashes: tuple[Clash, ...]
    was: Mapping[str, Any] = field(default_factory=dict)
    mine: Mapping[str, Any] = field(default_factory=dict)
    others: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def is_decided(self) -> bool:
        """Whether somebody has decided about each clash."""
        return all(clash.taken is not None for clash in self.clashes)

    @property
    def values(self) -> dict[str, Any]:
        """What is to be saved on top of theirs: only what differs from it."""
        wanted = {**self.calm, **{clash.name: clash.value for clash in self.clashes}}
        return {
            name: value for name, value in wanted.items() if not same(value, self.theirs.get(name))
        }

    def take(self, number: int, side: Side) -> Merge:
        """With a decision about one clash."""
        clashes = list(self.clashes)
        clashes[number] = replace(clashes[number], taken=side)
        return replace(self, clashes=tuple(clashes))


def merge(
    was: Mapping[str, Any],
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
) -> Merge:
    """Three ways: `was` and `mine` hold the fields we changed, `theirs` is the whole resource.

    `base` is the whole as we read it: what of it only they changed is told, too.
    """
    calm: dict[str, Any] = {}
    clashes: list[Clash] = []
    for name, value in mine.items():
        before, now = was.get(name), theirs.get(name)
        if same(now, value) or same(now, before):
            calm[name] = value
        elif name == PERMISSIONS:
            calm[name] = merged_permissions(before or (), now or (), value)
        else:
            clashes.append(Clash(name, before, now, value))
    others = {
        name: (before, theirs.get(name))
        for name, before in (base or {}).items()
        if name not in mine and name not in _STAMPS and not same(before, theirs.get(name))
    }
    return Merge(theirs, calm, tuple(clashes), was, mine, others)


def merged_permissions(was: Sequence[str], theirs: Sequence[str], mine: Sequence[str]) -> list[str]:
    """Theirs with what we added and without what we took away."""
    kept = [one for one in theirs if one in mine or one not in was]
    return kept + [one for one in mine if one not in was and one not in kept]
