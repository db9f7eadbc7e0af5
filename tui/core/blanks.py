"""A few blanks to be filled in by keys, one after the other: which of them, and what is in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tui.core.line_edit import LineEdit


@dataclass(frozen=True, slots=True)
class Blank:
    """One of them: its label, what stands there while it is empty, whether it is kept unseen.

    What is filled in may be a key: it is in no `repr`.
    """

    name: str
    label: str
    hint: str = ""
    secret: bool = False
    line: LineEdit = field(default_factory=LineEdit, repr=False)

    @property
    def value(self) -> str:
        """What was filled in, without the blanks that come along when something is pasted."""
        return self.line.text.strip()


@dataclass(frozen=True, slots=True)
class Blanks:
    """All of them, and the number of the one that keys go to."""

    blanks: Sequence[Blank]
    at: int = 0

    @property
    def is_last(self) -> bool:
        """Whether keys go to the last one."""
        return self.at == len(self.blanks) - 1

    def value(self, name: str) -> str:
        """What is in one of them."""
        return next(blank.value for blank in self.blanks if blank.name == name)

    def turn(self, step: int) -> Blanks:
        """The next one, or the one before, round and round."""
        return self.to((self.at + step) % len(self.blanks))

    def to(self, number: int) -> Blanks:
        """Let keys go to another one."""
        return replace(self, at=max(0, min(number, len(self.blanks) - 1)))

    def press(self, key: str, character: str | None) -> Blanks:
        """After a key."""
        edited = self._line.press(key)
        if edited is None and character is not None and character.isprintable():
            edited = self._line.insert(character)
        return self._with(edited or self._line)

    def paste(self, text: str) -> Blanks:
        """After something was pasted."""
        return self._with(self._line.insert(text))

    @property
    def _line(self) -> LineEdit:
        return self.blanks[self.at].line

    def _with(self, line: LineEdit) -> Blanks:
        blanks = list(self.blanks)
        blanks[self.at] = replace(blanks[self.at], line=line)
        return replace(self, blanks=tuple(blanks))
