"""One named project, and all that a file holds of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tui.config.problem import ConfigError
from tui.config.secret import Secret

COLOURS = ("red", "yellow", "green", "blue", "magenta", "cyan")
KEY_SOURCES = ("key", "key_env", "key_command", "keyring")


@dataclass(frozen=True, slots=True)
class Profile:
    """One named project. At most one of the `KEY_SOURCES` is set.

    Without `journal`, what was changed is remembered in memory only. `confirm` is empty or
    `always`: then each change is asked about.
    """

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
    journal: bool = True
    confirm: str = ""

    @property
    def key_source(self) -> str:
        """Which of the `KEY_SOURCES` it has, empty for none."""
        return next((name for name in KEY_SOURCES if getattr(self, name)), "")


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
        names = ", ".join(sorted(self.by_name))
        remedy = f"There are: {names}." if names else "There is none yet."
        raise ConfigError(f"There is no profile {name!r}.", remedy, str(self.path))
