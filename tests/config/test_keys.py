"""Where a profile's key comes from, and that it is seen nowhere on its way."""

from __future__ import annotations

import copy
import logging
import os
import pickle
import subprocess
import sys
import traceback
import types

import pytest

from tui.config.flags import Flags
from tui.config.keys import key_of
from tui.config.problem import ConfigError
from tui.config.profile import Profile
from tui.config.resolve import Surroundings, resolve
from tui.config.secret import Secret
from tui.config.settings import Settings

KEY = "standard_" + "ab12" * 16


def profile(**values) -> Profile:
    return Profile("shop", "https://s.test/v1", "shop", **values)


def refused(one: Profile, **variables: str) -> str:
    with pytest.raises(ConfigError) as caught:
        key_of(one, variables, seconds=5)
    whole = "".join(traceback.format_exception(caught.value))
    assert KEY not in whole
    assert caught.value.remedy
    return str(caught.value)


def test_from_a_variable() -> None:
    assert key_of(profile(key_env="SHOP_KEY"), {"SHOP_KEY": f" {KEY}\n"}) == Secret(KEY)
    for variables in ({}, {"SHOP_KEY": " "}):
        said = refused(profile(key_env="SHOP_KEY"), **variables)
        assert said == (
            "Profile shop takes its key from $SHOP_KEY, which is not set. export SHOP_KEY=…"
        )


def test_a_profile_without_a_key_is_a_guest() -> None:
    assert key_of(profile(), {"APPWRITE_API_KEY": KEY}) is None


def test_from_a_command() -> None:
    assert key_of(profile(key_command=f"printf '%s\\n' {KEY}"), dict(os.environ)) == Secret(KEY)


def test_a_command_gets_no_shell() -> None:
    assert key_of(profile(key_command="echo $HOME;id"), dict(os.environ)) == Secret("$HOME;id")
    piped = key_of(profile(key_command="echo a | tail && false"), dict(os.environ))
    assert piped == Secret("a | tail && false")


def test_a_command_does_not_inherit_another_key() -> None:
    command = profile(key_command=f"{sys.executable} -c 'import os; print(dict(os.environ))'")
    printed = key_of(command, {"APPWRITE_API_KEY": KEY, "HOME": "/home/me"})
    assert printed is not None
    assert KEY not in printed.reveal()
    assert "/home/me" in printed.reveal()


def test_a_command_cannot_ask() -> None:
    """It would wait for ever on a screen that the explorer has taken."""
    assert "printed nothing" in refused(profile(key_command="cat"), PATH=os.environ["PATH"])


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("false", "ended with status 1"),
        (f"sh -c 'echo {KEY}; exit 3'", "ended with status 3"),
        (f"sh -c 'echo {KEY} >&2; exit 3'", "ended with status 3"),
        ("true", "printed nothing"),
        (f"sh -c 'echo warning; echo {KEY}'", "printed more than one line"),
        ("/no/such/program", "could not be run: /no/such/program (No such file or directory)"),
        ("/etc", "could not be run: /etc (Permission denied)"),
    ],
)
def test_a_command_that_fails_does_so_in_words(command: str, said: str) -> None:
    assert said in refused(profile(key_command=command), PATH=os.environ["PATH"])


def test_a_command_that_never_ends_is_given_up() -> None:
    command = profile(key_command=f"sh -c 'echo {KEY}; exec sleep 60'")
    with pytest.raises(ConfigError, match=r"gave no key within 0\.3 s") as caught:
        key_of(command, dict(os.environ), seconds=0.3)
    assert KEY not in "".join(traceback.format_exception(caught.value))


def fake_keyring(monkeypatch, answer: object) -> None:
    module = types.ModuleType("keyring")
    module.errors = types.ModuleType("keyring.errors")
    module.errors.KeyringError = type("KeyringError", (Exception,), {})

    def get_password(service: str, name: str) -> object:
        assert (service, name) == ("appwrite-tui", "shop")
        if isinstance(answer, str) and answer == "locked":
            raise module.errors.KeyringError(KEY)
        return answer

    module.get_password = get_password
    monkeypatch.setitem(sys.modules, "keyring", module)


def test_from_the_keyring(monkeypatch) -> None:
    fake_keyring(monkeypatch, KEY)
    assert key_of(profile(keyring=True), {}) == Secret(KEY)
    fake_keyring(monkeypatch, None)
    assert refused(profile(keyring=True)).endswith("keyring set appwrite-tui shop")


def test_a_keyring_that_is_missing_is_named(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert refused(profile(keyring=True)).endswith("pip install 'appwrite-tui[keyring]'")


def test_a_secret_shows_its_end_at_most(caplog) -> None:
    secret = Secret(KEY)
    settings = Settings("https://h/v1", "p", secret)
    logging.getLogger("x").warning("%s %r", secret, settings)
    shown = [f"{secret}", f"{secret!r}", f"{secret:>90}", f"{settings}", str([secret]), caplog.text]
    for text in shown:
        assert KEY not in text
        assert "…b12" in text
    assert secret.hint == "b12"
    assert str(Secret("short")) == "…"


def test_a_secret_is_compared_but_not_kept() -> None:
    assert Secret(KEY) == Secret(KEY)
    assert Secret(KEY) != Secret(KEY[:-1])
    assert Secret("\udcff") != KEY
    assert len({Secret(KEY), Secret(KEY)}) == 1
    for keep in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            keep(Secret(KEY))


def test_a_traceback_with_locals_does_not_show_it(around: Surroundings) -> None:
    def fails(settings: object) -> None:
        raise RuntimeError("boom")

    environment = {
        "APPWRITE_ENDPOINT": "https://h.test/v1",
        "APPWRITE_PROJECT_ID": "p",
        "APPWRITE_API_KEY": KEY,
    }
    settings = resolve(
        Flags(), Surroundings(environment, around.directory, around.profiles, around.state)
    )
    try:
        fails(settings)
    except RuntimeError as error:
        frames = traceback.TracebackException.from_exception(error, capture_locals=True)
        frame = next(frame for frame in frames.stack if frame.name == "fails")
        assert KEY not in str(frame.locals)
        assert "…b12" in str(frame.locals)


def test_nothing_heavy_is_imported_for_a_complete_environment(tmp_path) -> None:
    """What is only sometimes needed costs no other start anything."""
    code = (
        "import sys; before = set(sys.modules)\n"
        "from tui.config.flags import Flags\n"
        "from tui.config.resolve import Surroundings, resolve\n"
        "assert resolve(Flags(), Surroundings.here()).key\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path,
        env={"HOME": str(tmp_path), "APPWRITE_ENDPOINT": "https://h.test/v1",
             "APPWRITE_PROJECT_ID": "p", "APPWRITE_API_KEY": KEY},
    ).stdout.split()  # fmt: skip
    assert "tui.config.resolve" in found
    for heavy in ("tomllib", "dotenv", "subprocess", "keyring", "hashlib", "hmac", "ssl"):
        assert heavy not in found
