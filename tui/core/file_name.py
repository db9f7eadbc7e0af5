"""Names of files from a server made safe for this machine's disk. Pure."""

from __future__ import annotations

import re

from tui.core.text import safe

LONGEST = 255 - len(".part")
"""Bytes that file systems take for a name, less the ending of what is not whole yet."""
_SEPARATORS = re.compile(r'[/\\:*?"<>|]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?\Z", re.IGNORECASE)


def safe_name(name: str, otherwise: str) -> str:
    """A name without separators, control characters, leading dots; `otherwise` where none is left.

    Names that Windows reserves get an underscore in front. Too long ones are cut before their
    ending.
    """
    found = _SEPARATORS.sub("_", safe(name)).strip().lstrip(".").rstrip(". ")
    if _RESERVED.match(found):
        found = f"_{found}"
    return _cut(found) or otherwise


def numbered(name: str, number: int) -> str:
    """The name of one more file that is called so: `a (2).txt`."""
    stem, tail = _parted(name)
    mark = f" ({number}){tail}"
    return _short(stem, LONGEST - len(mark.encode())) + mark


def _cut(name: str) -> str:
    if len(name.encode()) <= LONGEST:
        return name
    stem, tail = _parted(name)
    return _short(stem, LONGEST - len(tail.encode())) + tail


def _parted(name: str) -> tuple[str, str]:
    """A name and its ending with the dot, empty where there is none."""
    stem, dot, ending = name.rpartition(".")
    return (stem, dot + ending) if stem and len(ending) <= 16 else (name, "")


def _short(text: str, longest: int) -> str:
    """As much of a text as these bytes hold."""
    return text.encode()[:longest].decode(errors="ignore")
