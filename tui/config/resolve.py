"""From all sources to one configuration, by the rule that they are not mixed unseen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tui.config.endpoint import checked_endpoint, is_loopback
from tui.config.flags import Flags
from tui.config.paths import state_dir
from tui.config.problem import ConfigError
from tui.config.profiles import Profile, Profiles, profiles_path, read_profiles
from tui.config.secret import Secret
from tui.config.settings import Settings
from tui.config.sources import (
    ENDPOINT,
    PROJECT,
    Source,
    from_env_file,
    from_profile,
    from_project_file,
    from_variables,
)

COMMAND_LINE = "command line"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What there is to read: the environment, the working directory, the user's own files."""

    environment: Mapping[str, str]
    directory: Path
    profiles: Path
    state: Path

    @classmethod
    def here(cls) -> Surroundings:
        """Those of this process."""
        import os

        return cls(os.environ, Path.cwd(), profiles_path(), state_dir())


def gather(flags: Flags, around: Surroundings) -> tuple[list[Source], Profiles]:
    """All sources, the ones that count more first. Raises ConfigError for a broken one.

    A profile that is asked for by name stands alone: environment and files are then not read.
    """
    flag_source = Source(COMMAND_LINE, flags.endpoint, flags.project)
    profiles = read_profiles(around.profiles)
    if flags.profile is not None:
        return [flag_source, from_profile(profiles.named(flags.profile))], profiles
    sources = [
        flag_source,
        from_variables("environment", around.environment),
        from_env_file(around.directory),
    ]
    if profiles.default:
        sources.append(from_profile(profiles.named(profiles.default)))
    sources.append(from_project_file(around.directory))
    return sources, profiles


def resolve(flags: Flags, around: Surroundings) -> Settings | None:
    """The configuration, or None where nothing is configured. Raises ConfigError."""
    sources, _ = gather(flags, around)
    endpoint_from = _first(sources, lambda source: source.endpoint is not None)
    project_from = _first(sources, lambda source: source.project is not None)
    key_from = _first(sources, lambda source: source.key is not None or _has_key(source.profile))
    if endpoint_from is None and project_from is None:
        return None
    if endpoint_from is None or endpoint_from.endpoint is None:
        raise ConfigError("There is a project, but no endpoint.", f"Set {ENDPOINT} or --endpoint.")
    if project_from is None or project_from.project is None:
        raise ConfigError("There is an endpoint, but no project.", f"Set {PROJECT} or --project.")
    endpoint = checked_endpoint(endpoint_from.endpoint, endpoint_from.name)
    key = _key(key_from, around.environment)
    profile = endpoint_from.profile or project_from.profile
    insecure = flags.insecure or (profile is not None and profile.insecure)
    _check_wire(endpoint, key)
    origins = {"endpoint": endpoint_from.name, "project": project_from.name}
    if key is not None and key_from is not None:
        origins["key"] = key_from.name
    settings = Settings(
        endpoint,
        project_from.project,
        key,
        *_read_only(flags, profile),
        ca_bundle=_ca_bundle(flags.ca_bundle or (profile.ca_bundle if profile else None)),
        insecure=insecure,
        remote=flags.remote or "SSH_CONNECTION" in around.environment,
        profile=profile.name if profile is not None else "",
        colour=profile.colour if profile is not None else "",
        origins=origins,
    )
    return _with_mix(settings, around.state)


def _with_mix(settings: Settings, state: Path) -> Settings:
    """Mark settings whose key would go where it may not belong, unless that was confirmed."""
    # What was typed on the command line is the person's own word, not a stranger's file.
    places = set(settings.origins.values()) - {COMMAND_LINE}
    if settings.key is None or len(places) < 2:
        return settings
    from tui.config.confirmed import is_confirmed

    return replace(settings, mixed=not is_confirmed(settings, state))


def _first(sources: list[Source], says: Callable[[Source], bool]) -> Source | None:
    return next((source for source in sources if says(source)), None)


def _has_key(profile: Profile | None) -> bool:
    return profile is not None and bool(
        profile.key or profile.key_env or profile.key_command or profile.keyring
    )


def _key(source: Source | None, environment: Mapping[str, str]) -> Secret | None:
    if source is None:
        return None
    key = source.key or (source.profile.fetch_key(environment) if source.profile else None)
    if key is not None and not key.reveal().isprintable():
        raise ConfigError(
            "The API key holds characters that no key has (a line break?).",
            "Copy it again.",
            source.name,
        )
    return key


def _check_wire(endpoint: str, key: Secret | None) -> None:
    if key is not None and endpoint.startswith("http://") and not is_loopback(endpoint):
        raise ConfigError(
            f"{endpoint} is plain http: the API key would travel readable for everybody.",
            "Use https; only to this very machine a key goes over http.",
        )


def _read_only(flags: Flags, profile: Profile | None) -> tuple[bool, str]:
    if flags.read_only:
        return True, "--read-only"
    if profile is not None and profile.read_only:
        return True, f"profile {profile.name}"
    return False, ""


def _ca_bundle(name: str | None) -> str | None:
    if name is not None and not Path(name).expanduser().exists():
        raise ConfigError(f"The CA bundle {name} does not exist.", "", "--ca-bundle")
    return None if name is None else str(Path(name).expanduser())
