"""What the moving actions do to the grid."""

from __future__ import annotations

from collections.abc import Callable

from tui.widgets.grid import Grid

MOVES: dict[str, Callable[[Grid], None]] = {
    "down": lambda grid: grid.move(1),
    "up": lambda grid: grid.move(-1),
    "left": lambda grid: grid.move_column(-1),
    "right": lambda grid: grid.move_column(1),
    "page_down": lambda grid: grid.page(1),
    "page_up": lambda grid: grid.page(-1),
    "half_down": lambda grid: grid.page(0.5),
    "half_up": lambda grid: grid.page(-0.5),
}
