"""The place one was at last, for each project."""

from __future__ import annotations

import json
from pathlib import Path

from tui.config.paths import write_private

PROJECTS = 200


def last_place(endpoint: str, project: str, state: Path) -> str | None:
    """The place as text, None where nothing (readable) is remembered."""
    found = _read(state).get(_name(endpoint, project))
    return found if isinstance(found, str) else None


def remember_place(endpoint: str, project: str, place: str, state: Path) -> None:
    """Keep it for the next start. Raises OSError where that is not possible."""
    places = _read(state)
    places.pop(_name(endpoint, project), None)
    places[_name(endpoint, project)] = place
    kept = dict(list(places.items())[-PROJECTS:])
    write_private(_path(state), json.dumps(kept, indent=1))


def _name(endpoint: str, project: str) -> str:
    return f"{endpoint} {project}"


def _path(state: Path) -> Path:
    return state / "places.json"


def _read(state: Path) -> dict[str, object]:
    try:
        found = json.loads(_path(state).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        # A lost bookmark is no reason to stop anybody from working.
        return {}
    return found if isinstance(found, dict) else {}
