"""A resource as text for an editor: JSON, with comments that say what each value must be.

A comment is a whole line that begins with `//`. JSON has no line breaks within its strings, and
what comes from the server is one line of a comment: nothing of it can become a line of its own.
What editors and terminals would act on or not show at all is written as JSON escapes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tui.core.change import PERMISSIONS
from tui.core.same import same
from tui.core.spec import Shape, Spec
from tui.core.text import is_plain, safe
from tui.core.typed import InputError, read, write

COMMENT = "//"
_COMPLAINT = f"{COMMENT} ! "


class EditorTextError(Exception):
    """The text is not what is needed; says where and why. `line` counts from 1, 0 for none."""

    def __init__(self, sentence: str, line: int = 0) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.line = line

    def __str__(self) -> str:
        return f"Line {self.line}: {self.sentence}" if self.line else self.sentence


def to_text(heading: str, specs: Sequence[Spec], values: Mapping[str, Any]) -> str:
    """The values of these fields as text."""
    lines = [
        f"{COMMENT} {safe(heading)}",
        f"{COMMENT} Save and leave the editor to go on; a field that you leave out stays as it is.",
        "{",
    ]
    named = [(spec.name, describe(spec)) for spec in specs if spec.name in values]
    if PERMISSIONS in values:
        named.append((PERMISSIONS, 'read("any"), update("user:ID"), delete("team:ID/ROLE") …'))
    for number, (name, about) in enumerate(named):
        comma = "," if number + 1 < len(named) else ""
        lines += [f"  {COMMENT} {about}", f"  {json.dumps(name)}: {_json(values[name])}{comma}"]
    return "\n".join([*lines, "}", ""])


def with_complaint(text: str, error: EditorTextError) -> str:
    """A text as it was left, with what is wrong above it instead of an older complaint."""
    lines = [line for line in text.split("\n") if not line.startswith(_COMPLAINT)]
    moved = len(lines) + 1 - len(text.split("\n"))
    told = EditorTextError(error.sentence, error.line + moved if error.line else 0)
    return "\n".join([f"{_COMPLAINT}{safe(str(told))}", *lines])


def from_text(
    text: str, specs: Sequence[Spec], known: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What an edited text says. Raises EditorTextError.

    With the values that are `known`, any other must be one of its field. What is as it was is never
    wrong: a server may hold what its columns refuse by now.
    """
    lines = ["" if line.lstrip().startswith(COMMENT) else line for line in text.split("\n")]
    bare = "\n".join(lines)
    if not bare.strip():
        return {}
    try:
        found = json.loads(bare, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise EditorTextError(f"{error.msg}.", error.lineno) from error
    except RecursionError as error:
        raise EditorTextError("It is nested too deeply.") from error
    if not isinstance(found, dict):
        raise EditorTextError("It must be one object: { … }.")
    by_name = {spec.name: spec for spec in specs}
    for name, value in found.items():
        if name not in by_name and name != PERMISSIONS:
            said = f"There is no field {json.dumps(name)}."
            raise EditorTextError(said, _line_of(lines, name))
        if known is None or (name in known and same(value, known[name])):
            continue
        if said := _wrong(by_name.get(name), value):
            raise EditorTextError(f"{json.dumps(name)}: {said}.", _line_of(lines, name))
    return found


def describe(spec: Spec) -> str:
    """What a value of a field must be, in one line."""
    told = [safe(spec.type)]
    if spec.shape is Shape.ENUM:
        told.append("one of " + ", ".join(_json(one) for one in spec.elements))
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


def _wrong(spec: Spec | None, value: Any) -> str:
    """What is wrong with a value in the server's terms; empty where nothing is."""
    if spec is None:
        is_list = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return "" if is_list else 'Value must be a list of permissions: ["read(\\"any\\")"]'
    if value is None:
        return "Value is required and must not be null" if spec.required else ""
    if spec.array and not isinstance(value, list):
        return "Value must be a list: [ … ]"
    try:
        for one in value if spec.array else [value]:
            if one != "":
                read(spec, write(spec, one))
    except InputError as error:
        return str(error)
    return ""


def _json(value: Any) -> str:
    """A value as JSON, one line, without anything that an editor or terminal would act on."""
    text = json.dumps(value, ensure_ascii=False)
    if is_plain(text):
        return text
    return "".join(one if is_plain(one) else json.dumps(one)[1:-1] for one in text)


def _line_of(lines: Sequence[str], name: str) -> int:
    """In which line a field stands; 0 where it can't be told."""
    for number, line in enumerate(lines, 1):
        if json.dumps(name) in line or json.dumps(name, ensure_ascii=False) in line:
            return number
    return 0
