"""The objects of a JSON file that is larger than memory: an array of them, or one after another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from tui.core.text_file import CHUNK, LONGEST, Chunks, RecordsError

_BLANK = " \t\r\n"
_TAIL = 16
"""Characters of a value's end that may be half a word, a number or an escape."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One value and the line where it begins; `problem` says why it is only a text."""

    line: int
    value: Any
    problem: str = ""


def objects(file: BinaryIO) -> Iterator[Piece]:
    """Each value of the file. Raises RecordsError where it is broken or breaks off."""
    return iter(_Reader(file))


def broken(error: Exception) -> str:
    """Why a text is no JSON, in the words of a sentence."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[:1].lower()}{error.msg[1:]} at character {error.colno:,}"
    return "it nests too deep" if isinstance(error, RecursionError) else str(error)


class _Reader:
    """A window over the text that moves on from value to value."""

    def __init__(self, file: BinaryIO) -> None:
        self._chunks = Chunks(file)
        self._text = ""
        self._at = 0
        self._line = 1

    def __iter__(self) -> Iterator[Piece]:
        first = self._peek()
        if not first:
            raise RecordsError("The file is empty.")
        if first != "[":
            while self._peek():
                yield self._value()
            return
        self._at += 1
        if self._peek() == "]":
            return
        while True:
            if not self._peek():
                raise self._breaks_off()
            yield self._value()
            follows = self._peek()
            if not follows:
                raise self._breaks_off()
            self._at += 1
            if follows == "]":
                break
            if follows != ",":
                raise RecordsError(f"Line {self._line:,}: a comma or ] is missing after an object.")
        if self._peek():
            raise RecordsError(f"Line {self._line:,}: something follows the end of the array.")

    def _value(self) -> Piece:
        """The value that begins here, read on until it is complete."""
        size = CHUNK
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
                break
            except json.JSONDecodeError as error:
                more = self._chunks.read(size) if self._may_be_incomplete(error) else None
                if more is None:
                    line = self._line + self._text.count("\n", self._at, error.pos)
                    said = f"{error.msg[:1].lower()}{error.msg[1:]}"
                    raise RecordsError(f"Line {line:,}: the JSON is broken: {said}.") from error
                if not more:
                    raise self._breaks_off() from error
                self._text = self._text[self._at :] + more
                self._at = 0
                # Twice as much each time: a long value is not read again from its start too often.
                size = max(size, len(self._text))
            except (ValueError, RecursionError) as error:
                raise RecordsError(f"Line {self._line:,}: {broken(error)}.") from error
        line = self._line
        self._move(end)
        return Piece(line, value)

    def _may_be_incomplete(self, error: json.JSONDecodeError) -> bool:
        if len(self._text) - self._at > LONGEST:
            return False
        return error.msg.startswith("Unterminated") or error.pos >= len(self._text) - _TAIL

    def _peek(self) -> str:
        """The next character that is no blank; empty at the end."""
        while True:
            at = self._at
            while at < len(self._text) and self._text[at] in _BLANK:
                at += 1
            self._move(at)
            if at < len(self._text):
                return self._text[at]
            self._text, self._at = self._chunks.read(CHUNK), 0
            if not self._text:
                return ""

    def _move(self, at: int) -> None:
        self._line += self._text.count("\n", self._at, at)
        self._at = at

    def _breaks_off(self) -> RecordsError:
        return RecordsError(f"Line {self._chunks.lines + 1:,}: the JSON breaks off there.")


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_constant)
