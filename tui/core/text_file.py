"""A text file that somebody else made, read as UTF-8 with a word about where it is none."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

LONGEST = 64 * 2**20
"""Bytes that one record may have; what is longer is no record but a quote that never closes."""
CHUNK = 2**16


class RecordsError(Exception):
    """A file cannot be read on: what is wrong, in which line, and what would help."""


class Lines:
    """The lines of a file, each with its end; `number` is that of the last one, from 1."""

    def __init__(self, file: BinaryIO) -> None:
        check_encoding(start(file))
        self.number = 0
        self.last = ""
        self._file = file
        self._waiting: str | None = None

    def put_back(self, line: str) -> None:
        """Give this line once more."""
        self._waiting = line
        self.number -= 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._waiting is not None:
            self.last, self._waiting = self._waiting, None
            self.number += 1
            return self.last
        raw = self._file.readline(LONGEST + 1)
        if not raw:
            raise StopIteration
        self.number += 1
        if len(raw) > LONGEST:
            raise RecordsError(f"Line {self.number:,} is longer than {LONGEST // 2**20} MiB.")
        if self.number == 1:
            raw = raw.removeprefix(codecs.BOM_UTF8)
        try:
            self.last = raw.decode()
        except UnicodeDecodeError as error:
            raise not_utf8(self.number, error) from error
        return self.last


class Chunks:
    """The text of a file in pieces; `lines` counts the ends of lines in what was given."""

    def __init__(self, file: BinaryIO) -> None:
        check_encoding(start(file))
        self.lines = 0
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()

    def read(self, size: int) -> str:
        """The next piece, empty at the end."""
        while True:
            raw = self._file.read(size)
            try:
                text = self._decoder.decode(raw, not raw)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].count(b"\n")
                raise not_utf8(self.lines + before + 1, error) from error
            if text or not raw:
                self.lines += text.count("\n")
                return text


def start(file: BinaryIO) -> bytes:
    """How a file begins; it is left at its beginning."""
    file.seek(0)
    found = file.read(512)
    file.seek(0)
    return found


def check_encoding(begins: bytes) -> None:
    """Raise RecordsError for what begins as UTF-16 or as something compressed."""
    if begins.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise RecordsError("The file is UTF-16. Convert it: iconv -f UTF-16 -t UTF-8 FILE > NEW")
    if begins.startswith((b"\x1f\x8b", b"PK\x03\x04")):
        raise RecordsError("The file is compressed. Unpack it first.")


def not_utf8(line: int, error: UnicodeDecodeError) -> RecordsError:
    """What is said of a byte that cannot stand in UTF-8."""
    byte = error.object[error.start]
    return RecordsError(
        f"Line {line:,} is not UTF-8 (byte 0x{byte:02x}). If the file is Latin-1, convert it:"
        " iconv -f LATIN1 -t UTF-8 FILE > NEW"
    )
