"""What a list can be filtered by."""

from __future__ import annotations

from dataclasses import dataclass

from tui.core.spec import Shape


@dataclass(frozen=True, slots=True)
class FilterField:
    """One thing to filter by. `source` is what the server calls it.

    `fulltext` tells of an index for `search`; `refused` says why it can't be filtered by at all.
    """

    name: str
    source: str
    shape: Shape
    array: bool = False
    elements: tuple[str, ...] = ()
    indexed: bool = False
    fulltext: bool = False
    refused: str = ""

    @property
    def about(self) -> str:
        """What it is, in a few words."""
        kind = f"{self.shape.value}{'[]' if self.array else ''}"
        return self.refused or f"{kind}, {'indexed' if self.indexed else 'not indexed'}"
