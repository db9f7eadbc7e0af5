"""Server text made safe for a terminal: it is data, never an instruction."""

from __future__ import annotations

import re
import unicodedata

LONGEST_CELL = 200
"""Characters of a value that a list ever looks at; a row may hold a megabyte."""

MARKS = 4
"""How many combining marks one character may carry; more of them climb over other lines."""

_HARMLESS = re.compile(r"[ -~]*\Z")
_ZERO_WIDTH_JOINER = "\u200d"
_VARIATION = range(0xFE00, 0xFE10)
_PICTURES = {**{code: chr(0x2400 + code) for code in range(32)}, 127: "␡"}


def safe(text: str) -> str:
    """One line without anything that a terminal would act on.

    Controls become their pictures (`␛`, `␊`), invisible format characters (bidi overrides,
    zero-width ones) and characters that no font knows become `·`; emoji with their joiners,
    combining marks and right-to-left letters stay.
    """
    if _HARMLESS.match(text):
        return text
    shown: list[str] = []
    marks = 0
    for place, character in enumerate(text):
        code = ord(character)
        category = unicodedata.category(character)
        if category in ("Mn", "Me"):
            marks += 1
            if marks <= MARKS or code in _VARIATION:
                shown.append(character)
            continue
        marks = 0
        if code in _PICTURES:
            shown.append(_PICTURES[code])
        elif character == _ZERO_WIDTH_JOINER and _joins(text, place):
            shown.append(character)
        elif category == "Zs":
            shown.append(" ")
        elif category[0] == "C" or category in ("Zl", "Zp"):
            shown.append("·")
        else:
            shown.append(character)
    return "".join(shown)


def is_plain(text: str) -> bool:
    """Whether a text has only characters that are seen and do nothing: no control, no format
    character (bidi overrides, zero-width ones), no line separator, nothing that no font knows."""
    return all(
        _HARMLESS.match(one)
        or (unicodedata.category(one)[0] != "C" and unicodedata.category(one) not in ("Zl", "Zp"))
        for one in text
    )


def brief(text: str) -> str:
    """The beginning of a text, safe: as much of it as a list ever shows."""
    return safe(text[:LONGEST_CELL])


def safe_lines(text: str) -> list[str]:
    """The lines of a text, each of them safe; tabs become spaces."""
    return [safe(line.replace("\t", "    ")) for line in re.split(r"\r\n|\n|\r", text)]


def middle(text: str, length: int) -> str:
    """The text in at most `length` characters, cut in its middle: both ends of an id tell."""
    if len(text) <= length:
        return text
    if length < 3:
        return text[:length]
    tail = (length - 1) // 2
    return f"{text[: length - 1 - tail]}…{text[len(text) - tail :]}"


def _joins(text: str, place: int) -> bool:
    """Whether a zero-width joiner stands between two symbols (one emoji made of several)."""
    before = text[place - 1 : place] if place else ""
    if before and ord(before) in _VARIATION:
        before = text[place - 2 : place - 1]
    after = text[place + 1 : place + 2]
    return all(one and unicodedata.category(one) in ("So", "Sk") for one in (before, after))
