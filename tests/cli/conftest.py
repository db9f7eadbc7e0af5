"""Running `appwrite-tui` as people do, far from the settings of whoever runs the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def clean(tmp_path: Path) -> dict[str, str]:
    """An environment in which nothing of Appwrite is configured."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("APPWRITE_")}
    for name in ("SSH_CONNECTION", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        kept.pop(name, None)
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }


@pytest.fixture
def run(tmp_path: Path, clean: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`run("doctor", "--json", APPWRITE_ENDPOINT=…)` in an empty directory, without a terminal."""

    def run_it(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "tui", *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            env={**clean, **environment},
        )
        assert "Traceback" not in done.stderr
        return done

    return run_it


@pytest.fixture
def start(tmp_path: Path, clean: dict[str, str]) -> Callable[..., subprocess.Popen[bytes]]:
    """The same without waiting for its end: whoever starts it ends it."""

    def start_it(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "tui", *arguments],
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**clean, **environment},
        )

    return start_it
