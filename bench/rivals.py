"""Two programs people know, installed beside the project and driven with the same rows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.data import orders_files
from bench.terminal import Terminal

FOLDER = Path(__file__).parents[1] / ".bench"
PACKAGES = ("harlequin", "visidata")


class MissingError(RuntimeError):
    """The rivals could not be installed: there is nothing to compare with."""


class Rivals:
    """Harlequin and VisiData with the orders of the embedded Appwrite, as SQLite and as CSV."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Install them on first use. Raises MissingError where that fails."""
        self._programs = FOLDER / "venv" / "bin"
        if not all((self._programs / name).exists() for name in ("harlequin", "vd")):
            _install(FOLDER / "venv")
        self._table, self._database = orders_files(FOLDER, environment)
        self._environment = {
            name: environment[name] for name in ("PATH", "HOME", "LANG", "COLORTERM")
        }

    @contextmanager
    def harlequin(self) -> Iterator[Terminal]:
        """Harlequin on the orders, from its start."""
        command = [self._programs / "harlequin", "-P", "None", "-a", "sqlite"]
        with self._running(*command, "--no-download-tzdata", self._database) as terminal:
            yield terminal

    @contextmanager
    def harlequin_rows(self) -> Iterator[Terminal]:
        """Harlequin with all orders in its results, which have the focus."""
        with self.harlequin() as terminal:
            terminal.wait_for(CATALOGUE)
            terminal.settle()
            terminal.press("select * from orders")
            terminal.press("\n")
            terminal.wait_for("119990")
            # Its message about the query is drawn over the results for some seconds.
            terminal.settle(6.0)
            yield terminal

    @contextmanager
    def visidata(self) -> Iterator[Terminal]:
        """VisiData with all orders."""
        with self._running(self._programs / "vd", self._table) as terminal:
            terminal.wait_for("20000 rows")
            terminal.settle()
            yield terminal

    @contextmanager
    def _running(self, *command: str | Path) -> Iterator[Terminal]:
        terminal = Terminal([str(part) for part in command], self._environment)
        try:
            yield terminal
        finally:
            terminal.close()


CATALOGUE = "main db"
"""What Harlequin's catalogue lists first."""


def _install(folder: Path) -> None:
    commands = (
        [sys.executable, "-m", "venv", str(folder)],
        [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", *PACKAGES],
    )
    for command in commands:
        done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            raise MissingError(f"{' and '.join(PACKAGES)} could not be installed:\n{done.stderr}")
