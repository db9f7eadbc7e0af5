"""What a person prefers, whatever the project: the keys, and how long changes are remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from tui.config.toml_text import TomlText

NAME = "settings.toml"


@dataclass(frozen=True, slots=True)
class Preferences:
    """The content of `settings.toml`.

    `keys` replaces those of some actions, by the action's id. `days` and `megabytes` bound the
    journal. Without `deleted_users`, it never keeps the password hash by which a deleted user
    could be brought back.
    """

    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    days: float = 30
    megabytes: float = 200
    deleted_users: bool = True


def read_preferences(path: Path) -> Preferences:
    """Those of a file; the defaults where there is none. Raises ConfigError with the line."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Preferences()
    except (OSError, UnicodeDecodeError) as error:
        from tui.config.problem import ConfigError

        why = getattr(error, "strerror", None) or "it is no UTF-8"
        remedy = "Make file and folder readable for yourself."
        raise ConfigError(f"The settings cannot be read ({why}).", remedy, str(path)) from error
    from tui.config.toml_text import TomlText

    lines = TomlText(text, path)
    content = lines.parsed('Texts stand in quotes: edit = "e".')
    for name in content:
        if name not in ("keys", "journal"):
            _refuse(f"{name!r} is not known here.", "There are [keys] and [journal].", lines, name)
    keys = _table(content, "keys", lines)
    return Preferences(
        {name: _keys(name, value, lines) for name, value in keys.items()},
        **_journal(_table(content, "journal", lines), lines),
    )


def _table(content: Mapping[str, Any], name: str, lines: TomlText) -> Mapping[str, Any]:
    table = content.get(name, {})
    if not isinstance(table, dict):
        _refuse(f"{name} must be a table [{name}].", "", lines, name)
    return table


def _keys(action: str, value: object, lines: TomlText) -> tuple[str, ...]:
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list) or not all(isinstance(one, str) and one for one in found):
        said = f"The keys of {action} must be a text or a list of texts."
        _refuse(said, f'{action} = ["e", "f5"]', lines, action, "keys")
    return tuple(found)


def _journal(table: Mapping[str, Any], lines: TomlText) -> dict[str, Any]:
    for name, value in table.items():
        if name == "deleted_users":
            if not isinstance(value, bool):
                _refuse(f"{name} must be true or false.", "", lines, name, "journal")
        elif name not in ("days", "megabytes"):
            remedy = "There are: days, megabytes, deleted_users."
            _refuse(f"{name!r} is not known here.", remedy, lines, name, "journal")
        elif isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            _refuse(f"{name} must be a number above 0.", "", lines, name, "journal")
    return dict(table)


def _refuse(said: str, remedy: str, lines: TomlText, name: str, table: str = "") -> NoReturn:
    from tui.config.problem import ConfigError

    raise ConfigError(said, remedy, lines.of(table, name) if table else lines.outside(name))
