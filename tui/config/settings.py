"""What the explorer was told: one project, one identity, and where each of it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tui.config.secret import Secret


@dataclass(frozen=True, slots=True)
class Settings:
    """A complete configuration.

    `locked_by` says what made it read-only (`--read-only`, a profile), empty where nothing did.
    `origins` names the source of `endpoint` and `project`, and of `key`, `ca_bundle` and
    `insecure` where they are set. `mixed` is true where endpoint, project and key come from several
    sources that nobody has confirmed together yet: then nothing may be sent. Without `journal`,
    changes are remembered in memory only. With `confirm_always`, each change is asked about.
    """

    endpoint: str
    project: str
    key: Secret | None = None
    read_only: bool = False
    locked_by: str = ""
    ca_bundle: str | None = None
    insecure: bool = False
    remote: bool = False
    profile: str = ""
    colour: str = ""
    mixed: bool = False
    journal: bool = True
    confirm_always: bool = False
    origins: Mapping[str, str] = field(default_factory=dict)
