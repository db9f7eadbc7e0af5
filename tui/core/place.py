"""Where one is: a list of one kind under given parents, what it lists, and what is open in it."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Place:
    """A list of `kind` under the resources `parents` (their ids, outermost first).

    `focus` is the id of the resource that is open or under the cursor, None for the list itself.
    `Place("row", ("shop", "orders"))` is what `databases/shop/orders` names. `filter` is what the
    list is narrowed to, in the language of the filter line: "" is all of it, None is whatever it
    was left at.
    """

    kind: str
    parents: tuple[str, ...] = ()
    focus: str | None = None
    filter: str | None = None

    def at(self, focus: str | None) -> Place:
        """The same list with another resource in focus."""
        return replace(self, focus=focus)

    def narrowed(self, text: str | None) -> Place:
        """The same place with another filter."""
        return replace(self, filter=text)

    @property
    def bare(self) -> Place:
        """The list itself: nothing in focus, left as it was."""
        return Place(self.kind, self.parents)
