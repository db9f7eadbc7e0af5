"""What was said on the command line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flags:
    """The options of `appwrite-tui [PLACE]`."""

    place: str | None = None
    profile: str | None = None
    endpoint: str | None = None
    project: str | None = None
    read_only: bool = False
    remote: bool = False
    ca_bundle: str | None = None
    insecure: bool = False
    demo: bool = False
    fresh: bool = False
