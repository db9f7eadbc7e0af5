"""What a file holds, as lines to read: text, JSON set out, or its bytes in hexadecimal. Pure."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

from tui.core.cell import Cell, Tone
from tui.core.sizes import size as human
from tui.core.text_lines import TextLines

HEAD = 64 * 1024
"""Bytes of a file that are looked at."""
Line = Sequence[Cell]
_LONG = 500
"""Characters of a line of JSON from which on it is set out."""
_PICTURES = frozenset(f"image/{kind}" for kind in ("png", "jpeg", "gif", "webp", "heic", "avif"))
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.1
"""The share of control characters from which on something is no text."""
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
          (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Content:
    """The beginning of a file of `size` bytes, and what there is to say about it before."""

    head: bytes
    size: int
    kind: str = ""
    is_log: bool = False
    notes: tuple[Cell, ...] = ()

    @property
    def about(self) -> str:
        """How much of it is seen, and how it is written, where that has to be said."""
        part = f"the first {human(len(self.head))} of {human(self.size)}, S downloads it"
        read = self._read()
        told = (part if self.is_part else "", "" if read is None else read[1])
        return ", ".join(one for one in told if one)

    @property
    def is_part(self) -> bool:
        """Whether it goes on."""
        return self.size > len(self.head)

    def lines(self, width: int) -> Sequence[Line]:
        """What is in it, for so many cells."""
        told: list[Line] = [(note,) for note in self.notes]
        if not self.head:
            return [*told, (Cell("The file is empty.", Tone.DIM),)]
        read = self._read()
        if read is None or told:
            return Hexadecimal(self.head, 16 if width >= _hex_width(16) else 8, told)
        # Only logs are taken to mean the colours that stand in them.
        text = read[0] if self.is_log else read[0].replace("\x1b", "␛")
        return TextLines(text, self.is_log)

    def _read(self) -> tuple[str, str] | None:
        return _text(self.head, self.is_part, self.kind)


class Hexadecimal(Sequence[Line]):
    """Bytes as `00000010  89 50 4e …  .PN…`, a line made when it is looked at."""

    def __init__(self, content: bytes, each: int, before: Sequence[Line] = ()) -> None:
        self._content = content
        self._each = each
        self._before = before

    def __len__(self) -> int:
        return len(self._before) + -(-len(self._content) // self._each)

    @overload
    def __getitem__(self, number: int) -> Line: ...
    @overload
    def __getitem__(self, number: slice) -> list[Line]: ...
    def __getitem__(self, number: int | slice) -> Line | list[Line]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if number < 0:
            number += len(self)
        if not 0 <= number < len(self):
            raise IndexError(number)
        if number < len(self._before):
            return self._before[number]
        start = (number - len(self._before)) * self._each
        part = self._content[start : start + self._each]
        readable = "".join(chr(one) if 32 <= one < 127 else "." for one in part)
        return (
            Cell(f"{start:08x}  ", Tone.DIM),
            Cell(f"{part.hex(' '):<{self._each * 3 - 1}}"),
            Cell(f"  {readable}", Tone.DIM),
        )


def is_picture(file: Mapping[str, Any]) -> bool:
    """Whether the server makes previews of a file; for others it sends a picture of its own."""
    return file.get("mimeType") in _PICTURES


def set_out(text: str) -> str:
    """JSON with a line for each value, also where it breaks off; nothing in it is read otherwise.

    Numbers and doubled keys stay as they are written.
    """
    return "".join(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    depth, opened = 0, False
    for found in _TOKENS.finditer(text):
        token = found[0]
        if token in "{[":
            depth += 1
            yield token
            if not _EMPTY.match(text, found.end()):
                yield "\n" + "  " * depth
        elif token in "}]":
            depth = max(0, depth - 1)
            yield token if opened else "\n" + "  " * depth + token
        elif token == ",":
            yield ",\n" + "  " * depth
        elif token == ":":
            yield ": "
        else:
            yield token
        opened = token in "{["


_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_EMPTY = re.compile(r"\s*[}\]]")


def _text(head: bytes, is_part: bool, kind: str) -> tuple[str, str] | None:
    """The text that bytes are, and what there is to say of it; None where they are none."""
    mark, encoding = next((one for one in _MARKS if head.startswith(one[0])), (b"", "utf-8"))
    note = "" if encoding == "utf-8" else encoding.upper()
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(head[len(mark) :], not is_part)
    except UnicodeDecodeError:
        if not kind.startswith("text/") or b"\0" in head:
            return None
        text, note = head.decode("latin-1"), "read as Latin-1"
    if len(_CONTROLS.findall(text)) > len(text) * _MOST_CONTROLS:
        return None
    if text.lstrip()[:1] in ("{", "[") and max(map(len, text.splitlines()), default=0) > _LONG:
        return set_out(text), note
    return text, note


def _hex_width(each: int) -> int:
    return 8 + 2 + each * 3 - 1 + 2 + each
