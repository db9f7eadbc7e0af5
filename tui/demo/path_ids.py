"""Owns the checks of ids in paths: one that cannot be an id is refused before it is looked for."""

from __future__ import annotations

from collections.abc import Mapping

from tui.demo.params import CustomId, Uid, Validator, param_of

_OTHERWISE: Mapping[str, Validator] = {"POST /users/{user_id}/sessions": CustomId()}
"""Routes whose ids have another rule."""

_KEYS = ("key", "column")
_OF_TABLES = ("/tablesdb", "/databases")


def require_ids(route: str, parameters: Mapping[str, str]) -> None:
    """Refuse with 400 what is no id, in the order of the path.

    `route` is a method and a path, `parameters` are those of the path (`user_id`); the server
    calls them by other names (`userId`).
    """
    rule = _OTHERWISE.get(route) or Uid()
    for name, value in parameters.items():
        if name.endswith("_id"):
            head, *rest = name.split("_")
            called = head + "".join(word.capitalize() for word in rest)
            param_of({called: value}, called, rule)
        elif name in _KEYS and route.split(" ")[1].startswith(_OF_TABLES):
            # Few requests name a column, and only those need to know what a key is.
            from tui.demo.tables.column_params import Key

            param_of({name: value}, name, Key())
