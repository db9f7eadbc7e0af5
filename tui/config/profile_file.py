"""The text of `profiles.toml`: what may stand in it, and on which line it is wrong."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

from tui.config.problem import ConfigError
from tui.config.profile import COLOURS, KEY_SOURCES, Profile, Profiles
from tui.config.secret import Secret
from tui.config.toml_text import TomlText

_TEXTS = ("endpoint", "project", "key", "key_env", "key_command", "ca_bundle", "colour", "confirm")
_SWITCHES = ("keyring", "read_only", "insecure", "journal")


def parse_profiles(text: str, path: Path) -> Profiles:
    """The profiles of a text; `path` is where it stands. Raises ConfigError with the line."""
    lines = TomlText(text, path)
    content = lines.parsed('Texts stand in quotes: project = "shop".')
    for name in content:
        if name not in ("profiles", "default"):
            raise ConfigError(
                f"{name!r} is not known here.",
                'Profiles are [profiles.NAME]; besides them there is default = "NAME".',
                lines.outside(name),
            )
    tables = content.get("profiles", {})
    if not isinstance(tables, dict):
        raise ConfigError("profiles must be tables [profiles.NAME].", "", lines.outside("profiles"))
    found_profiles = {name: _profile(name, table, lines, path) for name, table in tables.items()}
    default = content.get("default", "")
    if not isinstance(default, str) or (default and default not in found_profiles):
        names = ", ".join(sorted(found_profiles)) or "none"
        raise ConfigError(
            f"default names no profile: {default!r}.",
            f"There are: {names}.",
            lines.outside("default"),
        )
    return Profiles(path, found_profiles, default)


def _profile(name: str, table: Any, lines: TomlText, path: Path) -> Profile:
    if not name or not name.isprintable():
        raise ConfigError(
            f"A profile cannot be called {name!r}.",
            "Use letters and digits.",
            lines.of(f"profiles.{name}"),
        )
    if not isinstance(table, dict):
        raise ConfigError(
            "A profile must be a table [profiles.NAME].", "", lines.of(f"profiles.{name}")
        )
    for key, value in table.items():
        _check_value(key, value, lines.of(f"profiles.{name}", key))
    for key in ("endpoint", "project"):
        if not table.get(key):
            raise ConfigError(
                f"{key} is missing in profile {name}.", "", lines.of(f"profiles.{name}")
            )
    sources = [key for key in KEY_SOURCES if table.get(key)]
    if len(sources) > 1:
        raise ConfigError(
            f"{' and '.join(sources)} exclude each other.",
            "Keep one.",
            lines.of(f"profiles.{name}", sources[1]),
        )
    values = dict(table)
    if "key" in values:
        values["key"] = Secret(values["key"]) if values["key"] else None
    if values.get("ca_bundle"):
        # From wherever the explorer is started, it is the same file.
        values["ca_bundle"] = str(path.parent / Path(values["ca_bundle"]).expanduser())
    return Profile(name, **values)


def _check_value(key: str, value: Any, where: str) -> None:
    if key not in _TEXTS and key not in _SWITCHES:
        known = ", ".join(sorted((*_TEXTS, *_SWITCHES)))
        raise ConfigError(f"{key!r} is not known here.", f"There are: {known}.", where)
    wanted = bool if key in _SWITCHES else str
    if not isinstance(value, wanted):
        kind = "true or false" if wanted is bool else "a text in quotes"
        raise ConfigError(f"{key} must be {kind}.", "", where)
    if key == "colour" and value and value not in COLOURS:
        raise ConfigError(
            f"There is no colour {value!r}.", f"There are: {', '.join(COLOURS)}.", where
        )
    if key == "confirm" and value not in ("", "always"):
        raise ConfigError(f"confirm cannot be {value!r}.", 'There is: confirm = "always".', where)
    if key == "key_command":
        try:
            shlex.split(str(value))
        except ValueError as error:
            raise ConfigError(
                f"key_command is no command ({error}).", "Close the quotes.", where
            ) from error
