"""What was pasted, as the beginning of something new."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from tui.core.change import PERMISSIONS
from tui.core.text import brief

MOST = 5
"""Fields that have no place and are named."""


class PasteError(Exception):
    """The text is nothing that something new could be made of; says why."""


def object_in(text: str) -> dict[str, Any] | None:
    """The JSON object that a text is, alone or as the only one of a list; None for other texts.

    Raises PasteError where it was meant to be JSON, and is none, or is several.
    """
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        # A line break within a text is what people paste, though JSON wants it escaped; terminals
        # paste it as a carriage return.
        lines = text.replace("\r\n", "\n").replace("\r", "\n")
        found = json.loads(lines, strict=False)
    except json.JSONDecodeError as error:
        said = f"line {error.lineno}: {error.msg}"
        raise PasteError(f"What was pasted is no JSON ({said}).") from error
    except RecursionError as error:
        raise PasteError("What was pasted is nested too deeply.") from error
    if isinstance(found, list) and len(found) == 1:
        found = found[0]
    if isinstance(found, list) and found and all(isinstance(one, dict) for one in found):
        raise PasteError(f"These are {len(found)} objects; one can be pasted at a time.")
    if not isinstance(found, dict):
        raise PasteError("What was pasted is no JSON object.")
    return found


def misfits(values: Mapping[str, Any], names: Collection[str]) -> str:
    """What of pasted values has no field among these names, in a sentence; empty where all has."""
    strange = [name for name in values if name not in names and name[:1] != "$"]
    told = []
    if strange:
        more = f" and {len(strange) - MOST} more" if len(strange) > MOST else ""
        told.append(f"No field for {', '.join(map(brief, strange[:MOST]))}{more}.")
    if values.get(PERMISSIONS) and PERMISSIONS not in names:
        told.append("The permissions are left out; p grants them afterwards.")
    return " ".join(told)
