"""Resources as text for other programs: CSV, NDJSON, JSON, Markdown. Pure, one at a time."""

from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program takes for the beginning of a formula (OWASP, CSV injection)."""


class Form(Enum):
    """What the text is."""

    CSV = "csv"
    NDJSON = "ndjson"
    JSON = "json"
    MARKDOWN = "md"

    @classmethod
    def of_name(cls, name: str) -> Form | None:
        """By the ending of a file's name, None where it tells nothing."""
        ending = name.rpartition(".")[2].lower()
        endings = {"jsonl": cls.NDJSON, "markdown": cls.MARKDOWN, **{f.value: f for f in cls}}
        return endings.get(ending)


class ExportText:
    """Makes the text piece by piece: `begin`, `piece` for each resource, `end`.

    Tables (CSV, Markdown) have the given columns; JSON keeps the whole unless columns are given.
    In CSV null is an empty cell, nested values are JSON, and texts that a spreadsheet program would
    run get an apostrophe in front, unless they are wanted `raw`.
    """

    def __init__(
        self, form: Form, columns: Sequence[str], *, chosen: bool = False, raw: bool = False
    ) -> None:
        self._form = form
        self._columns = tuple(columns)
        self._chosen = chosen
        self._raw = raw
        self._is_first = True

    @property
    def manner(self) -> dict[str, object]:
        """What makes this text another than others of the same resources, in a person's words."""
        return {"format": (self._form.value, self._raw), "columns": (self._columns, self._chosen)}

    def behind(self, count: int) -> ExportText:
        """The same text, as it goes on behind so many resources."""
        text = copy.copy(self)
        text._is_first = count == 0
        return text

    def begin(self) -> str:
        """What stands before everything."""
        if self._form is Form.CSV:
            return _csv_line([self._harmless(name) for name in self._columns])
        if self._form is Form.MARKDOWN:
            rule = "|".join(" --- " for _ in self._columns)
            return f"{_markdown_line(self._columns)}|{rule}|\n"
        return "[\n" if self._form is Form.JSON else ""

    def piece(self, resource: Mapping[str, Any]) -> str:
        """One resource."""
        if self._form is Form.CSV:
            return _csv_line([self._cell(resource.get(name)) for name in self._columns])
        if self._form is Form.MARKDOWN:
            return _markdown_line([_text(resource.get(name)) for name in self._columns])
        shown = resource
        if self._chosen:
            shown = {name: resource.get(name) for name in self._columns}
        text = json.dumps(shown, ensure_ascii=False)
        if self._form is Form.NDJSON:
            return text + "\n"
        comma = "" if self._is_first else ",\n"
        self._is_first = False
        return f"{comma}  {text}"

    def pieces(self, resources: Sequence[Mapping[str, Any]]) -> str:
        """Some resources."""
        return "".join(map(self.piece, resources))

    def end(self) -> str:
        """What stands behind everything."""
        if self._form is not Form.JSON:
            return ""
        return "]\n" if self._is_first else "\n]\n"

    def _cell(self, value: Any) -> str:
        text = _text(value)
        return self._harmless(text) if isinstance(value, str) else text

    def _harmless(self, text: str) -> str:
        return f"'{text}" if text.startswith(RISKY) and not self._raw else text


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    # Only what stands in the terminator is quoted by every Python: a lone \r ends a line, too.
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().removesuffix("\r\n") + "\n"


def _markdown_line(cells: Sequence[str]) -> str:
    escaped = (cell.replace("\\", "\\\\").replace("|", "\\|") for cell in cells)
    return "|" + "|".join(f" {' '.join(cell.splitlines())} " for cell in escaped) + "|\n"
