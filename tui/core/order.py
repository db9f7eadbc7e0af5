"""In which order a list comes."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Order:
    """Sorted by one field, and by those that follow; ties by `$sequence` in the same direction.

    A reversal is exact. `blank_is_null` says that an empty text is how the server writes null here.
    """

    field: str = "$sequence"
    descending: bool = True
    then: Order | None = None
    blank_is_null: bool = False

    @property
    def each(self) -> tuple[Order, ...]:
        """The single orders, that which counts most first."""
        return (replace(self, then=None), *(self.then.each if self.then is not None else ()))

    @property
    def reversed(self) -> Order:
        """The same list from its other end."""
        then = None if self.then is None else self.then.reversed
        return replace(self, descending=not self.descending, then=then)

    @property
    def may_be_null(self) -> bool:
        """Whether the field may hold nulls. The `$` fields of Appwrite never do."""
        return not self.field.startswith("$")

    def is_null(self, value: object) -> bool:
        """Whether a value of the field is null for the database."""
        return value is None or (self.blank_is_null and value == "")


def joined(orders: tuple[Order, ...]) -> Order | None:
    """Single orders as one, None where there are none."""
    found: Order | None = None
    for one in reversed(orders):
        found = replace(one, then=found)
    return found
