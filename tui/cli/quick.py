"""The command line of the explorer itself, read without argparse: it costs a start its time."""

from __future__ import annotations

from collections.abc import Sequence

from tui.config.flags import Flags

COMMANDS = ("doctor",)
SWITCHES = ("--read-only", "--remote", "--insecure", "--demo", "--fresh")
OPTIONS = ("--profile", "--endpoint", "--project", "--ca-bundle")


def read(arguments: Sequence[str]) -> Flags | None:
    """The flags of what will fill the screen; None for commands, help, and what is mistyped."""
    found: dict[str, str | bool] = {}
    waiting = ""
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if waiting:
            if argument.startswith("-"):
                return None
            found[_attribute(waiting)] = argument
            waiting = ""
        elif name in OPTIONS:
            if equals:
                found[_attribute(name)] = value
            else:
                waiting = name
        elif argument in SWITCHES:
            found[_attribute(argument)] = True
        elif argument.startswith("-") or argument in COMMANDS or "place" in found:
            return None
        else:
            found["place"] = argument
    return None if waiting else Flags(**found)  # type: ignore[arg-type]


def _attribute(option: str) -> str:
    return option.removeprefix("--").replace("-", "_")
