"""Where one is: a list of one kind under given parents, and what is open in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A list of `kind` under the resources `parents` (their ids, outermost first).

    `focus` is the id of the resource that is open or under the cursor, None for the list itself.
    `Place("row", ("shop", "orders"))` is what `databases/shop/orders` names.
    """

    kind: str
    parents: tuple[str, ...] = ()
    focus: str | None = None

    def at(self, focus: str | None) -> Place:
        """The same list with another resource in focus."""
        return Place(self.kind, self.parents, focus)
