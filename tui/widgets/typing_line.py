"""A text being typed, with its cursor, in as many cells as there are."""

from __future__ import annotations

from rich.segment import Segment

from tui.core.line_edit import LineEdit
from tui.core.text import safe
from tui.widgets import styles
from tui.widgets.fit import cut, width_of


def typing_segments(line: LineEdit, room: int) -> list[Segment]:
    """The text around its cursor, as far as there is room; controls are made visible."""
    text, at = line.text, line.cursor
    room = max(2, room - 1)
    start = max(0, at - room)
    while width_of(safe(text[start:at])) > room:
        start += 1
    before = safe(text[start:at])
    under = safe(text[at : at + 1]) or " "
    left = max(0, room - width_of(before))
    after = safe(text[at + 1 : at + 1 + left])
    if width_of(after) > left:
        after = cut(after, left)
    return [
        Segment(before, styles.BLANK),
        Segment(under, styles.CELL),
        Segment(after, styles.BLANK),
    ]
