"""A resource as text for an editor: JSON, with comments that say what each value must be.

A comment is a whole line that begins with `//`. JSON has no line breaks within its strings, and
what comes from the server is one line of a comment: nothing of it can become a line of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tui.core.change import PERMISSIONS
from tui.core.spec import Shape, Spec
from tui.core.text import safe

COMMENT = "//"


class EditorTextError(Exception):
    """The text is not what is needed; says where and why."""


def to_text(
    heading: str, specs: Sequence[Spec], values: Mapping[str, Any], complaint: str = ""
) -> str:
    """The values of these fields as text. A complaint is about the text as it was before."""
    lines = [
        f"{COMMENT} {safe(heading)}",
        f"{COMMENT} Save and leave the editor to go on; a field that you leave out stays as it is.",
    ]
    if complaint:
        lines += [f"{COMMENT} ! {safe(complaint)}"]
    lines.append("{")
    named = [(spec.name, describe(spec)) for spec in specs if spec.name in values]
    if PERMISSIONS in values:
        named.append((PERMISSIONS, 'read("any"), update("user:ID"), delete("team:ID/ROLE") …'))
    for number, (name, about) in enumerate(named):
        comma = "," if number + 1 < len(named) else ""
        value = json.dumps(values[name], ensure_ascii=False)
        lines += [f"  {COMMENT} {about}", f"  {json.dumps(name)}: {value}{comma}"]
    return "\n".join([*lines, "}", ""])


def from_text(text: str, specs: Sequence[Spec]) -> dict[str, Any]:
    """What an edited text says. Raises EditorTextError."""
    lines = ["" if line.lstrip().startswith(COMMENT) else line for line in text.split("\n")]
    bare = "\n".join(lines)
    if not bare.strip():
        return {}
    try:
        found = json.loads(bare, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise EditorTextError(f"Line {error.lineno}: {error.msg}.") from error
    except RecursionError as error:
        raise EditorTextError("It is nested too deeply.") from error
    if not isinstance(found, dict):
        raise EditorTextError("It must be one object: { … }.")
    known = {spec.name for spec in specs} | {PERMISSIONS}
    for name in found:
        if name not in known:
            raise EditorTextError(f"{_line_of(lines, name)}There is no field {json.dumps(name)}.")
    return found


def describe(spec: Spec) -> str:
    """What a value of a field must be, in one line."""
    told = [safe(spec.type)]
    if spec.shape is Shape.ENUM:
        told.append(
            "one of " + ", ".join(json.dumps(one, ensure_ascii=True) for one in spec.elements)
        )
    if spec.longest:
        told.append(f"at most {spec.longest:,} characters")
    if spec.shape is Shape.RELATION:
        told.append("ids" if spec.array else "an id")
    told.append("required" if spec.required else "or null")
    if spec.encrypted:
        told.append("encrypted")
    return ", ".join(told)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name stands twice: JSON would silently take the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise EditorTextError(f"{json.dumps(double)} stands there twice.")
    return found


def _line_of(lines: Sequence[str], name: str) -> str:
    wanted = json.dumps(name)
    for number, line in enumerate(lines, 1):
        if wanted in line or json.dumps(name, ensure_ascii=False) in line:
            return f"Line {number}: "
    return ""
