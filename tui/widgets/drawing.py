"""How the lines of a grid look: its header, a line, the line under the cursor. Free of Textual.

The first rows are drawn by the same code before Textual is imported.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from tui.core.cell import Cell, Tone
from tui.core.kind import Resource
from tui.widgets import styles
from tui.widgets.columns import GAP, GUTTER, Column
from tui.widgets.fit import fit

NOT_THERE = "…"


def header(columns: Sequence[Column], stale: bool = False) -> list[Segment]:
    """The names of the columns; dim while what stands below is being asked for anew."""
    parts = [" " * GUTTER]
    for column in columns:
        parts.append(fit(column.field.label, column.width, column.field.right) + " " * GAP)
    return [Segment("".join(parts).rstrip(" "), styles.STALE if stale else styles.HEADER)]


def line(
    columns: Sequence[Column], resource: Resource | None, marked: bool, sign: str = ""
) -> list[Segment]:
    """A resource on its line; None has not arrived. `sign` is one character of what befell it."""
    segments = [_mark(marked), _signed(sign), *_cells(columns, resource, None)]
    return _simplified(segments)


def cursor_line(
    columns: Sequence[Column],
    resource: Resource | None,
    marked: bool,
    chosen: int,
    sign: str = "",
) -> list[Segment]:
    """The same under the cursor, which stands on the cell of the field number `chosen`.

    The bar takes the place of the mark, and that the place of the sign.
    """
    gutter = _signed(sign) if sign and not marked else _mark(marked)
    segments = [Segment("▌", styles.BAR), gutter, *_cells(columns, resource, chosen)]
    return _simplified(segments)


def said(cell: Cell) -> list[Segment]:
    """What stands where lines would be, if there were any."""
    return [Segment("  " + cell.text, styles.TONES[cell.tone])]


def _mark(marked: bool) -> Segment:
    return Segment("●" if marked else " ", styles.MARK if marked else styles.BLANK)


def _signed(sign: str) -> Segment:
    return Segment(sign, styles.MARK) if sign else Segment(" ", styles.BLANK)


def _cells(
    columns: Sequence[Column], resource: Resource | None, chosen: int | None
) -> list[Segment]:
    """The cells of a line, neighbours of the same look joined; `chosen` is stressed."""
    if resource is None:
        return [Segment(NOT_THERE, styles.TONES[Tone.DIM])]
    tones = styles.TONES if chosen is None else styles.STRONG
    segments: list[Segment] = []
    text, look = "", styles.BLANK
    for column in columns:
        cell = column.field.show(resource)
        shown = fit(cell.text, column.width, column.field.right, column.number == 0)
        style = styles.CELL if column.number == chosen else tones[cell.tone]
        if style is not look and text:
            segments.append(Segment(text, look))
            text = ""
        look = style
        if style is styles.CELL:
            segments.append(Segment(shown, style))
            look = tones[Tone.PLAIN]
            text = " " * GAP
        else:
            text += shown + " " * GAP
    if text.rstrip():
        segments.append(Segment(text.rstrip(), look))
    return segments


def _simplified(segments: list[Segment]) -> list[Segment]:
    """Neighbours of the same style joined: each change of style costs bytes."""
    joined: list[Segment] = []
    for segment in segments:
        if joined and joined[-1].style == segment.style:
            joined[-1] = Segment(joined[-1].text + segment.text, segment.style)
        else:
            joined.append(segment)
    return joined
