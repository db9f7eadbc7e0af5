"""How wide the terminal must be for what, and how its width is shared. Pure."""

from __future__ import annotations

OPEN_FROM = 140
"""Columns from which on the inspector is open by itself (over SSH only on `i`)."""
BESIDE_FROM = 100
"""Columns from which on grid and inspector stand side by side; below, one has the whole width."""
INSPECTOR_PERCENT = 40
"""Of the terminal's width, beside the grid; the layout of the explorer's screen says it as well."""


def inspector_width(width: int) -> int:
    """The cells of the inspector beside the grid."""
    return width * INSPECTOR_PERCENT // 100
