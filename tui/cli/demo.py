"""Starting the embedded Appwrite as a process of its own."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys

from tui.config.problem import ConfigError
from tui.config.secret import Secret
from tui.config.settings import Settings


class DemoServer:
    """A running embedded Appwrite; it ends when its standard input is closed."""

    def __init__(self) -> None:
        if importlib.util.find_spec("starlette") is None:
            raise ConfigError(
                "The embedded Appwrite is not installed.", "pip install 'appwrite-tui[demo]'"
            )
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tui.demo", "--print-config", "--with-parent"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def settings(self, read_only: bool = False, remote: bool = False) -> Settings:
        """How to connect to it, once it listens. Raises ConfigError where it does not start."""
        output = self._process.stdout
        line = output.readline() if output is not None else ""
        try:
            config = json.loads(line)
        except ValueError as error:
            raise ConfigError(
                f"The embedded Appwrite ended with status {self._process.wait()}.",
                "`python -m tui.demo` says why.",
            ) from error
        return Settings(
            config["endpoint"],
            config["project"],
            Secret(config["keys"]["full"]),
            read_only=read_only,
            locked_by="--read-only" if read_only else "",
            remote=remote,
            profile="demo",
            origins=dict.fromkeys(("endpoint", "project", "key"), "--demo"),
        )

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
