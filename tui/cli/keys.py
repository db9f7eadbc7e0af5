"""`appwrite-tui keys`: all keys as they are, in the form in which `settings.toml` takes them."""

from __future__ import annotations

import json
import sys

from tui.config.own_keys import read_settings
from tui.config.problem import ConfigError
from tui.config.profiles import profiles_path
from tui.core.keymap import key_label


def run() -> int:
    """Print them, the ones that were chosen included; gives the exit status."""
    try:
        _, actions = read_settings(profiles_path().parent)
    except ConfigError as error:
        print(f"appwrite-tui: {error}", file=sys.stderr)
        return 2
    lines = [(f"{one.id} = {_toml([*map(key_label, one.keys)])}", one.help) for one in actions]
    width = max(len(line) for line, _ in lines)
    print("[keys]")
    for line, told in lines:
        print(f"{line:<{width}}  # {told}")
    return 0


def _toml(keys: list[str]) -> str:
    return json.dumps(keys[0] if len(keys) == 1 else keys, ensure_ascii=False)
