"""Files of this machine as they are typed: completed, several by `*`, or pasted by a terminal."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from tui.core.sizes import size as human
from tui.widgets.prompt import Choice

MOST = 200


def named(text: str) -> list[Path]:
    """The files that a text names; none where it names no file.

    Terminals paste files that are dropped on them as a shell would have them: quoted, with spaces
    between.
    """
    if not text:
        return []
    path = _path(text)
    if path.is_file():
        return [path]
    try:
        found = [one for one in sorted(path.parent.glob(path.name)) if one.is_file()]
        pasted = [] if found else [_path(one) for one in shlex.split(text)]
    except (OSError, ValueError):
        return []
    return pasted if pasted and all(one.is_file() for one in pasted) else found


def offer(text: str) -> list[Choice]:
    """What lies in the folder that is being typed."""
    head, _, tail = text.rpartition("/")
    folder = _path(f"{head}/" if head or text.startswith("/") else ".")
    try:
        entries = sorted(folder.iterdir(), key=lambda one: one.name.lower())
    except OSError:
        return []
    shown = [
        one
        for one in entries
        if one.name.lower().startswith(tail.lower())
        and (tail.startswith(".") or not one.name.startswith("."))
    ]
    return [_choice(one, head, bool(head) or text.startswith("/")) for one in shown[:MOST]]


def _path(text: str) -> Path:
    return Path(os.path.expandvars(text)).expanduser()


def _choice(entry: Path, head: str, with_head: bool) -> Choice:
    name = f"{head}/{entry.name}" if with_head else entry.name
    try:
        if entry.is_dir():
            return Choice(f"{name}/", "folder")
        return Choice(name, human(entry.stat().st_size))
    except OSError:
        return Choice(name, "")
