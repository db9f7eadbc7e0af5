"""Owns what builds of deployments write in their logs."""

from __future__ import annotations

_GREY, _WHITE, _GREEN, _RED, _PLAIN = "\x1b[90m", "\x1b[97m", "\x1b[32m", "\x1b[31m", "\x1b[0m"


def _line(clock: str, who: str, colour: str, text: str) -> str:
    return f"{_GREY}[{clock}] {_GREY}[{_PLAIN}{who}{_GREY}]{colour} {text} {_PLAIN}\n"


def started(clock: str, commands: str) -> str:
    """The log of a build that runs; `clock` is `HH:MM:SS`."""
    log = _line(clock, "open-runtimes", _WHITE, "Environment preparation started.")
    return f"{log}{commands}\n\n" if commands else log


def finished(clock: str, commands: str) -> str:
    """The log of a build that went well."""
    return (
        started(clock, commands)
        + "added 12 packages in 2s\n"
        + _line(clock, "open-runtimes", _GREEN, "Build finished.")
        + _line(clock, "appwrite", _GREEN, "Deployment finished.")
    )


def failed(clock: str, commands: str, reason: str) -> str:
    """The log of a build that did not."""
    return f"{started(clock, commands)}{_RED}{reason}{_PLAIN}\nBuild failed with exit code 1"
