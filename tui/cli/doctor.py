"""`appwrite-tui doctor`: what was found and tried, and what works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tui.api.connection import Connection, Target
from tui.api.errors import ApiError
from tui.cli.finding import Finding, as_json, as_line
from tui.cli.panes import panes
from tui.cli.reach import SECONDS, reach
from tui.config.flags import Flags
from tui.config.own_keys import read_settings
from tui.config.preferences import NAME
from tui.config.problem import ConfigError
from tui.config.profiles import read_profiles
from tui.config.resolve import Lookup, Surroundings, lookups, resolve
from tui.config.settings import Settings


def run(flags: Flags, to_json: bool) -> int:
    """Print the report, each line as soon as it is known. 0 where all is well, else 1."""
    findings = []
    for finding in examine(flags):
        findings.append(finding)
        if not to_json:
            print(as_line(finding), flush=True)
    if to_json:
        print(as_json(findings))
    return 0 if all(finding.good for finding in findings) else 1


def examine(flags: Flags, seconds: float = SECONDS) -> Iterator[Finding]:
    """All findings, from the configuration to the panes; it stops where nothing more can work.

    Whatever is asked of the server may take `seconds`.
    """
    try:
        around = Surroundings.here()
    except ConfigError as error:
        yield Finding("configuration", False, str(error))
        return
    sources = _sources(flags, around)
    yield from sources
    try:
        settings = resolve(flags, around)
    except ConfigError as error:
        # What is broken and needed was found above already.
        if all(finding.said != str(error) for finding in sources):
            yield Finding("configuration", False, str(error))
        return
    if settings is None:
        remedy = "Set APPWRITE_ENDPOINT, APPWRITE_PROJECT_ID and APPWRITE_API_KEY, or a profile."
        yield Finding("configuration", False, f"Nothing is configured. {remedy}")
        return
    yield from _settings(settings)
    if settings.mixed:
        said = "Endpoint, project and key come from several sources; open the explorer to confirm."
        yield Finding("mix", False, said)
        return
    reached = reach(settings, seconds)
    yield from reached
    # An unchecked certificate is nothing good, but no obstacle either.
    if all(one.good or (settings.insecure and one.what == "TLS") for one in reached):
        yield from _server_and_panes(settings, seconds)


def _sources(flags: Flags, around: Surroundings) -> list[Finding]:
    """What each place says, also those that were not needed."""
    findings = [_tried(lookup.name, partial(_says, lookup)) for lookup in lookups(flags, around)]
    folder = around.profiles.parent
    return [
        *findings,
        _tried("profiles", lambda: _names(around)),
        _tried("settings", lambda: _preferred(folder)),
    ]


def _tried(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, look())
    except ConfigError as error:
        return Finding(what, False, str(error))


def _says(lookup: Lookup) -> str:
    source = lookup.read()
    said = [
        name
        for name, value in (("endpoint", source.endpoint), ("project", source.project))
        if value is not None
    ]
    if source.key is not None:
        said.append(f"key {source.key}")
    elif source.profile is not None and source.profile.key_source:
        said.append(f"key by {source.profile.key_source}")
    says = f"says {', '.join(said) or 'nothing'}"
    return says if source.name == lookup.name else f"{says} ({source.name})"


def _names(around: Surroundings) -> str:
    profiles = read_profiles(around.profiles)
    return f"{', '.join(sorted(profiles.by_name)) or 'none'} in {profiles.path}"


def _preferred(folder: Path) -> str:
    preferences, _ = read_settings(folder)
    keys = ", ".join(sorted(preferences.keys)) or "none"
    return f"own keys: {keys}; changes are kept {preferences.days:g} d ({folder / NAME})"


def _settings(settings: Settings) -> list[Finding]:
    origins = settings.origins
    key = Finding("key", False, "none: the server sees a guest")
    if settings.key is not None:
        key = Finding("key", True, f"{settings.key} (from {origins['key']})")
    mode = f"yes (from {settings.locked_by})" if settings.read_only else "no"
    return [
        Finding("endpoint", True, f"{settings.endpoint} (from {origins['endpoint']})"),
        Finding("project", True, f"{settings.project} (from {origins['project']})"),
        key,
        Finding("read-only", True, mode),
    ]


def _server_and_panes(settings: Settings, seconds: float) -> Iterator[Finding]:
    connection = Connection(
        Target(
            settings.endpoint,
            settings.project,
            settings.key,
            read_only=True,
            ca_bundle=settings.ca_bundle,
            insecure=settings.insecure,
            patience=seconds,
        )
    )
    try:
        version = connection.learn_version()
        said = f"Appwrite {version}" if version else "does not tell its version"
        latency = f", {connection.latency_ms:.0f} ms" if connection.latency_ms is not None else ""
        yield Finding("server", True, said + latency)
        yield from panes(connection)
    except ApiError as error:
        yield Finding("server", False, error.problem.line)
    finally:
        connection.close()
