"""A text of any length (a log, a response) as lines for the screen, made when they are looked at.

Programs colour what they log by escape sequences. Those of colour become our own tones, all others
are made visible: nothing of a log is ever sent to the terminal as it came.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import overload

from tui.core.cell import Cell, Tone
from tui.core.text import safe
from tui.core.word_search import WordSearch, lowered

Line = Sequence[Cell]

LONGEST = 4096
"""Characters of a line that are coloured; a longer one is shown plain, in pieces of so many."""
ERROR = re.compile(
    r"(?<!\bno )(?<!\b0 )(?<![\w/])"
    r"(?:error|exception|fatal|panic|critical|uncaught|unhandled|traceback|failed|failure"
    r"|[A-Za-z]\w*(?:Error|Exception))\b(?!['\"]?\s*[:=]\s*(?:0\b|null|none|false|\[\]))"
    r"|\bERR!",
    re.IGNORECASE,
)
"""What the lines of a log that tell of errors say."""
_WORDS = (
    "error", "exception", "fatal", "panic", "critical", "uncaught", "unhandled", "traceback",
    "failed", "failure", "err!",
)  # fmt: skip
"""One of these is in every line that `ERROR` finds; they are found much faster."""
_BREAK = re.compile(r"\r(?:\x1b\[[0-9;]*m)*\n|\n|\r")
"""Where a line ends; without its colours, a text has the same lines."""
_COLOUR = re.compile(r"\x1b\[([0-9;]*)m")
_FRAME = re.compile(r"\s+(?:at |File \"|from )")
"""How the lines below an error begin that say where it came from."""
_TONES = {
    "31": Tone.BAD, "91": Tone.BAD,
    "33": Tone.WARN, "93": Tone.WARN,
    "32": Tone.GOOD, "92": Tone.GOOD,
    "2": Tone.DIM, "90": Tone.DIM,
    "35": Tone.ACCENT, "95": Tone.ACCENT,
}  # fmt: skip


class TextLines(Sequence[Line]):
    """The lines of a text.

    Where a line begins is found out no further than lines are asked for; `len` finds out all.
    Those of a log have their number in front, and `!` where they tell of an error.
    """

    def __init__(self, text: str, is_log: bool = True) -> None:
        self.text = text
        self.is_log = is_log
        self._starts = [0]
        self._ends: list[int] = []
        self._breaks = _BREAK.finditer(text)
        self._digits = len(str(text.count("\n") + 1))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TextLines):
            return NotImplemented
        return self.text == other.text and self.is_log == other.is_log

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        self._find_out(None)
        return len(self._ends)

    def has(self, number: int) -> bool:
        """Whether there is a line with this number, counted from 0."""
        self._find_out(number)
        return number < len(self._ends)

    @overload
    def __getitem__(self, number: int) -> Line: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Line]: ...
    def __getitem__(self, number: int | slice) -> Line | Sequence[Line]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if number < 0:
            number += len(self)
        if not self.has(number):
            raise IndexError(number)
        return self._line(number, self.text[self._starts[number] : self._ends[number]])

    def with_text(self, wanted: str, line: int, forward: bool) -> int | None:
        """The nearest line behind `line` (or before it) that has a text, around the end if need be.

        Upper and lower case are the same. None where it is in no line.
        """
        return self._nearest((lowered(wanted),), line, forward, lambda text: True)

    def with_error(self, line: int, forward: bool) -> int | None:
        """The nearest line behind `line` (or before it) of a log that tells of an error."""
        if not self.is_log:
            return None
        return self._nearest(_WORDS, line, forward, lambda text: ERROR.search(text) is not None)

    def _nearest(
        self, words: Sequence[str], line: int, forward: bool, suits: Callable[[str], bool]
    ) -> int | None:
        starts, plain, small = self._plain
        ends = [*starts[1:], len(plain)]
        if forward:
            begin = (ends[line] if 0 <= line < len(ends) else 0, 0)
        else:
            begin = (starts[line] if 0 <= line < len(starts) else len(plain), len(plain))
        for at in begin:
            search = WordSearch(small, words, forward)
            while (found := search.next(at)) is not None:
                number = bisect_right(starts, found) - 1
                if suits(plain[starts[number] : ends[number]]):
                    return number
                at = ends[number] if forward else starts[number]
        return None

    @cached_property
    def _plain(self) -> tuple[list[int], str, str]:
        """Where its lines begin in the text without colours, that text, and it in lower case."""
        plain = _COLOUR.sub("", self.text)
        return [0, *(found.end() for found in _BREAK.finditer(plain))], plain, lowered(plain)

    def _find_out(self, number: int | None) -> None:
        """Find where lines begin and end, as far as the one with this number; None: all."""
        while len(self._ends) < len(self._starts) and (number is None or number >= len(self._ends)):
            found = next(self._breaks, None)
            if found is None:
                self._ends.append(len(self.text))
                return
            self._ends.append(found.start())
            self._starts.append(found.end())

    def _line(self, number: int, raw: str) -> Line:
        plain = _COLOUR.sub("", raw) if "\x1b" in raw else raw
        if not self.is_log:
            nothing = Cell("")
            return _Long(nothing, plain) if len(plain) > LONGEST else [nothing, Cell(_shown(plain))]
        tells = ERROR.search(plain[:LONGEST]) is not None
        sign = Cell(f"{'!' if tells else ' '}{number + 1:>{self._digits}}  ", Tone.DIM)
        if tells:
            sign = Cell(sign.text, Tone.BAD)
        if len(raw) > LONGEST:
            return _Long(sign, plain)
        if plain is raw:
            tone = Tone.BAD if tells else Tone.DIM if _FRAME.match(plain) else Tone.PLAIN
            return [sign, Cell(_shown(plain), tone)]
        return [sign, *_coloured(raw)]


class _Long(Sequence[Cell]):
    """A line that is too long to be made as a whole: its pieces are made when they are reached."""

    def __init__(self, sign: Cell, text: str) -> None:
        self._sign = sign
        self._text = text

    def __len__(self) -> int:
        return 1 - (-len(self._text) // LONGEST)

    @overload
    def __getitem__(self, number: int) -> Cell: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Cell]: ...
    def __getitem__(self, number: int | slice) -> Cell | Sequence[Cell]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if number == 0:
            return self._sign
        if not 0 < number < len(self):
            raise IndexError(number)
        return Cell(_shown(self._text[(number - 1) * LONGEST : number * LONGEST]))


def _coloured(raw: str) -> Iterator[Cell]:
    """The parts of a line, each in the tone that stands for its colour."""
    tone, at = Tone.PLAIN, 0
    for found in _COLOUR.finditer(raw):
        if found.start() > at:
            yield Cell(_shown(raw[at : found.start()]), tone)
        tone = _after(found[1], tone)
        at = found.end()
    if at < len(raw):
        yield Cell(_shown(raw[at:]), tone)


def _after(codes: str, tone: Tone) -> Tone:
    """The tone after an escape sequence of colour; 256 colours and true colours stay plain."""
    for code in codes.split(";"):
        if code in ("38", "48"):
            return Tone.PLAIN
        if code in ("", "0", "00", "39", "22"):
            tone = Tone.PLAIN
        else:
            tone = _TONES.get(code.lstrip("0"), tone)
    return tone


def _shown(text: str) -> str:
    return safe(text.replace("\t", "    "))
