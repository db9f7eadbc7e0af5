"""What the inspector says of a resource: its tabs and their lines. Pure: data in, cells out."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from tui.core.cell import NOTHING, Cell, Tone
from tui.core.kind import Field, Kind, Resource, View
from tui.core.redact import redacted
from tui.core.text import safe, safe_lines
from tui.core.text_lines import TextLines

Line = Sequence[Cell]
"""The cells of one line, drawn one after the other."""

LABEL_WIDTH = 24


@dataclass(frozen=True, slots=True)
class Tab:
    """One way to look at a resource; its lines are made only when it is looked at."""

    label: str
    lines: Callable[[], Sequence[Line]]
    about: Callable[[], str] = str
    """What is said of it in the title, once its lines are made."""


def tabs(
    kind: Kind,
    resource: Resource,
    parent: Resource | None,
    unfolded: bool,
    contents: Tab | None = None,
) -> list[Tab]:
    """A kind's own views first (an execution's logs), then fields, JSON and access.

    `contents` shows what a file holds.
    """
    found = [Tab(view.label, partial(view_lines, view, resource)) for view in kind.views]
    if contents is not None:
        found.insert(0, contents)
    found.append(Tab("fields", lambda: field_lines(kind.fields(parent), resource)))
    found.append(Tab("JSON", lambda: json_lines(resource, unfolded)))
    permissions = kind.permissions
    if permissions is not None:
        found.append(Tab("access", lambda: [(cell,) for cell in permissions(resource, parent)]))
    return found


def view_lines(view: View, resource: Resource) -> Sequence[Line]:
    """The lines of a kind's own view."""
    shown = view.show(resource)
    return shown if isinstance(shown, TextLines) else [(cell,) for cell in shown]


def field_lines(fields: Sequence[Field], resource: Resource) -> list[Line]:
    """A line for each field, further ones indented below it."""
    width = min(LABEL_WIDTH, max((len(field.label) for field in fields), default=0))
    lines: list[Line] = []
    for field in fields:
        cells = list(field.detail(resource)) if field.detail else [field.show(resource)]
        for number, cell in enumerate(cells or [NOTHING]):
            label = field.label if number == 0 else ""
            lines.append((Cell(f"{label:<{width}}  ", Tone.DIM), cell))
    return lines


def json_lines(resource: Resource, unfolded: bool) -> list[Line]:
    """The server's JSON, indented, with secrets taken out; what is nested is folded at first."""
    shown = redacted(resource)
    if unfolded:
        text = json.dumps(shown, indent=2, ensure_ascii=False)
        return [(Cell(line),) for line in safe_lines(text)]
    lines: list[Line] = [(Cell("{"),)]
    for number, (name, value) in enumerate(shown.items(), 1):
        comma = "," if number < len(shown) else ""
        cells = [Cell(safe(f"  {json.dumps(name, ensure_ascii=False)}: "))]
        if isinstance(value, dict | list) and value:
            left, right = "{}" if isinstance(value, dict) else "[]"
            cells.append(Cell(f"{left}… {len(value)}{right}{comma}", Tone.DIM))
        else:
            cells.append(Cell(safe(json.dumps(value, ensure_ascii=False)) + comma))
        lines.append(cells)
    return [*lines, (Cell("}"),)]
