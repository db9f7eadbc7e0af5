"""The text of a TOML file that people write: what it says, and on which line it is wrong."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from tui.config.problem import ConfigError

_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class TomlText:
    """A file's text, which knows where things stand in it."""

    def __init__(self, text: str, path: Path) -> None:
        self._text = text
        self._lines = text.split("\n")
        self._path = path

    def parsed(self, remedy: str = "") -> dict[str, Any]:
        """What it says. Raises ConfigError with the line."""
        try:
            return tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            message = str(error)
            found = _AT_LINE.search(message)
            number = int(found[1] or self._last) if found else 0
            said = f"This is no valid TOML: {_AT_LINE.sub('', message)}."
            raise ConfigError(said, remedy, self.line(number)) from error

    def of(self, table: str, name: str = "") -> str:
        """File and line of a name in a table (`profiles.prod`), else of the table's head."""
        here, head = False, 0
        for number, line in enumerate(self._lines, 1):
            if line.lstrip().startswith("["):
                here = _head(line) == table
                head = number if here else head
            elif here and name and _begins(line, name):
                return self.line(number)
        return self.line(head) if head else f"{self._path}, {table}"

    def outside(self, name: str) -> str:
        """File and line of a name before all tables, or of a table of that name."""
        numbered = enumerate(self._lines, 1)
        return self.line(next((number for number, line in numbered if _begins(line, name)), 0))

    def line(self, number: int) -> str:
        """File and line, the file alone where the line is not known."""
        return f"{self._path}, line {number}" if number else str(self._path)

    @property
    def _last(self) -> int:
        """The number of the last line with something in it."""
        return max((n for n, line in enumerate(self._lines, 1) if line.strip()), default=0)


def _head(line: str) -> str:
    """The name of the table that begins in a line: `profiles.prod`."""
    inner = line.strip().lstrip("[").partition("]")[0]
    first, dot, rest = inner.partition(".")
    names = [first, rest] if dot else [first]
    return ".".join(name.strip().strip("\"'") for name in names)


def _begins(line: str, name: str) -> bool:
    return re.match(rf"[\s\[\"']*{re.escape(name)}\b", line) is not None
