"""What a list can be filtered by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tui.core.spec import Shape
from tui.core.units import Unit


@dataclass(frozen=True, slots=True)
class FilterField:
    """One thing to filter by. `source` is what the server calls it.

    `also` is a further name for it: what the list's header says. `fulltext` tells of an index for
    `search`; `refused` says why it can't be filtered by at all. `unit` is what a number counts.
    `names` is the kind (`user`, `team`) whose id it holds. `means` gives the server's values of
    words that people use for them. What is `past` the server writes as it happens: nothing is
    later. What is `local` the server does not compare: it is compared here, by what `value` reads
    of a resource, where it is given. `examples` are values that occur. `blank_is_null` says that
    the server writes null as an empty text. A `long` text is nothing that a page of a list could
    begin behind.
    """

    name: str
    source: str
    shape: Shape
    array: bool = False
    elements: tuple[str, ...] = ()
    indexed: bool = False
    fulltext: bool = False
    refused: str = ""
    unit: Unit = Unit.NONE
    names: str = ""
    local: bool = False
    value: Callable[[Mapping[str, Any]], object] | None = None
    examples: tuple[str, ...] = ()
    also: str = ""
    blank_is_null: bool = False
    long: bool = False
    means: tuple[tuple[str, Any], ...] = ()
    past: bool = False

    def of(self, resource: Mapping[str, Any]) -> object:
        """Its value in a resource."""
        return resource.get(self.source) if self.value is None else self.value(resource)

    def is_called(self, name: str) -> bool:
        """Whether a person means it by this name."""
        wanted = name.lower()
        source = self.source.lower()
        if wanted in (self.name.lower(), source, source.removeprefix("$")):
            return True
        # The header says `e-mail`, and people `email`.
        return wanted.replace("-", "") == self.also.lower().replace("-", "")

    @property
    def words(self) -> tuple[str, ...]:
        """The words that can be its values, where it has some that are known."""
        known = ("true", "false") if self.shape is Shape.BOOLEAN else self.elements
        return tuple(dict.fromkeys((*(word for word, _ in self.means), *known)))

    @property
    def about(self) -> str:
        """What it is, in a few words."""
        kind = f"{self.shape.value}{'[]' if self.array else ''}"
        if self.refused:
            return self.refused
        if self.local:
            return f"{kind}, compared here"
        indexed = "indexed" if self.indexed else "fulltext" if self.fulltext else "not indexed"
        return f"{kind}, {indexed}"
