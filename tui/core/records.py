"""The records of a CSV, JSON or NDJSON file, one at a time, with the lines where they stand.

However large the file is, one record of it is held at a time.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, BinaryIO

from tui.core.records_json import Piece, broken, objects
from tui.core.text_file import LONGEST, Lines, RecordsError
from tui.core.text_file import start as start_of

DELIMITERS = ",;\t|"
_SUFFIXES = {".csv": "csv", ".tsv": "csv", ".ndjson": "ndjson", ".jsonl": "ndjson"}


class Format(Enum):
    """How a file holds its records."""

    CSV = "csv"
    JSON = "json"
    NDJSON = "ndjson"


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `number` counts from 0, `line` from 1.

    `values` are texts in CSV, anything in JSON. `raw` is what a file of rejects repeats: the cells,
    the object, or the text of what could not be read; then `problem` says why.
    """

    number: int
    line: int
    values: Mapping[str, Any]
    raw: Any
    problem: str = ""


class Records:
    """The records of one open file. `header` is empty where each record names its own fields."""

    def __init__(self, file: BinaryIO, form: Format, delimiter: str = "") -> None:
        """Raises RecordsError for a file without a beginning that can be read."""
        file.seek(0)
        self.form = form
        self.header: tuple[str, ...] = ()
        self.delimiter = delimiter
        self._file = file
        if form is Format.CSV:
            # The module's limit of 128 KiB for a cell is one for all readers.
            csv.field_size_limit(LONGEST)
            self._lines = Lines(file)
            self._cells = self._reader()

    @property
    def position(self) -> int:
        """How many bytes of the file were read."""
        return self._file.tell()

    def __iter__(self) -> Iterator[Record]:
        """Each record once. Raises RecordsError where nothing after it could be trusted."""
        if self.form is Format.CSV:
            return self._rows()
        pieces = _each_line(self._file) if self.form is Format.NDJSON else objects(self._file)
        return (_record(number, piece) for number, piece in enumerate(pieces))

    def _reader(self) -> Iterator[list[str]]:
        first = next(iter(self._lines), None)
        if first is None or not first.strip():
            raise RecordsError("The file is empty: its first line must name the columns.")
        if not self.delimiter:
            self.delimiter = sniff_delimiter(first)
        self._lines.put_back(first)
        reader = csv.reader(self._lines, delimiter=self.delimiter, strict=True)
        try:
            self.header = tuple(next(reader))
        except csv.Error as error:
            raise RecordsError(f"The first line does not name the columns: {error}.") from error
        _check_header(self.header)
        return reader

    def _rows(self) -> Iterator[Record]:
        number = 0
        while True:
            line = self._lines.number + 1
            try:
                cells = next(self._cells, None)
            except csv.Error as error:
                if "unexpected end" in str(error) or "field limit" in str(error):
                    raise RecordsError(
                        f"Line {line:,}: a quote is opened there that is never closed."
                    ) from error
                said = f"the quotes of the line are broken: {error}"
                yield Record(number, line, {}, [self._lines.last.rstrip("\r\n")], said)
                number += 1
                continue
            if cells is None:
                return
            if not cells:
                continue
            said = ""
            if len(cells) != len(self.header):
                said = f"the line has {len(cells):,} cells, the header has {len(self.header):,}"
            yield Record(number, line, dict(zip(self.header, cells, strict=False)), cells, said)
            number += 1


def sniff(file: BinaryIO, name: str) -> Format:
    """The format of a file, by its name, else by how it begins."""
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    if suffix in _SUFFIXES:
        return Format(_SUFFIXES[suffix])
    begins = start_of(file).lstrip()[:1]
    if suffix == ".json" or begins == b"[":
        return Format.JSON
    return Format.NDJSON if begins == b"{" else Format.CSV


def sniff_delimiter(header: str) -> str:
    """What separates the columns of a first line: what stands most often outside of quotes."""
    plain = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=plain.count)


def _check_header(header: Sequence[str]) -> None:
    for place, name in enumerate(header, start=1):
        if not name.strip():
            raise RecordsError(f"Column {place} of the header has no name.")
    twice = next((name for name in header if header.count(name) > 1), None)
    if twice is not None:
        raise RecordsError(f"The header names the column {twice[:80]!r} twice.")


def _each_line(file: BinaryIO) -> Iterator[Piece]:
    """The objects of a file that holds one in each line; a broken line is no end."""
    lines = Lines(file)
    empty = True
    for text in lines:
        if not text.strip():
            continue
        empty = False
        try:
            yield Piece(lines.number, json.loads(text))
        except (ValueError, RecursionError) as error:
            yield Piece(lines.number, text.rstrip("\r\n"), f"the line is no JSON: {broken(error)}")
    if empty:
        raise RecordsError("The file is empty.")


def _record(number: int, piece: Piece) -> Record:
    if isinstance(piece.value, dict) and not piece.problem:
        return Record(number, piece.line, piece.value, piece.value)
    said = piece.problem or "it is no JSON object with the fields of a row"
    return Record(number, piece.line, {}, piece.value, said)
