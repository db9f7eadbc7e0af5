"""Surroundings of a person who has configured nothing yet."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tui.config.resolve import Surroundings


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    """An empty environment, an empty working directory, no profiles."""
    work = tmp_path / "work"
    work.mkdir()
    return Surroundings({}, work, tmp_path / "config" / "profiles.toml", tmp_path / "state")


@pytest.fixture
def write() -> Callable[..., Path]:
    """`write(path, text)` makes a file of a private mode, with the folders above it."""

    def write_file(path: Path, text: str, mode: int = 0o600) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)
        return path

    return write_file


@pytest.fixture
def exporting(around: Surroundings) -> Callable[..., Surroundings]:
    """`exporting(endpoint=…, project=…, key=…)`: surroundings with these variables exported."""
    names = {
        "endpoint": "APPWRITE_ENDPOINT",
        "project": "APPWRITE_PROJECT_ID",
        "key": "APPWRITE_API_KEY",
    }

    def export(**values: str) -> Surroundings:
        return replace(around, environment={names.get(name, name): v for name, v in values.items()})

    return export


@pytest.fixture
def without_rights() -> Callable[[], contextlib.AbstractContextManager[None]]:
    """`with without_rights():` one is somebody who may not read what others keep to themselves."""

    @contextlib.contextmanager
    def as_nobody() -> Iterator[None]:
        if os.geteuid():
            yield
            return
        os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(0)

    return as_nobody


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, with everything above it."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
