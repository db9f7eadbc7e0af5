"""Where the window stands in its list: one cell at the right edge instead of a scrollbar. Pure."""

from __future__ import annotations

from rich.segment import Segment

from tui.widgets import styles

MARK = Segment("▐", styles.RULE)
WIDTH = 2
"""Cells that rows leave free for it: its own and one before."""


def row_of(top: int, first: int, stop: int, height: int) -> int | None:
    """The row (from 0) of the mark, None where all lines are seen.

    Only a window at the very start or end has it in the first or last row.
    """
    hidden = stop - first - height
    if hidden <= 0 or height < 1:
        return None
    before = min(max(top - first, 0), hidden)
    if before in (0, hidden) or height < 3:
        return 0 if before == 0 else height - 1
    return 1 + before * (height - 2) // (hidden + 1)
