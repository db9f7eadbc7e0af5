"""The longer texts that lie over the screen: help, the jobs. Pure: data in, lines out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui.core.actions import Action, Group
from tui.core.cell import Cell, Tone
from tui.core.keymap import key_label
from tui.screens.inspection import Line

if TYPE_CHECKING:
    from tui.core.jobs import Job

SHOWN_FAILURES = 200


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


def job_lines(jobs: Sequence[Job]) -> list[Line]:
    """All jobs of this session, newest first, with what failed in them."""
    if not jobs:
        return [(Cell("No job has run yet.", Tone.DIM),)]
    lines: list[Line] = []
    for job in reversed(jobs):
        tone = Tone.PLAIN if not job.failed else Tone.WARN
        lines.append((Cell(job.line, tone),))
        for failure in job.failures[:SHOWN_FAILURES]:
            lines.append((Cell(f"    {failure.name}  ", Tone.DIM), Cell(failure.reason, Tone.BAD)))
        rest = job.failed - SHOWN_FAILURES
        if rest > 0:
            lines.append((Cell(f"    and {rest:,} more", Tone.DIM),))
    return lines
