"""Reading `profiles.toml`, and adding a profile to it."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

from tui.config.paths import config_dir, write_private
from tui.config.problem import ConfigError
from tui.config.profile import KEY_SOURCES, Profile, Profiles


def profiles_path() -> Path:
    """The user's `profiles.toml`."""
    return config_dir() / "profiles.toml"


def read_profiles(path: Path) -> Profiles:
    """The profiles of a file; none where there is no file. Raises ConfigError with the line."""
    try:
        with path.open(encoding="utf-8") as file:
            status = os.fstat(file.fileno())
            text = file.read()
    except FileNotFoundError:
        return Profiles(path, {})
    except OSError as error:
        raise ConfigError(
            f"The profiles cannot be read ({error.strerror}).",
            "Make file and folder readable for yourself.",
            str(path),
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError("The profiles cannot be read (it is no UTF-8).", "", str(path)) from error
    from tui.config.profile_file import parse_profiles  # most starts find no file

    profiles = parse_profiles(text, path)
    if any(profile.key is not None for profile in profiles.by_name.values()):
        _check_private(path, status)
    return profiles


def save_profile(path: Path, profile: Profile, default: bool = False) -> None:
    """Add a profile to the file; what stands there stays as it is.

    With `default`, it becomes the default one unless there is one. Raises ConfigError, OSError.
    """
    from tui.config.profile_file import parse_profiles

    profiles = read_profiles(path)
    if profile.name in profiles.by_name:
        raise ConfigError(f"There is a profile {profile.name!r} already.", "Take another name.")
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    head = f"default = {_toml(profile.name)}\n\n" if default and not profiles.default else ""
    gap = "\n" * (not before.endswith("\n")) + "\n" if before else ""
    lines = [f"[profiles.{_toml(profile.name)}]"]
    lines += [f"{name} = {_toml(value)}" for name, value in _values(profile).items()]
    text = head + before + gap + "\n".join(lines) + "\n"
    # The same rules for what is written as for what people write; nothing is kept that they refuse.
    parse_profiles(text, path)
    write_private(path, text, durable=True)


def _values(profile: Profile) -> dict[str, str | bool]:
    """What is written of a profile: what differs from the defaults."""
    values: dict[str, str | bool] = {"endpoint": profile.endpoint, "project": profile.project}
    if profile.key is not None:
        values["key"] = profile.key.reveal()
    for name in (*KEY_SOURCES[1:], "read_only", "ca_bundle", "insecure", "colour", "confirm"):
        if getattr(profile, name):
            values[name] = getattr(profile, name)
    if not profile.journal:
        values["journal"] = False
    return values


def _toml(value: Any) -> str:
    """A text or a switch in TOML; JSON writes both the same way, but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _check_private(path: Path, status: os.stat_result) -> None:
    """A file with a key in it must be its owner's only. Raises ConfigError otherwise."""
    if status.st_uid != os.geteuid():
        raise ConfigError(
            "The file holds a key but belongs to somebody else.",
            "Take key out of it (key_env, key_command, keyring), or make it yours.",
            str(path),
        )
    mode = stat.S_IMODE(status.st_mode)
    if mode & 0o077:
        raise ConfigError(
            f"The file holds a key and others may use it (mode {mode:04o}).",
            f"chmod 600 {path}",
            str(path),
        )
