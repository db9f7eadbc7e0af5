"""The profiles of `profiles.toml`: named projects, and where their keys come from."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui.config.paths import config_dir, write_private
from tui.config.problem import ConfigError
from tui.config.secret import Secret

COLOURS = ("red", "yellow", "green", "blue", "magenta", "cyan")
KEY_SOURCES = ("key", "key_env", "key_command", "keyring")
KEY_COMMAND_SECONDS = 30
_TEXTS = {"endpoint", "project", "key", "key_env", "key_command", "ca_bundle", "colour"}
_SWITCHES = {"keyring", "read_only", "insecure"}


@dataclass(frozen=True, slots=True)
class Profile:
    """One named project. At most one of the `KEY_SOURCES` is set."""

    name: str
    endpoint: str
    project: str
    key: Secret | None = None
    key_env: str = ""
    key_command: str = ""
    keyring: bool = False
    read_only: bool = False
    ca_bundle: str | None = None
    insecure: bool = False
    colour: str = ""

    def fetch_key(self, environment: Mapping[str, str]) -> Secret | None:
        """The key from where the profile says it is. Raises ConfigError, never with the key."""
        if self.key_env:
            value = environment.get(self.key_env)
            if not value:
                raise ConfigError(
                    f"Profile {self.name} takes its key from ${self.key_env}, which is not set.",
                    f"export {self.key_env}=…",
                )
            return Secret(value)
        if self.key_command:
            return self._run_key_command()
        return self._ask_keyring() if self.keyring else self.key

    def _run_key_command(self) -> Secret:
        import shlex
        import subprocess

        try:
            done = subprocess.run(
                shlex.split(self.key_command),
                capture_output=True,
                timeout=KEY_COMMAND_SECONDS,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            raise ConfigError(
                f"The key_command of profile {self.name} could not be run"
                f" ({type(error).__name__}).",
                "Try it in a shell; it must print the key.",
            ) from error
        key = done.stdout.decode("utf-8", "replace").strip()
        if done.returncode != 0 or not key:
            raise ConfigError(
                f"The key_command of profile {self.name} ended with status {done.returncode}"
                f" and printed {'a key' if key else 'nothing'}.",
                "Try it in a shell; it must print the key and succeed.",
            )
        return Secret(key)

    def _ask_keyring(self) -> Secret:
        try:
            import keyring
        except ImportError as error:
            raise ConfigError(
                f"Profile {self.name} keeps its key in the keyring, but that support is missing.",
                "pip install 'appwrite-tui[keyring]'",
            ) from error
        try:
            key = keyring.get_password("appwrite-tui", self.name)
        except keyring.errors.KeyringError as error:
            raise ConfigError(f"The keyring gave no key ({type(error).__name__}).") from error
        if not key:
            raise ConfigError(
                f"The keyring holds no key for profile {self.name}.",
                f"keyring set appwrite-tui {self.name}",
            )
        return Secret(key)


@dataclass(frozen=True, slots=True)
class Profiles:
    """All profiles of a file, and which of them is used when none is named."""

    path: Path
    by_name: Mapping[str, Profile]
    default: str = ""

    def named(self, name: str) -> Profile:
        """The profile of a name. Raises ConfigError that lists the names there are."""
        if name in self.by_name:
            return self.by_name[name]
        names = ", ".join(sorted(self.by_name)) or "none"
        raise ConfigError(f"There is no profile {name!r}.", f"There are: {names}.", str(self.path))


def profiles_path() -> Path:
    """The user's `profiles.toml`."""
    return config_dir() / "profiles.toml"


def read_profiles(path: Path) -> Profiles:
    """The profiles of a file; none where there is no file. Raises ConfigError with the line."""
    import tomllib

    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Profiles(path, {})
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8"
        raise ConfigError(f"The profiles cannot be read ({reason}).", "", str(path)) from error
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"The profiles are no valid TOML: {error}.", "", str(path)) from error
    unknown = set(content) - {"profiles", "default"}
    if unknown:
        raise ConfigError(
            f"{sorted(unknown)[0]!r} is not known here.",
            'Profiles are [profiles.NAME]; besides them there is default = "NAME".',
            str(path),
        )
    tables = content.get("profiles", {})
    if not isinstance(tables, dict):
        raise ConfigError("profiles must be tables [profiles.NAME].", "", str(path))
    found = {name: _profile(name, table, path) for name, table in tables.items()}
    if any(profile.key is not None for profile in found.values()):
        _check_private(path)
    profiles = Profiles(path, found, str(content.get("default", "")))
    if profiles.default:
        profiles.named(profiles.default)
    return profiles


def save_profile(path: Path, profile: Profile, default: bool = False) -> None:
    """Add a profile to the file; what stands there stays as it is. Raises ConfigError, OSError."""
    profiles = read_profiles(path)
    if profile.name in profiles.by_name:
        raise ConfigError(f"There is a profile {profile.name!r} already.", "Take another name.")
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = [f"[profiles.{json.dumps(profile.name)}]"]
    for name, value in _settings(profile).items():
        lines.append(f"{name} = {json.dumps(value, ensure_ascii=False)}")
    head = f"default = {json.dumps(profile.name)}\n\n" if default and not profiles.default else ""
    gap = "\n" if before and not before.endswith("\n\n") else ""
    write_private(path, head + before + gap + "\n".join(lines) + "\n")


def _settings(profile: Profile) -> dict[str, Any]:
    """What is written of a profile: what differs from the defaults."""
    values: dict[str, Any] = {"endpoint": profile.endpoint, "project": profile.project}
    if profile.key is not None:
        values["key"] = profile.key.reveal()
    for name in ("key_env", "key_command", "keyring", "read_only", "ca_bundle", "insecure"):
        if getattr(profile, name):
            values[name] = getattr(profile, name)
    if profile.colour:
        values["colour"] = profile.colour
    return values


def _profile(name: str, table: Any, path: Path) -> Profile:
    where = f"{path}, [profiles.{name}]"
    if not isinstance(table, dict):
        raise ConfigError("A profile must be a table [profiles.NAME].", "", where)
    for key, value in table.items():
        if key not in _TEXTS | _SWITCHES:
            known = ", ".join(sorted(_TEXTS | _SWITCHES))
            raise ConfigError(f"{key!r} is not known here.", f"There are: {known}.", where)
        wanted = bool if key in _SWITCHES else str
        if not isinstance(value, wanted):
            kind = "true or false" if wanted is bool else "a text in quotes"
            raise ConfigError(f"{key} must be {kind}.", "", where)
    for key in ("endpoint", "project"):
        if not table.get(key):
            raise ConfigError(f"{key} is missing.", "", where)
    sources = [key for key in KEY_SOURCES if table.get(key)]
    if len(sources) > 1:
        raise ConfigError(f"{' and '.join(sources)} exclude each other.", "Keep one.", where)
    if table.get("colour") and table["colour"] not in COLOURS:
        raise ConfigError("colour is unknown.", f"There are: {', '.join(COLOURS)}.", where)
    values = dict(table)
    if values.get("key"):
        values["key"] = Secret(values["key"])
    return Profile(name, **values)


def _check_private(path: Path) -> None:
    """A file with a key in it must be its owner's only. Raises ConfigError otherwise."""
    found = path.stat()
    if found.st_uid != os.getuid():
        raise ConfigError("The file holds a key but is not yours.", "", str(path))
    mode = stat.S_IMODE(found.st_mode)
    if mode & 0o077:
        raise ConfigError(
            f"The file holds a key and others can read it (mode {mode:04o}).",
            f"chmod 600 {path}",
            str(path),
        )
