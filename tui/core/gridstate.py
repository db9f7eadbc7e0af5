"""Where one is in a list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GridState:
    """The line of the cursor, the line at the top, the chosen column, the first after the id."""

    cursor: int = 0
    top: int = 0
    column: int = 0
    first_column: int = 1
