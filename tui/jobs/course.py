"""Which rows a change of many is of, how far it came, and what is left of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

BATCH = 100
"""Rows that one bulk request may touch (self-hosted and free plans)."""


@dataclass(slots=True)
class Course:
    """How far a change of many rows came, for whoever goes on with it.

    `batches` were gone through, the last of their rows is `last`; the rows in `missed` are among
    them and were not changed. `splits` is whether it helps to try parts of what was refused.
    """

    missed: list[str] = field(default_factory=list)
    batches: int = 0
    last: str = ""
    splits: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """The rows of a change: those named, then all that the filters find after the row `after`.

    Nothing is looked for where `after` is None; it is empty for the start. A change that `deletes`
    finds what is left of it by looking from the start again.
    """

    row_ids: Sequence[str] = ()
    filters: Sequence[str] = ()
    after: str | None = None
    deletes: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to be changed."""
        return not self.row_ids and self.after is None

    def left(self, course: Course, is_over: bool) -> Wanted:
        """What failed, and what was not reached unless all of it was (`is_over`)."""
        named = -(-len(self.row_ids) // BATCH)
        if is_over or self.after is None or course.batches <= named:
            rest = self.row_ids[course.batches * BATCH :]
            after = None if is_over else self.after
            return replace(self, row_ids=(*course.missed, *rest), after=after)
        if self.deletes:
            return replace(self, row_ids=(), after="")
        return replace(self, row_ids=tuple(course.missed), after=course.last)
