"""The longer texts that lie over the screen: help. Pure: data in, lines out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.core.actions import Action, Group
from tui.core.cell import Cell, Tone
from tui.core.keymap import key_label
from tui.screens.inspection import Line


def help_lines(actions: Sequence[Action], hindered: Callable[[str], str]) -> list[Line]:
    """Every action with its keys, by group, from the one table; and why it can't be done now."""
    lines: list[Line] = []
    for group in Group:
        lines += [(Cell(group.value, Tone.ACCENT),)]
        for action in actions:
            if action.group is group:
                keys = "  ".join(key_label(key) for key in action.keys)
                why = hindered(action.id)
                cells = [Cell(f"  {keys:<20}{action.help}")]
                if why:
                    cells = [Cell(f"  {keys:<20}", Tone.DIM), Cell(why, Tone.WARN)]
                    cells.append(Cell(f"  {action.help}", Tone.DIM))
                lines.append(cells)
        lines.append(())
    return lines[:-1]
