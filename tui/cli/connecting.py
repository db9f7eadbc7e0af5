"""From the flags of a command to the one project that it works on."""

from __future__ import annotations

import os

from tui.api.connection import Connection, Target
from tui.api.door import Door
from tui.config.flags import Flags
from tui.config.preferences import NAME, read_preferences
from tui.config.problem import ConfigError
from tui.config.resolve import Surroundings, resolve
from tui.config.settings import Settings
from tui.core.journal import Journal, Stamp


def configured(flags: Flags) -> Settings:
    """What is configured, from one source. Raises ConfigError."""
    settings = resolve(flags, Surroundings.here())
    if settings is None or settings.mixed:
        raise ConfigError(
            "No single project is configured.", "`appwrite-tui doctor` says what was found."
        )
    return settings


def connect(settings: Settings) -> Connection:
    """A connection to it; nothing is sent yet."""
    return Connection(
        Target(
            settings.endpoint,
            settings.project,
            settings.key,
            read_only=settings.read_only,
            locked_by=settings.locked_by,
            ca_bundle=settings.ca_bundle,
            insecure=settings.insecure,
        )
    )


def door_of(connection: Connection, settings: Settings, command: str) -> Door:
    """The way out, with the journal that the explorer reads, too.

    Raises JournalError, and ConfigError where the journal's limits cannot be read.
    """
    around = Surroundings.here()
    path = around.state / "journal.sqlite" if settings.journal else None
    told = read_preferences(around.profiles.with_name(NAME))
    journal = Journal(path)
    journal.prune(told.days, told.megabytes)
    stamp = Stamp(f"{settings.endpoint} {settings.project}", f"{os.getpid()}-{command}")
    return Door(connection.client, journal, stamp)
