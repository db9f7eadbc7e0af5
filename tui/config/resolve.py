"""From all sources to one configuration, by the rule that they are not mixed unseen.

The sources are read in the order in which they count, and only as far as something is missing: a
complete environment is not disturbed by a `.env` that somebody else broke.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tui.config.endpoint import checked_endpoint, is_plain
from tui.config.flags import Flags
from tui.config.paths import state_dir
from tui.config.problem import ConfigError
from tui.config.profiles import profiles_path, read_profiles
from tui.config.secret import Secret
from tui.config.settings import Settings
from tui.config.sources import (
    COMMAND_LINE,
    ENDPOINT,
    ENVIRONMENT,
    PROJECT,
    Source,
    from_env_file,
    from_profile,
    from_project_file,
    from_variables,
)

_KEY = re.compile(r"[!-~]+")
_PROJECT_ID = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What there is to read: the environment, the working directory, the user's own files."""

    environment: Mapping[str, str]
    directory: Path
    profiles: Path
    state: Path

    @classmethod
    def here(cls) -> Surroundings:
        """Those of this process. Raises ConfigError where the working directory is gone."""
        import os

        try:
            directory = Path.cwd()
        except OSError as error:
            raise ConfigError(
                f"The working directory cannot be read ({error.strerror}).", "cd to another one."
            ) from error
        return cls(os.environ, directory, profiles_path(), state_dir())


@dataclass(frozen=True, slots=True)
class Lookup:
    """Where something may be configured. `read` raises ConfigError for what is broken there."""

    name: str
    read: Callable[[], Source]
    may_hold_key: bool = True


def lookups(flags: Flags, around: Surroundings) -> tuple[Lookup, ...]:
    """All of them, the ones that count more first.

    A profile that is asked for by name stands alone with the command line: environment and files
    are then not read.
    """
    typed = Lookup(
        COMMAND_LINE,
        lambda: Source(COMMAND_LINE, flags.endpoint, flags.project),
        may_hold_key=False,
    )
    profile = Lookup("profile", lambda: _from_profiles(flags, around))
    if flags.profile is not None:
        return typed, profile
    return (
        typed,
        Lookup(ENVIRONMENT, lambda: from_variables(ENVIRONMENT, around.environment)),
        Lookup(".env", lambda: from_env_file(around.directory)),
        profile,
        Lookup("project file", lambda: from_project_file(around.directory), may_hold_key=False),
    )


def resolve(flags: Flags, around: Surroundings) -> Settings | None:
    """The configuration, or None where nothing is configured. Raises ConfigError."""
    sources = list(_needed(lookups(flags, around)))
    endpoint_from = next((one for one in sources if one.endpoint is not None), None)
    project_from = next((one for one in sources if one.project is not None), None)
    key_from = next((one for one in sources if one.has_key), None)
    if endpoint_from is None and project_from is None:
        return None
    if endpoint_from is None or endpoint_from.endpoint is None:
        where = project_from.name if project_from else ""
        raise ConfigError(
            "There is a project, but no endpoint.", f"Set {ENDPOINT} or say --endpoint.", where
        )
    if project_from is None or project_from.project is None:
        raise ConfigError(
            "There is an endpoint, but no project.",
            f"Set {PROJECT} or say --project.",
            endpoint_from.name,
        )
    endpoint = checked_endpoint(endpoint_from.endpoint, endpoint_from.name)
    project = _checked_project(project_from.project, project_from.name)
    key = _key(key_from, around.environment)
    _check_wire(endpoint, key)
    used = {"endpoint": endpoint_from, "project": project_from}
    if key is not None and key_from is not None:
        used["key"] = key_from
    settings = Settings(
        endpoint,
        project,
        key,
        remote=is_remote(flags, around),
        origins={name: source.name for name, source in used.items()},
    )
    return _with_mix(_with_profile(_with_tls(settings, flags, endpoint_from), flags, used), around)


def from_form(
    endpoint: str, project: str, key: Secret | None, name: str, flags: Flags, around: Surroundings
) -> Settings:
    """What was filled into a form as a configuration; the flags count for it, too.

    Raises ConfigError.
    """
    source = Source("form", checked_endpoint(endpoint, "endpoint"), project, key)
    if source.endpoint is None:
        raise AssertionError("an endpoint that was checked is one")
    _check_wire(source.endpoint, key)
    settings = Settings(
        source.endpoint,
        _checked_project(project, "project id"),
        key,
        remote=is_remote(flags, around),
        profile=name,
        origins=dict.fromkeys(("endpoint", "project", "key"), source.name),
    )
    used = {"endpoint": source, "project": source}
    return _with_profile(_with_tls(settings, flags, source), flags, used)


def is_remote(flags: Flags, around: Surroundings) -> bool:
    """Whether each byte to the terminal counts."""
    return flags.remote or bool(around.environment.get("SSH_CONNECTION"))


def _needed(these: tuple[Lookup, ...]) -> Iterator[Source]:
    """The sources, as long as an earlier one leaves something to say."""
    endpoint = project = key = False
    for lookup in these:
        if endpoint and project and (key or not lookup.may_hold_key):
            continue
        source = lookup.read()
        endpoint = endpoint or source.endpoint is not None
        project = project or source.project is not None
        key = key or source.has_key
        yield source


def _from_profiles(flags: Flags, around: Surroundings) -> Source:
    """The profile that was asked for, else the default one."""
    profiles = read_profiles(around.profiles)
    name = profiles.default if flags.profile is None else flags.profile
    if not name and flags.profile is None:
        return Source("profile")
    return from_profile(profiles.named(name))


def _checked_project(text: str, where: str) -> str:
    project = text.strip()
    if not _PROJECT_ID.fullmatch(project):
        raise ConfigError(
            f"{project!r} is no project id." if project else "The project id is empty.",
            "The Console shows it; it has letters, digits, dots, dashes and underscores only.",
            where,
        )
    return project


def _key(source: Source | None, environment: Mapping[str, str]) -> Secret | None:
    if source is None:
        return None
    key = source.key
    if key is None and source.profile is not None:
        from tui.config.keys import key_of

        key = key_of(source.profile, environment)
    if key is not None and not _KEY.fullmatch(key.reveal()):
        raise ConfigError(
            "The API key holds characters that no key has (a space, a line break?).",
            "Copy it again.",
            source.name,
        )
    return key


def _check_wire(endpoint: str, key: Secret | None) -> None:
    if key is not None and is_plain(endpoint):
        raise ConfigError(
            f"{endpoint} is plain http: the API key would travel readable for everybody.",
            "Use https; only to this very machine a key goes over http.",
        )


def _with_tls(settings: Settings, flags: Flags, source: Source) -> Settings:
    """What is trusted belongs to the endpoint: the profile's word counts for its own only."""
    profile = source.profile
    origins = dict(settings.origins)
    insecure, bundle = flags.insecure, flags.ca_bundle
    if insecure:
        origins["insecure"] = COMMAND_LINE
    elif profile is not None and profile.insecure:
        insecure, origins["insecure"] = True, source.name
    if bundle is not None:
        origins["ca_bundle"] = COMMAND_LINE
    elif profile is not None and profile.ca_bundle:
        bundle, origins["ca_bundle"] = profile.ca_bundle, source.name
    if bundle is not None:
        bundle = _checked_bundle(bundle, origins["ca_bundle"])
    return replace(settings, ca_bundle=bundle, insecure=insecure, origins=origins)


def _checked_bundle(name: str, where: str) -> str:
    path = Path(name).expanduser()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"The CA bundle {path} cannot be read ({error.strerror}).", "", where
        ) from error
    if b"-----BEGIN CERTIFICATE-----" not in content:
        raise ConfigError(
            f"The CA bundle {path} holds no certificate.",
            "It must be PEM: text with -----BEGIN CERTIFICATE-----.",
            where,
        )
    return str(path)


def _with_profile(settings: Settings, flags: Flags, used: Mapping[str, Source]) -> Settings:
    """Read-only is what any profile involved says; its name and colour only of a whole one."""
    locked_by = "--read-only" if flags.read_only else ""
    for source in used.values():
        if not locked_by and source.profile is not None and source.profile.read_only:
            locked_by = source.name
    profile = used["endpoint"].profile
    if profile is None or used["project"].profile != profile:
        return replace(settings, read_only=bool(locked_by), locked_by=locked_by)
    return replace(
        settings,
        read_only=bool(locked_by),
        locked_by=locked_by,
        profile=profile.name,
        colour=profile.colour,
        journal=profile.journal,
        confirm_always=profile.confirm == "always",
    )


def _with_mix(settings: Settings, around: Surroundings) -> Settings:
    """Mark settings whose key would go where it may not belong, unless that was confirmed."""
    if settings.key is None:
        return settings
    # What was typed on the command line is the person's own word, not a stranger's file.
    three = {settings.origins[name] for name in ("endpoint", "project", "key")} - {COMMAND_LINE}
    if len(three) < 2:
        return settings
    from tui.config.confirmed import is_confirmed

    return replace(settings, mixed=not is_confirmed(settings, around.state))
