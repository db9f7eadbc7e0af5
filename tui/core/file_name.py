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


def _cut(name: str) -> str:
    if len(name.encode()) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    tail = f"{dot}{ending}".encode() if stem and len(ending) <= 16 else b""
    head = (stem if tail else name).encode()[: LONGEST - len(tail)]
    return head.decode(errors="ignore") + tail.decode()
