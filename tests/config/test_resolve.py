"""One configuration from what a person has, example by example."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tui.config.flags import Flags
from tui.config.problem import ConfigError
from tui.config.resolve import Surroundings, resolve
from tui.config.secret import Secret

KEY = "standard_" + "ab12" * 16
ALL = {
    "APPWRITE_ENDPOINT": "https://env.test/v1",
    "APPWRITE_PROJECT_ID": "from-env",
    "APPWRITE_API_KEY": KEY,
}


def test_nothing_configured(around: Surroundings) -> None:
    assert resolve(Flags(), around) is None


def test_a_key_alone_is_nothing_yet(exporting) -> None:
    assert resolve(Flags(), exporting(key=KEY)) is None


def test_the_environment_alone(around: Surroundings) -> None:
    settings = resolve(Flags(), replace(around, environment=ALL))
    assert settings is not None
    assert (settings.endpoint, settings.project) == ("https://env.test/v1", "from-env")
    assert settings.key == Secret(KEY)
    assert not settings.mixed
    assert set(settings.origins.values()) == {"environment"}


def test_the_environment_counts_more_than_the_file_and_the_profile(around, write) -> None:
    write(
        around.directory / ".env",
        "APPWRITE_PROJECT_ID=from-file\nAPPWRITE_ENDPOINT=https://f.test/v1",
    )
    write(
        around.profiles,
        'default = "p"\n[profiles.p]\nendpoint = "https://p.test/v1"\nproject = "p"',
    )
    only_project = {"APPWRITE_PROJECT_ID": "from-env"}
    settings = resolve(Flags(), replace(around, environment=only_project))
    assert settings is not None
    assert (settings.endpoint, settings.project) == ("https://f.test/v1", "from-env")


def test_a_named_profile_stands_alone(around: Surroundings, write) -> None:
    write(
        around.profiles,
        '[profiles.prod]\nendpoint = "https://p.test/v1"\nproject = "shop"\n'
        'key_env = "PROD_KEY"\nread_only = true\ncolour = "red"\n',
    )
    environment = {**ALL, "PROD_KEY": KEY + "f"}
    settings = resolve(Flags(profile="prod"), replace(around, environment=environment))
    assert settings is not None
    assert settings.key == Secret(KEY + "f")
    assert (settings.read_only, settings.locked_by, settings.mixed) == (True, "profile prod", False)
    # Without a key of its own it is a guest; the exported key is not for it.
    write(around.profiles, '[profiles.prod]\nendpoint = "https://p.test/v1"\nproject = "shop"\n')
    guest = resolve(Flags(profile="prod"), replace(around, environment=environment))
    assert guest is not None
    assert guest.key is None


def test_a_folder_in_the_place_of_the_profiles(around: Surroundings) -> None:
    around.profiles.mkdir(parents=True)
    with pytest.raises(ConfigError, match="cannot be read"):
        resolve(Flags(), around)
