"""Where endpoint, project and key come from, and that they are not mixed unseen."""

from __future__ import annotations

import pickle
import traceback
from dataclasses import replace
from pathlib import Path

import pytest

from tui.config.confirmed import confirm
from tui.config.endpoint import checked_endpoint, is_loopback
from tui.config.flags import Flags
from tui.config.keys import key_of
from tui.config.last_place import last_place, remember_place
from tui.config.problem import ConfigError
from tui.config.profiles import Profile, read_profiles, save_profile
from tui.config.resolve import Surroundings, resolve
from tui.config.secret import Secret

KEY = "standard_" + "ab12" * 16
ALL = {
    "APPWRITE_ENDPOINT": "https://env.test/v1",
    "APPWRITE_PROJECT_ID": "from-env",
    "APPWRITE_API_KEY": KEY,
}


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    work = tmp_path / "work"
    work.mkdir()
    return Surroundings({}, work, tmp_path / "config" / "profiles.toml", tmp_path / "state")


def write(path: Path, text: str, mode: int = 0o600) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


def test_nothing_configured(around: Surroundings) -> None:
    assert resolve(Flags(), around) is None


def test_the_environment_alone(around: Surroundings) -> None:
    settings = resolve(Flags(), replace(around, environment=ALL))
    assert settings is not None
    assert (settings.endpoint, settings.project) == ("https://env.test/v1", "from-env")
    assert settings.key == Secret(KEY)
    assert not settings.mixed
    assert set(settings.origins.values()) == {"environment"}


def test_env_file_is_read_without_interpolation(around: Surroundings) -> None:
    text = "\n".join(f"{name}={value}" for name, value in ALL.items())
    write(around.directory / ".env", text.replace(KEY, "'a${HOME}b'"))
    settings = resolve(Flags(), around)
    assert settings is not None
    assert settings.key == Secret("a${HOME}b")


def test_the_environment_counts_more_than_the_file_and_the_profile(around: Surroundings) -> None:
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


def test_a_cloned_repository_does_not_get_the_exported_key(around: Surroundings) -> None:
    write(
        around.directory / ".env", "APPWRITE_ENDPOINT=https://evil.test/v1\nAPPWRITE_PROJECT_ID=x"
    )
    with_key = replace(around, environment={"APPWRITE_API_KEY": KEY})
    settings = resolve(Flags(), with_key)
    assert settings is not None
    assert settings.mixed
    confirm(settings, around.state)
    again = resolve(Flags(), with_key)
    assert again is not None
    assert not again.mixed
    other = resolve(Flags(), replace(around, environment={"APPWRITE_API_KEY": KEY + "9"}))
    assert other is not None
    assert other.mixed


def test_a_project_file_above_gives_endpoint_and_project_but_a_key_is_confirmed(
    around: Surroundings,
) -> None:
    write(
        around.directory / "appwrite.config.json",
        '{"endpoint": "https://c.test/v1", "projectId": "c"}',
    )
    below = around.directory / "a" / "b"
    below.mkdir(parents=True)
    settings = resolve(Flags(), replace(around, directory=below))
    assert settings is not None
    assert (settings.endpoint, settings.project, settings.mixed) == (
        "https://c.test/v1",
        "c",
        False,
    )
    keyed = resolve(
        Flags(), replace(around, directory=below, environment={"APPWRITE_API_KEY": KEY})
    )
    assert keyed is not None
    assert keyed.mixed


def test_what_is_typed_is_no_mix(around: Surroundings) -> None:
    flags = Flags(endpoint="https://typed.test/v1", project="typed")
    settings = resolve(flags, replace(around, environment={"APPWRITE_API_KEY": KEY}))
    assert settings is not None
    assert not settings.mixed


def test_a_named_profile_stands_alone(around: Surroundings) -> None:
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
    with pytest.raises(ConfigError, match="PROD_KEY, which is not set"):
        resolve(Flags(profile="prod"), around)
    with pytest.raises(ConfigError, match=r"no profile 'x'.*prod"):
        resolve(Flags(profile="x"), around)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[profiles.p\n", "line 1"),
        ('[profiles.p]\nendpoint = "https://h/v1"\n', "project is missing"),
        ('[profiles.p]\nendpoint = "https://h/v1"\nproject = "p"\ntypo = 1\n', "'typo' is"),
        ('[profiles.p]\nendpoint = 3\nproject = "p"\n', "must be a text"),
        ('default = "q"\n[profiles.p]\nendpoint = "https://h/v1"\nproject = "p"\n', "no profile"),
        ('[profiles.p]\nendpoint = "https://h/v1"\nproject = "p"\nkey = "k"\nkey_env = "E"\n',
         "exclude each other"),
    ],
)  # fmt: skip
def test_broken_profiles_are_said_with_their_place(
    around: Surroundings, text: str, said: str
) -> None:
    write(around.profiles, text)
    with pytest.raises(ConfigError, match=said) as caught:
        resolve(Flags(), around)
    assert str(around.profiles) in str(caught.value)


def test_a_key_in_a_file_that_others_can_read_is_refused(around: Surroundings) -> None:
    text = f'[profiles.p]\nendpoint = "https://h.test/v1"\nproject = "p"\nkey = "{KEY}"\n'
    write(around.profiles, text, 0o644)
    with pytest.raises(ConfigError, match="chmod 600") as caught:
        read_profiles(around.profiles)
    assert KEY not in "".join(traceback.format_exception(caught.value))
    around.profiles.chmod(0o600)
    assert read_profiles(around.profiles).named("p").key == Secret(KEY)


def test_saving_a_profile_leaves_the_rest_as_it_was(around: Surroundings) -> None:
    before = '# mine\n[profiles.a]\nendpoint = "https://a.test/v1"\nproject = "a" # yes\n'
    write(around.profiles, before)
    save_profile(around.profiles, Profile("b b", "https://b.test/v1", 'p"q', Secret(KEY)))
    assert around.profiles.read_text().startswith(before)
    assert around.profiles.stat().st_mode & 0o777 == 0o600
    saved = read_profiles(around.profiles).named("b b")
    assert (saved.project, saved.key) == ('p"q', Secret(KEY))
    with pytest.raises(ConfigError, match="already"):
        save_profile(around.profiles, Profile("a", "https://b.test/v1", "p"))


def test_a_key_command_gives_the_key_and_fails_in_words(around: Surroundings) -> None:
    profile = Profile("p", "https://h.test/v1", "p", key_command=f"printf {KEY}")
    assert key_of(profile, {}) == Secret(KEY)
    with pytest.raises(ConfigError, match="ended with status 1"):
        key_of(replace(profile, key_command="false"), {})
    with pytest.raises(ConfigError, match="could not be run"):
        key_of(replace(profile, key_command="/no/such/program"), {})


def test_a_broken_line_of_the_env_file_is_named(around: Surroundings) -> None:
    write(around.directory / ".env", "APPWRITE_PROJECT_ID=a\n'unfinished\n")
    with pytest.raises(ConfigError, match=r"line 2"):
        resolve(Flags(), around)


def test_an_unreadable_file_is_no_traceback(around: Surroundings) -> None:
    around.profiles.mkdir(parents=True)
    with pytest.raises(ConfigError, match="cannot be read"):
        resolve(Flags(), around)


@pytest.mark.parametrize(
    ("endpoint", "said"),
    [
        ("cloud.appwrite.io/v1", "Did you mean https://cloud.appwrite.io/v1"),
        ("https://host.test", "Did you mean https://host.test/v1"),
        ("https://host.test/console", "Did you mean https://host.test/v1"),
        ("https://a b/v1", "space"),
        ("ftp://host/v1", "no web address"),
        ("https://me:secret@host/v1", "user name or password"),
        ("https://host:port/v1", "no address"),
        ("  ", "empty"),
    ],
)
def test_endpoints_that_are_none(endpoint: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        checked_endpoint(endpoint, "flag")
    assert "secret" not in str(caught.value)


def test_a_trailing_slash_is_no_fault() -> None:
    assert checked_endpoint("https://host.test/v1/ ", "flag") == "https://host.test/v1"


def test_keys_travel_encrypted_or_not_at_all(around: Surroundings) -> None:
    environment = {**ALL, "APPWRITE_ENDPOINT": "http://far.test/v1"}
    with pytest.raises(ConfigError, match="plain http"):
        resolve(Flags(), replace(around, environment=environment))
    for host in ("localhost", "127.0.0.1:8080", "[::1]:80"):
        assert is_loopback(f"http://{host}/v1")


def test_a_secret_shows_its_end_at_most() -> None:
    secret = Secret(KEY)
    assert KEY not in f"{secret} {secret!r} {secret:}"
    assert str(secret) == f"…{KEY[-3:]}"
    assert str(Secret("short")) == "…"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_the_last_place_is_remembered_for_each_project(tmp_path: Path) -> None:
    remember_place("https://a/v1", "p", "databases/shop", tmp_path)
    remember_place("https://a/v1", "q", "users", tmp_path)
    assert last_place("https://a/v1", "p", tmp_path) == "databases/shop"
    (tmp_path / "places.json").write_text("{broken")
    assert last_place("https://a/v1", "p", tmp_path) is None


def test_ssh_means_remote(around: Surroundings) -> None:
    here = resolve(Flags(), replace(around, environment=ALL))
    there = resolve(Flags(), replace(around, environment={**ALL, "SSH_CONNECTION": "1 2 3 4"}))
    assert here is not None
    assert there is not None
    assert (here.remote, there.remote) == (False, True)
