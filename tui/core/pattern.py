"""Patterns of the filter language: `ali*` starts with, `*ali` ends with, `ali` stands anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tui.core.query import FilterError, Value

_STARS = re.compile(r"(\[\*\]|\*)")
"""A star, or `[*]`: one that is meant as a character."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a text must begin and end with; or (`anywhere` is not None) what it must hold."""

    start: str = ""
    end: str = ""
    anywhere: str | None = None

    @property
    def is_any(self) -> bool:
        """Whether every text is meant."""
        return not (self.start or self.end or self.anywhere)

    @property
    def begins(self) -> bool:
        """Whether the beginning is known: only then does an index help to find it."""
        return bool(self.start)

    def matches(self, text: str) -> bool:
        """Whether a text is one of those that are meant."""
        if self.anywhere is not None:
            return self.anywhere in text
        return text.startswith(self.start) and text.endswith(self.end)


def pattern_of(value: Value) -> Pattern:
    """The pattern that a value is. Raises FilterError."""
    parts = [""]
    for piece in _STARS.split(value.text):
        if piece == "*":
            parts.append("")
        else:
            parts[-1] += "*" if piece == "[*]" else piece
    if len(parts) == 1:
        return Pattern(anywhere=parts[0])
    if len(parts) == 2:
        return Pattern(parts[0], parts[1])
    if len(parts) == 3 and not parts[0] and not parts[2]:
        return Pattern(anywhere=parts[1])
    said = 'One * is possible: "ali*", "*ali", "a*i", or both ends: "*ali*". [*] is a star.'
    raise FilterError(said, value.span.start, value.span.stop)
