"""Keys by name: as Textual names them, as people write them, and as somebody wants them instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from tui.core.actions import ACTIONS, Action

_SHOWN = {
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "exclamation_mark": "!",
    "minus": "-",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "escape": "esc",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "equals_sign": "=",
    "tilde": "~",
    "plus": "+",
    "asterisk": "*",
    "space": "space",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}
_SIGNS = {"semicolon": ";", "comma": ",", "full_stop": ".", "number_sign": "#", "percent_sign": "%"}
_NAMED = {shown: name for name, shown in _SHOWN.items()}
_KNOWN = {*_SHOWN, *_SIGNS, "enter", "tab", "home", "end", "insert", "delete", "backspace"}
_WRITTEN = re.compile(
    rf"(?P<held>((ctrl|alt|shift)\+)*)(?P<last>[!-~]|f([1-9]|1\d|2[0-4])|"
    rf"{'|'.join(map(re.escape, (*_KNOWN, *_NAMED)))})"
)


class KeysError(ValueError):
    """The keys that somebody chose cannot be; says why. `action` is the one it is about."""

    def __init__(self, action: str, said: str) -> None:
        super().__init__(said)
        self.action = action


def with_keys(overrides: Mapping[str, Iterable[str]]) -> tuple[Action, ...]:
    """The table with the keys of some actions replaced. Raises KeysError.

    Keys are written as Textual names them (`ctrl+e`, `slash`) or as they are shown (`/`).
    """
    known = {action.id for action in ACTIONS}
    for action_id in overrides:
        if action_id not in known:
            from difflib import get_close_matches

            near = get_close_matches(action_id, known, 3) or sorted(known)
            told = f"There is no action {action_id!r}. There are: {', '.join(near)}."
            raise KeysError(action_id, told)
    table = tuple(
        replace(
            action,
            keys=tuple(_named(action.id, key) for key in overrides.get(action.id, action.keys)),
        )
        for action in ACTIONS
    )
    taken: dict[str, str] = {}
    for action in sorted(table, key=lambda one: one.id in overrides):
        for key in action.keys:
            if key == "ctrl+c":
                raise KeysError(action.id, "ctrl+c always says how to leave.")
            if key in taken:
                said = f"{key_label(key)} is the key of {taken[key]} already: give that another."
                raise KeysError(action.id, said)
            taken[key] = action.id
    return table


def key_label(key: str) -> str:
    """A key as people write it: `/` for `slash`, `↓` for `down`."""
    head, plus, last = key.rpartition("+")
    return head + plus + _SHOWN.get(last, _SIGNS.get(last, last))


def _named(action: str, key: str) -> str:
    """A key as Textual names it, however it is written. Raises KeysError."""
    found = _WRITTEN.fullmatch(key)
    if found is None:
        said = (
            f"There is no key {key!r}; write e, ctrl+e, alt+up, f6 or pageup, with small letters."
        )
        raise KeysError(action, said)
    name = _NAMED.get(found["last"], found["last"])
    if len(name) == 1 and not name.isalnum():
        # The rule by which Textual names the keys of signs: by their names in Unicode.
        import unicodedata

        name = unicodedata.name(name).lower().replace("-", "_").replace(" ", "_")
    return found["held"] + name
