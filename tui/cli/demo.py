"""Starting the embedded Appwrite as a process of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Callable

from tui.config.problem import ConfigError
from tui.config.secret import Secret
from tui.config.settings import Settings

PACKAGES = ("starlette", "uvicorn", "python_multipart", "argon2", "bcrypt")
"""What the extra `demo` brings, as it is imported."""
ENDS_WITHIN_SECONDS = 5
SOON_SECONDS = 0.7
"""How long a start takes at most whose data is already there."""


class DemoServer:
    """A running embedded Appwrite; it ends with us, because its standard input is then closed."""

    def __init__(self) -> None:
        if any(importlib.util.find_spec(package) is None for package in PACKAGES):
            raise ConfigError(
                "The embedded Appwrite is not installed.", "pip install 'appwrite-tui[demo]'"
            )
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as we do
        self._process = subprocess.Popen(
            # -P: a folder called tui in the working directory is not what is to be run.
            [sys.executable, "-P", "-m", "tui.demo", "--port", "0", "--print-config",
             "--with-parent"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            text=True,
            env={name: value for name, value in os.environ.items() if name != "APPWRITE_API_KEY"},
            start_new_session=True,
        )  # fmt: skip

    def settings(
        self,
        read_only: bool = False,
        remote: bool = False,
        delayed: Callable[[], object] = lambda: None,
    ) -> Settings:
        """How to connect to it, once it listens. Raises ConfigError where it does not start.

        `delayed` is called where that takes long: the first start of a version makes the data.
        """
        output = self._process.stdout
        if output is not None and not select.select([output], (), (), SOON_SECONDS)[0]:
            delayed()
        line = output.readline() if output is not None else ""
        try:
            config = json.loads(line)
            endpoint, project = config["endpoint"], config["project"]
            key = Secret(config["keys"]["full"])
        except (ValueError, KeyError, TypeError) as error:
            raise ConfigError(
                f"The embedded Appwrite did not start: {self._last_complaint()}",
                "`python -m tui.demo` says more.",
            ) from error
        return Settings(
            endpoint,
            project,
            key,
            read_only=read_only,
            locked_by="--read-only" if read_only else "",
            remote=remote or bool(os.environ.get("SSH_CONNECTION")),
            profile="demo",
            origins=dict.fromkeys(("endpoint", "project", "key"), "--demo"),
        )

    def stop(self) -> None:
        """End it. It is not waited for: leaving takes no longer for having tried the demo."""
        self._process.terminate()

    def _last_complaint(self) -> str:
        """The last line that it printed for people, else its exit status."""
        try:
            status = self._process.wait(ENDS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = self._process.wait()
        self._complaints.seek(0)
        lines = self._complaints.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"it ended with status {status}."
