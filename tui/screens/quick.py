"""Quick filters: one key, a letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from tui.core.cell import Cell, Tone
from tui.resources.quick_filters import QUICK
from tui.screens.host import Explorer
from tui.widgets.wrapping import Line


def ask(screen: Explorer) -> None:
    """Offer what this list is asked every day."""
    view = screen.view
    offered = QUICK.get(view.kind.name, ())
    if not offered:
        screen.say(f"There are no quick filters for {view.kind.title.lower()}; / filters freely.")
        return

    def choose(text: str) -> None:
        view.filter(text, datetime.now().astimezone())
        screen.list_changed(view)

    width = max(len(one.label) for one in offered)
    lines: list[Line] = [
        [Cell(f"{one.key}  {one.label:<{width}}  "), Cell(one.text, Tone.DIM)] for one in offered
    ]
    answers: dict[str, tuple[str, Callable[[], object]]] = {
        one.key: (one.label, partial(choose, one.text)) for one in offered
    }
    if view.filter_text:
        lines.append([Cell("x  all again")])
        answers["x"] = ("all", partial(choose, ""))
    screen.panels.ask(f"List only {view.kind.title.lower()} that are", lines, answers, menu=True)
