"""Where endpoint, project and key can come from, each read on its own.

In the order in which they count: flags, environment, `.env` in the working directory, a profile,
the nearest `appwrite.config.json`.
"""

from __future__ import annotations

import json
import os.path
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tui.config.problem import ConfigError
from tui.config.profile import Profile
from tui.config.secret import Secret

COMMAND_LINE, ENVIRONMENT = "command line", "environment"
ENDPOINT, PROJECT, KEY = "APPWRITE_ENDPOINT", "APPWRITE_PROJECT_ID", "APPWRITE_API_KEY"
PROJECT_FILES = ("appwrite.config.json", "appwrite.json")


@dataclass(frozen=True, slots=True)
class Source:
    """What one place says. `name` is how it is called before people: a file by its whole path."""

    name: str
    endpoint: str | None = None
    project: str | None = None
    key: Secret | None = None
    profile: Profile | None = None

    @property
    def has_key(self) -> bool:
        """Whether it holds a key, or says where to fetch one."""
        return self.key is not None or (self.profile is not None and bool(self.profile.key_source))


def from_variables(name: str, variables: Mapping[str, str | None]) -> Source:
    """The three variables of an environment or of a `.env` file; blank ones do not count."""
    endpoint, project, key = (
        (variables.get(variable) or "").strip() or None for variable in (ENDPOINT, PROJECT, KEY)
    )
    return Source(name, endpoint, project, None if key is None else Secret(key))


def from_env_file(directory: Path) -> Source:
    """The `.env` of a directory, read without interpolation. Raises ConfigError with the line.

    A file that never mentions Appwrite may be as broken as it likes: it is for somebody else.
    """
    path = directory / ".env"
    if not os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises where it may not look
        return Source(str(path))
    text = _read(path)
    if "APPWRITE_" not in text:
        return Source(str(path))
    import io

    from dotenv.parser import parse_stream

    variables: dict[str, str | None] = {}
    for binding in parse_stream(io.StringIO(text)):
        if binding.error:
            raise ConfigError(
                "This line is not NAME=value.",
                "Correct it, or put values with special characters into quotes.",
                f"{path}, line {_first_line(binding.original.string, binding.original.line)}",
            )
        if binding.key is not None:
            variables[binding.key] = binding.value
    return from_variables(str(path), variables)


def from_profile(profile: Profile) -> Source:
    """A profile's endpoint and project. Its key is fetched only when it is needed."""
    return Source(f"profile {profile.name}", profile.endpoint, profile.project, None, profile)


def from_project_file(directory: Path) -> Source:
    """Endpoint and project of the nearest `appwrite.config.json`, upward from a directory."""
    for folder in (directory, *directory.parents):
        for name in PROJECT_FILES:
            path = folder / name
            if os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises where it may not look
                return _read_project_file(path)
    return Source(PROJECT_FILES[0])


def _read_project_file(path: Path) -> Source:
    remedy = "Correct it, or say --endpoint and --project."
    try:
        content = json.loads(_read(path))
    except json.JSONDecodeError as error:
        where = f"{path}, line {error.lineno}"
        raise ConfigError("The file is no valid JSON.", remedy, where) from error
    except RecursionError as error:
        raise ConfigError("The file is nested too deeply.", remedy, str(path)) from error
    if not isinstance(content, dict):
        raise ConfigError("The file is no JSON object.", remedy, str(path))
    found = {name: content.get(name) for name in ("endpoint", "projectId")}
    for name, value in found.items():
        if value is not None and not isinstance(value, str):
            raise ConfigError(f"{name} must be a text in quotes.", remedy, str(path))
    return Source(str(path), found["endpoint"] or None, found["projectId"] or None)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(f"The file cannot be read ({error.strerror}).", "", str(path)) from error
    except UnicodeDecodeError as error:
        raise ConfigError("The file cannot be read (it is no UTF-8).", "", str(path)) from error


def _first_line(text: str, line: int) -> int:
    """Where a statement begins that was read together with the empty lines before it."""
    return line + text[: len(text) - len(text.lstrip())].count("\n")
