"""The command line of the explorer itself, read without argparse: it costs a start its time.

`opens_explorer` is asked before the first picture, and so imports nothing at all.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.config.flags import Flags

COMMANDS = ("doctor", "import", "export", "get", "list", "download", "execute", "keys", "upload")
SWITCHES = ("--read-only", "--remote", "--insecure", "--demo", "--fresh")
OPTIONS = ("--profile", "--endpoint", "--project", "--ca-bundle")


def opens_explorer(arguments: Sequence[str]) -> bool:
    """Whether the explorer will fill the screen: no command, no help, nothing mistyped."""
    return _scan(arguments) is not None


def read(arguments: Sequence[str]) -> Flags:
    """The flags of what `opens_explorer`. Raises ValueError for everything else."""
    from tui.config.flags import Flags

    found = _scan(arguments)
    if found is None:
        raise ValueError("This command line is for the parser.")
    return Flags(**found)  # type: ignore[arg-type]


def command_at(arguments: Sequence[str]) -> int | None:
    """Where the name of a command stands: it is the first word that belongs to no option."""
    waiting = False
    for index, argument in enumerate(arguments):
        if waiting:
            waiting = False
        elif argument in OPTIONS:
            waiting = True
        elif not argument.startswith("-"):
            return index if argument in COMMANDS else None
    return None


def _scan(arguments: Sequence[str]) -> dict[str, str | bool] | None:
    """Names and values of `Flags`, None for what the parser has to say something about."""
    found: dict[str, str | bool] = {}
    waiting = ""
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if waiting:
            if argument.startswith("-"):
                return None
            found[waiting] = argument
            waiting = ""
        elif name in OPTIONS:
            if equals:
                found[_attribute(name)] = value
            else:
                waiting = _attribute(name)
        elif argument in SWITCHES:
            found[_attribute(argument)] = True
        elif argument.startswith("-") or argument in COMMANDS or "place" in found:
            return None
        else:
            found["place"] = argument
    contradicts = "demo" in found and any(_attribute(name) in found for name in OPTIONS)
    return None if waiting or contradicts else found


def _attribute(option: str) -> str:
    return option.removeprefix("--").replace("-", "_")
