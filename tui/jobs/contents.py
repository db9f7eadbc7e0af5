"""Reading what a file holds, as much of it as is looked at: its beginning, or a small picture."""

from __future__ import annotations

from collections.abc import Mapping

from tui.api.connection import Connection
from tui.api.errors import ApiError
from tui.core.cell import Cell, Tone
from tui.core.content import HEAD, Content, is_picture
from tui.core.kind import Resource
from tui.core.picture import WITHOUT_PILLOW, Picture, PictureError, is_drawable, read
from tui.resources.buckets import DOWNLOAD, PREVIEW

LARGEST_PREVIEW = 4 * 2**20
"""Bytes of a preview that are read: one of a few hundred pixels has a hundredth of that."""
_STEP = 40
"""Widths are asked for in steps: the server keeps each that it made."""


def contents(
    connection: Connection, ids: Mapping[str, str], file: Resource, room: tuple[int, int]
) -> Content | Picture:
    """A picture for so many columns and rows, or the first bytes. Raises ApiError."""
    notes: tuple[Cell, ...] = ()
    if is_picture(file):
        try:
            return _picture(connection, ids, room)
        except PictureError as error:
            notes = (Cell(str(error), Tone.WARN),)
        except ApiError as error:
            notes = (Cell(error.problem.line, Tone.WARN),)
    size = file.get("sizeOriginal")
    told = size if isinstance(size, int) else 0
    # A range must end within the file, and have more than one byte.
    last = HEAD - 1 if told > HEAD else None
    head = b""
    for piece in connection.client.download(DOWNLOAD, ids, 0, last):
        head += piece
        if len(head) >= HEAD:
            break
    kind, is_log = str(file.get("mimeType") or ""), str(file.get("name")).endswith(".log")
    return Content(head[:HEAD], max(told, len(head)), kind, is_log, notes)


def _picture(connection: Connection, ids: Mapping[str, str], room: tuple[int, int]) -> Picture:
    """A preview as wide as is needed; its height follows. Raises PictureError, ApiError."""
    if not is_drawable():
        raise PictureError(WITHOUT_PILLOW)
    columns, rows = room
    wanted = {"width": -(-columns // _STEP) * _STEP, "output": "png"}
    preview = connection.client.read_bytes(PREVIEW, ids, wanted, LARGEST_PREVIEW)
    if len(preview) > LARGEST_PREVIEW:
        raise PictureError("The server's preview is too large to be one.")
    return read(preview, columns, rows)
