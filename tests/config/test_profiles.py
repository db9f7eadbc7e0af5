"""`profiles.toml`: what may stand in it, what is said about the rest, and how it is written."""

from __future__ import annotations

import traceback
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.config.flags import Flags
from tui.config.problem import ConfigError
from tui.config.profile import COLOURS, Profile
from tui.config.profile_file import parse_profiles
from tui.config.profiles import read_profiles, save_profile
from tui.config.resolve import Surroundings, resolve
from tui.config.secret import Secret

KEY = "standard_" + "ab12" * 16
SHOP = '[profiles.shop]\nendpoint = "https://s.test/v1"\nproject = "shop"\n'


def refused(around: Surroundings, write, text: str) -> ConfigError:
    write(around.profiles, text)
    with pytest.raises(ConfigError) as caught:
        resolve(Flags(), around)
    assert str(caught.value).isprintable()
    return caught.value


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (SHOP + "key_env = SHOP_KEY\n", 4, "no valid TOML: Invalid value."),
        (SHOP + "[profiles.b\n", 4, "no valid TOML"),
        (SHOP + 'key = "never closed\n', 4, "no valid TOML"),
        (SHOP + "read_only =", 4, "no valid TOML"),
        (SHOP + SHOP, 4, "twice"),
        (SHOP + "\n\ntypo = 1\n", 6, "'typo' is not known here. There are: ca_bundle"),
        ("# x\n[profile.shop]\n", 2, "'profile' is not known here. Profiles are [profiles.NAME]"),
        ('endpoint = "https://h/v1"\n' + SHOP, 1, "'endpoint' is not known here"),
        (SHOP + 'read_only = "yes"\n', 4, "read_only must be true or false"),
        (SHOP + "key_env = 3\n", 4, "key_env must be a text in quotes"),
        (SHOP + 'colour = "beige"\n', 4, "There is no colour 'beige'. There are: red"),
        (SHOP + 'key_command = "pass \'show"\n', 4, "key_command is no command"),
        (SHOP + 'key_env = "A"\nkeyring = true\n', 5, "key_env and keyring exclude each other"),
        ('\n[profiles.shop]\nproject = "p"\n', 2, "endpoint is missing in profile shop"),
        ('\n[profiles."my shop"]\nendpoint = "x"\n', 2, "project is missing in profile my shop"),
        ('default = "b"\n' + SHOP, 1, "default names no profile: 'b'. There are: shop."),
        ("default = true\n" + SHOP, 1, "default names no profile"),
        ("profiles = 3\n", 1, "profiles must be tables"),
    ],
)
def test_file_line_cause_and_remedy(
    around: Surroundings, write, text: str, line: int, said: str
) -> None:
    problem = refused(around, write, text)
    assert said in f"{problem.sentence} {problem.remedy}"
    assert problem.where == f"{around.profiles}, line {line}"


def test_a_line_is_found_in_its_own_profile_only(around: Surroundings, write) -> None:
    other = SHOP.replace("shop", "other") + "read_only = true\n"
    problem = refused(around, write, other + SHOP + "read_only = 1\n")
    assert problem.where.endswith("line 8")


def test_a_profile_written_another_way_is_named_at_least(around: Surroundings, write) -> None:
    problem = refused(around, write, '[profiles]\nshop = { endpoint = "https://h/v1" }\n')
    assert "project is missing in profile shop" in problem.sentence
    assert str(around.profiles) in problem.where


def test_bytes_that_are_no_text(around: Surroundings, write) -> None:
    write(around.profiles, "").write_bytes(b'default = "\xff"\n')
    with pytest.raises(ConfigError, match="no UTF-8"):
        resolve(Flags(), around)


def test_a_folder_that_one_may_not_read(
    around: Surroundings, write, open_folder: Path, without_rights
) -> None:
    path = write(open_folder / "config" / "profiles.toml", SHOP)
    path.parent.chmod(0o000)
    with without_rights(), pytest.raises(ConfigError, match="Permission denied") as caught:
        resolve(Flags(), replace(around, profiles=path, directory=open_folder))
    path.parent.chmod(0o700)
    assert caught.value.remedy
    assert caught.value.where == str(path)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o622, 0o660])
def test_a_key_that_others_could_use_is_refused(around: Surroundings, write, mode: int) -> None:
    write(around.profiles, SHOP + f'key = "{KEY}"\n', mode)
    with pytest.raises(ConfigError) as caught:
        read_profiles(around.profiles)
    assert caught.value.remedy == f"chmod 600 {around.profiles}"
    assert f"mode {mode:04o}" in caught.value.sentence
    assert KEY not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_key_in_a_private_file(around: Surroundings, write, mode: int) -> None:
    write(around.profiles, SHOP + f'key = "{KEY}"\n', mode)
    assert read_profiles(around.profiles).named("shop").key == Secret(KEY)


def test_a_file_without_keys_may_be_seen(around: Surroundings, write) -> None:
    write(around.profiles, SHOP + 'key_env = "SHOP_KEY"\n', 0o644)
    assert read_profiles(around.profiles).named("shop").key_source == "key_env"


def test_a_key_in_somebody_elses_file_is_refused(
    write, open_folder: Path, without_rights, monkeypatch
) -> None:
    path = write(open_folder / "profiles.toml", SHOP + f'key = "{KEY}"\n')
    monkeypatch.setattr("os.geteuid", lambda: path.stat().st_uid + 1)
    with pytest.raises(ConfigError, match="belongs to somebody else"):
        read_profiles(path)


def test_a_default_profile_is_taken_and_a_named_one_before_it(around: Surroundings, write) -> None:
    other = SHOP.replace("shop", "other") + 'read_only = true\ncolour = "red"\n'
    write(around.profiles, f'default = "shop"\n{SHOP}{other}')
    settings = resolve(Flags(), around)
    assert settings is not None
    assert (settings.profile, settings.read_only) == ("shop", False)
    settings = resolve(Flags(profile="other"), around)
    assert settings is not None
    assert (settings.profile, settings.colour) == ("other", "red")
    assert settings.locked_by == "profile other"


def test_profiles_without_a_default_are_not_chosen_for_anybody(around, write) -> None:
    write(around.profiles, SHOP)
    assert resolve(Flags(), around) is None


def test_there_is_no_profile_of_that_name(around: Surroundings, write) -> None:
    with pytest.raises(ConfigError, match=r"no profile 'prod'\. There is none yet"):
        resolve(Flags(profile="prod"), around)
    write(around.profiles, SHOP)
    for name in ("prod", "", "\x1b[2J"):
        with pytest.raises(ConfigError, match="There are: shop") as caught:
            resolve(Flags(profile=name), around)
        assert str(caught.value).isprintable()


def test_saving_keeps_what_stands_there(around: Surroundings, write) -> None:
    before = f"# mine\n\n{SHOP}# the end"
    write(around.profiles, before, 0o644)
    save_profile(around.profiles, Profile("b", "https://b.test/v1", "b", Secret(KEY)))
    after = around.profiles.read_text()
    assert after.startswith(f"{before}\n\n[profiles.")
    assert around.profiles.stat().st_mode & 0o777 == 0o600
    assert read_profiles(around.profiles).default == ""
    assert [one.name for one in around.profiles.parent.iterdir()] == ["profiles.toml"]


def test_the_first_one_becomes_the_default_and_stays_it(around: Surroundings) -> None:
    save_profile(around.profiles, Profile("a", "https://a.test/v1", "a"), default=True)
    save_profile(around.profiles, Profile("b", "https://b.test/v1", "b"), default=True)
    profiles = read_profiles(around.profiles)
    assert profiles.default == "a"
    assert set(profiles.by_name) == {"a", "b"}
    assert around.profiles.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("before", "profile"),
    [
        (SHOP, Profile("shop", "https://b.test/v1", "b")),
        ("", Profile("", "https://b.test/v1", "b")),
        ("", Profile("a\nb", "https://b.test/v1", "b")),
        ("", Profile("a", "https://b.test/v1", "b", Secret(KEY), keyring=True)),
        ('profiles = { shop = { endpoint = "https://h/v1", project = "p" } }\n',
         Profile("b", "https://b.test/v1", "b")),
    ],
)  # fmt: skip
def test_what_cannot_be_saved_changes_nothing(around: Surroundings, write, before, profile) -> None:
    write(around.profiles, before)
    with pytest.raises(ConfigError):
        save_profile(around.profiles, profile)
    assert around.profiles.read_text() == before


def test_a_link_stays_a_link(around: Surroundings, write, tmp_path: Path) -> None:
    """Many keep their settings in a repository, with links to it."""
    kept = write(tmp_path / "dotfiles" / "profiles.toml", SHOP)
    around.profiles.parent.mkdir()
    around.profiles.symlink_to(kept)
    save_profile(around.profiles, Profile("b", "https://b.test/v1", "b"))
    assert around.profiles.is_symlink()
    assert set(read_profiles(kept).by_name) == {"shop", "b"}


PRINTABLE = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1)
ANY = st.text(st.characters(exclude_categories=("Cs",)), min_size=1)


@given(
    st.builds(
        Profile,
        name=PRINTABLE,
        endpoint=ANY,
        project=ANY,
        key=st.none() | st.builds(Secret, ANY),
        read_only=st.booleans(),
        insecure=st.booleans(),
        colour=st.sampled_from(("", *COLOURS)),
        ca_bundle=st.none() | st.just("/etc/ssl/own.pem"),
    )
)
def test_what_was_saved_is_read_again(tmp_path_factory, profile: Profile) -> None:
    path = tmp_path_factory.mktemp("config") / "profiles.toml"
    save_profile(path, profile, default=True)
    assert read_profiles(path).named(profile.name) == profile
    assert read_profiles(path).default == profile.name


def test_secrets_of_a_broken_file_stay_in_it() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_profiles(SHOP + f'key = "{KEY}"\nkey_env = "A"\n', Path("p.toml"))
    assert KEY not in "".join(traceback.format_exception(caught.value))
