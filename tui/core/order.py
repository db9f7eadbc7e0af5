"""In which order a list comes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """Sorted by one field, ties by `$sequence` in the same direction: a reversal is exact."""

    field: str = "$sequence"
    descending: bool = True

    @property
    def reversed(self) -> Order:
        """The same list from its other end."""
        return Order(self.field, not self.descending)

    @property
    def may_be_null(self) -> bool:
        """Whether the field may hold nulls. The `$` fields of Appwrite never do."""
        return not self.field.startswith("$")
