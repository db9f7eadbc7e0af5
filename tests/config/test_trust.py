"""Certificates, read-only and remote: whose word counts for what."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tui.config.flags import Flags
from tui.config.problem import ConfigError
from tui.config.resolve import Surroundings, resolve
from tui.config.settings import Settings

PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
PROFILE = 'default = "p"\n[profiles.p]\nendpoint = "https://p.test/v1"\nproject = "p"\n'


def resolved(around: Surroundings, flags: Flags | None = None) -> Settings:
    settings = resolve(flags or Flags(), around)
    assert settings is not None
    return settings


def test_a_bundle_is_looked_for_beside_the_profile(around: Surroundings, write) -> None:
    bundle = write(around.profiles.parent / "own.pem", PEM)
    write(around.profiles, PROFILE + 'ca_bundle = "own.pem"\n')
    settings = resolved(around)
    assert settings.ca_bundle == str(bundle)
    assert settings.origins["ca_bundle"] == "profile p"


def test_the_command_line_counts_more(around: Surroundings, write, tmp_path: Path) -> None:
    write(around.profiles, PROFILE + 'ca_bundle = "missing.pem"\n')
    bundle = write(tmp_path / "typed.pem", PEM)
    settings = resolved(around, Flags(ca_bundle=str(bundle)))
    assert settings.ca_bundle == str(bundle)
    assert settings.origins["ca_bundle"] == "command line"


def test_a_bundle_of_no_use_is_named_with_where_it_comes_from(
    around: Surroundings, write, tmp_path: Path
) -> None:
    write(around.profiles, PROFILE + 'ca_bundle = "missing.pem"\n')
    with pytest.raises(ConfigError, match=r"profile p: The CA bundle .*missing\.pem cannot"):
        resolve(Flags(), around)
    with pytest.raises(ConfigError, match=r"command line: .*Is a directory"):
        resolve(Flags(ca_bundle=str(tmp_path)), around)
    der = write(tmp_path / "own.der", "0\x82")
    with pytest.raises(ConfigError, match="holds no certificate"):
        resolve(Flags(ca_bundle=str(der)), around)


def test_a_profiles_trust_is_for_its_own_endpoint(around: Surroundings, write) -> None:
    write(around.profiles, PROFILE + "insecure = true\n")
    assert resolved(around).insecure
    assert not resolved(around, Flags(endpoint="https://other.test/v1")).insecure
    elsewhere = replace(around, environment={"APPWRITE_ENDPOINT": "https://other.test/v1"})
    assert not resolved(elsewhere).insecure
    assert resolved(elsewhere, Flags(insecure=True)).insecure


def test_read_only_says_who_locked_it(around: Surroundings, write) -> None:
    write(around.profiles, PROFILE)
    assert (resolved(around).read_only, resolved(around).locked_by) == (False, "")
    typed = resolved(around, Flags(read_only=True))
    assert (typed.read_only, typed.locked_by) == (True, "--read-only")
    write(around.profiles, PROFILE + "read_only = true\n")
    assert resolved(around).locked_by == "profile p"
    assert resolved(around, Flags(read_only=True)).locked_by == "--read-only"


def test_ssh_means_remote(around: Surroundings, write) -> None:
    write(around.profiles, PROFILE)
    assert not resolved(around).remote
    assert resolved(around, Flags(remote=True)).remote
    assert resolved(replace(around, environment={"SSH_CONNECTION": "1 2 3 4"})).remote
    assert not resolved(replace(around, environment={"SSH_CONNECTION": ""})).remote
