"""Where endpoint, project and key can come from, each read on its own.

In the order in which they count: flags, environment, `.env` in the working directory, a profile,
the nearest `appwrite.config.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tui.config.problem import ConfigError
from tui.config.profiles import Profile
from tui.config.secret import Secret

ENDPOINT, PROJECT, KEY = "APPWRITE_ENDPOINT", "APPWRITE_PROJECT_ID", "APPWRITE_API_KEY"
PROJECT_FILES = ("appwrite.config.json", "appwrite.json")


@dataclass(frozen=True, slots=True)
class Source:
    """What one place says. `name` is how it is called before people."""

    name: str
    endpoint: str | None = None
    project: str | None = None
    key: Secret | None = None
    profile: Profile | None = None

    @property
    def says_anything(self) -> bool:
        """Whether it names endpoint, project or key."""
        return self.endpoint is not None or self.project is not None or self.key is not None


def from_variables(name: str, variables: Mapping[str, str | None]) -> Source:
    """The three variables of an environment or of a `.env` file; empty ones do not count."""
    key = variables.get(KEY) or None
    return Source(
        name,
        variables.get(ENDPOINT) or None,
        variables.get(PROJECT) or None,
        None if key is None else Secret(key),
    )


def from_env_file(directory: Path) -> Source:
    """The `.env` of a directory, read without interpolation. Raises ConfigError with the line."""
    path = directory / ".env"
    if not path.is_file():
        return Source(".env")
    from dotenv.parser import parse_stream

    variables: dict[str, str | None] = {}
    try:
        with path.open(encoding="utf-8") as file:
            for binding in parse_stream(file):
                if binding.error:
                    raise ConfigError(
                        "This line is not NAME=value.",
                        "Correct it, or put values with special characters into quotes.",
                        f"{path}, line {binding.original.line}",
                    )
                if binding.key is not None:
                    variables[binding.key] = binding.value
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The file cannot be read ({_reason(error)}).", "", str(path)) from error
    return from_variables(".env", variables)


def from_profile(profile: Profile) -> Source:
    """A profile's endpoint and project. Its key is fetched only when it is needed."""
    return Source(f"profile {profile.name}", profile.endpoint, profile.project, None, profile)


def from_project_file(directory: Path) -> Source:
    """Endpoint and project of the nearest `appwrite.config.json`, upward from a directory."""
    for folder in (directory, *directory.parents):
        for name in PROJECT_FILES:
            path = folder / name
            if path.is_file():
                return _read_project_file(path)
    return Source(PROJECT_FILES[0])


def _read_project_file(path: Path) -> Source:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise ConfigError(
            "The file is no valid JSON.",
            "Correct it, or say --endpoint and --project.",
            f"{path}, line {line}" if line else str(path),
        ) from error
    except OSError as error:
        raise ConfigError(f"The file cannot be read ({_reason(error)}).", "", str(path)) from error
    if not isinstance(content, dict):
        return Source(path.name)
    endpoint, project = content.get("endpoint"), content.get("projectId")
    return Source(
        path.name,
        endpoint if isinstance(endpoint, str) and endpoint else None,
        project if isinstance(project, str) and project else None,
    )


def _reason(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else "it is no UTF-8"
