"""Whether a command line opens the explorer, told before anything is imported."""

from __future__ import annotations

from collections.abc import Sequence

COMMANDS = ("doctor",)
SWITCHES = ("--read-only", "--remote", "--insecure", "--demo", "--fresh")
OPTIONS = ("--profile", "--endpoint", "--project", "--ca-bundle")


def opens_explorer(arguments: Sequence[str]) -> bool:
    """True for what will fill the screen; false for commands, help, and what is mistyped."""
    places = 0
    waiting = False
    for argument in arguments:
        name, equals, _ = argument.partition("=")
        if waiting:
            waiting = False
        elif name in OPTIONS:
            waiting = not equals
        elif argument in SWITCHES:
            continue
        elif argument.startswith("-") or argument in COMMANDS:
            return False
        else:
            places += 1
    return places <= 1 and not waiting
