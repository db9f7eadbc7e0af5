"""Showing what the server tells this once only: masked, until somebody asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from tui.core.cell import Cell, Tone
from tui.core.change import Change
from tui.core.text import brief, safe
from tui.screens.host import Host
from tui.widgets.wrapping import Line


def reveal(host: Host, change: Change, answer: Mapping[str, Any]) -> None:
    """Offer to copy the secret of an answer, or to show it."""
    secret = str(answer.get(change.reveals) or "")
    if not secret:
        host.say("The server told no secret.", Tone.WARN)
        return
    _ask(host, change, answer, secret, f"{'•' * 12} ({len(secret):,} characters)")


def _ask(host: Host, change: Change, answer: Mapping[str, Any], secret: str, told: str) -> None:
    lines: list[Line] = [
        [Cell(f"{change.reveals}  ", Tone.DIM), Cell(told)],
        [Cell("It is told this once, and kept nowhere by this program.", Tone.DIM)],
    ]
    for name in ("expire", "phrase"):
        if answer.get(name):
            lines.insert(1, [Cell(f"{name}  ", Tone.DIM), Cell(brief(str(answer[name])))])

    def copy() -> None:
        host.copy(secret, f"The {change.reveals}")

    host.panels.ask(
        f"{change.name} was made",
        lines,
        {
            "y": ("copy", copy),
            "v": ("show", partial(_ask, host, change, answer, secret, safe(secret))),
        },
        no=lambda: host.say("Done."),
    )
