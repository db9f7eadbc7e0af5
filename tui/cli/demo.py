"""Starting the embedded Appwrite as a process of its own."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from dataclasses import dataclass

from tui.config.problem import ConfigError
from tui.config.secret import Secret
from tui.config.settings import Settings


@dataclass(frozen=True, slots=True)
class DemoServer:
    """A running embedded Appwrite; it ends when its standard input is closed."""

    process: subprocess.Popen[str]
    settings: Settings

    def stop(self) -> None:
        """End it."""
        self.process.terminate()


def start_demo(read_only: bool = False, remote: bool = False) -> DemoServer:
    """Start it and read where it listens. Raises ConfigError where it does not start."""
    if importlib.util.find_spec("starlette") is None:
        raise ConfigError(
            "The embedded Appwrite is not installed.", "pip install 'appwrite-tui[demo]'"
        )
    process = subprocess.Popen(
        [sys.executable, "-m", "tui.demo", "--print-config", "--with-parent"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    line = process.stdout.readline() if process.stdout is not None else ""
    try:
        config = json.loads(line)
    except ValueError as error:
        raise ConfigError(
            f"The embedded Appwrite ended with status {process.wait()}.",
            "`python -m tui.demo` says why.",
        ) from error
    settings = Settings(
        config["endpoint"],
        config["project"],
        Secret(config["keys"]["full"]),
        read_only=read_only,
        locked_by="--read-only" if read_only else "",
        remote=remote,
        profile="demo",
        origins=dict.fromkeys(("endpoint", "project", "key"), "--demo"),
    )
    return DemoServer(process, settings)
