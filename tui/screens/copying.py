"""Copying what is under the cursor to the terminal's clipboard."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

from tui.core.cell import Cell, Tone
from tui.core.redact import without_secrets
from tui.core.text import brief
from tui.screens.host import Host
from tui.widgets.wrapping import Line

LARGEST = 74_000
"""Bytes that terminals take for sure with OSC 52."""


class Copying:
    """Asks what of it is to be copied, and hands it to the terminal."""

    def __init__(self, host: Host, put: Callable[[str], object]) -> None:
        self._host = host
        self._put = put

    def ask(self) -> None:
        """Ask what to copy of the resource under the cursor."""
        view, resource, field = self._host.view, self._host.current, self._host.current_field
        if resource is None:
            return
        resource_id = view.kind.identify(resource)
        lines: list[Line] = [[Cell("y  id    ", Tone.DIM), Cell(brief(resource_id))]]
        answers = {"y": ("id", partial(self._copy, resource_id, "The id"))}
        if field is not None and field.source in resource:
            value = resource[field.source]
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            lines.append([Cell("c  cell  ", Tone.DIM), Cell(brief(text))])
            answers["c"] = ("cell", partial(self._copy, text, "The cell"))
        # Rows hold what their owners put there; of all else, secrets stay behind.
        shown = resource if view.kind.name == "row" else without_secrets(resource)
        whole = json.dumps(shown, ensure_ascii=False, indent=2)
        lines.append([Cell("j  JSON  ", Tone.DIM), Cell(f"{len(whole):,} characters")])
        answers["j"] = ("JSON", partial(self._copy, whole, "The JSON"))
        self._host.panels.ask("Copy", lines, answers)

    def _copy(self, text: str, what: str) -> None:
        if len(text.encode()) > LARGEST:
            said = f"{what} has {len(text):,} characters: more than terminals take."
            self._host.say(said, Tone.WARN)
            return
        self._put(text)
        self._host.say(f"{what} was sent to the terminal's clipboard.")
