"""The table of actions with the keys that somebody chose."""

from __future__ import annotations

from pathlib import Path

from tui.config.preferences import NAME, Preferences, read_preferences
from tui.config.problem import ConfigError
from tui.core.actions import ACTIONS, Action


def read_settings(folder: Path) -> tuple[Preferences, tuple[Action, ...]]:
    """What `settings.toml` of a folder says, and the actions by it. Raises ConfigError."""
    path = folder / NAME
    preferences = read_preferences(path)
    if not preferences.keys:
        return preferences, ACTIONS
    from tui.core.keymap import KeysError, with_keys

    try:
        return preferences, with_keys(preferences.keys)
    except KeysError as error:
        raise ConfigError(str(error), "", f"{path}, [keys] {error.action}") from error
