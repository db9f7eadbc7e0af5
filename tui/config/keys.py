"""Fetching the key of a profile from where the profile says it is."""

from __future__ import annotations

from collections.abc import Mapping

from tui.config.problem import ConfigError
from tui.config.profile import Profile
from tui.config.secret import Secret

KEYRING_SERVICE = "appwrite-tui"
KEY_COMMAND_SECONDS = 30


def key_of(
    profile: Profile, environment: Mapping[str, str], seconds: float = KEY_COMMAND_SECONDS
) -> Secret | None:
    """The key, None for a profile without one. Raises ConfigError, which never holds it.

    A `key_command` gets no shell and no terminal, and not the key of the environment; it has
    `seconds` to print the key alone.
    """
    if profile.key_env:
        value = environment.get(profile.key_env, "").strip()
        if not value:
            raise ConfigError(
                f"Profile {profile.name} takes its key from ${profile.key_env}, which is not set.",
                f"export {profile.key_env}=…",
            )
        return Secret(value)
    if profile.key_command:
        return _run(profile, environment, seconds)
    return _ask_keyring(profile.name) if profile.keyring else profile.key


def _run(profile: Profile, environment: Mapping[str, str], seconds: float) -> Secret:
    import shlex
    import subprocess

    command = f"The key_command of profile {profile.name}"
    remedy = "Try it in a terminal; it must print the key, nothing else, and succeed."
    words = shlex.split(profile.key_command)
    variables = {name: text for name, text in environment.items() if name != "APPWRITE_API_KEY"}
    try:
        done = subprocess.run(
            words,
            capture_output=True,
            timeout=seconds,
            check=False,
            stdin=subprocess.DEVNULL,
            env=variables,
        )
    except subprocess.TimeoutExpired:
        # Not chained: that exception carries what the command printed so far.
        raise ConfigError(f"{command} gave no key within {seconds:g} s.", remedy) from None
    except OSError as error:
        raise ConfigError(
            f"{command} could not be run: {words[0]} ({error.strerror}).",
            "It is run without a shell: name a program, or say sh -c '…'.",
        ) from error
    printed = done.stdout.decode("utf-8", "replace").strip()
    if done.returncode:
        raise ConfigError(f"{command} ended with status {done.returncode}.", remedy)
    if not printed:
        raise ConfigError(f"{command} printed nothing.", remedy)
    if len(printed.splitlines()) > 1:
        raise ConfigError(f"{command} printed more than one line.", remedy)
    return Secret(printed)


def _ask_keyring(name: str) -> Secret:
    try:
        import keyring
    except ImportError as error:
        raise ConfigError(
            f"Profile {name} keeps its key in the keyring, for which a package is missing.",
            "pip install 'appwrite-tui[keyring]'",
        ) from error
    try:
        key = keyring.get_password(KEYRING_SERVICE, name)
    except keyring.errors.KeyringError as error:
        raise ConfigError(
            f"The keyring gave no key for profile {name} ({type(error).__name__}).",
            "Is it unlocked, and is there one on this machine? key_env and key_command need none.",
        ) from error
    if not key:
        raise ConfigError(
            f"The keyring holds no key for profile {name}.", f"keyring set {KEYRING_SERVICE} {name}"
        )
    return Secret(str(key))
