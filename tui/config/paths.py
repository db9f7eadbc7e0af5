"""Where the explorer keeps its files, and how it writes them."""

from __future__ import annotations

import os
from pathlib import Path

NAME = "appwrite-tui"


def config_dir() -> Path:
    """The user's settings: `profiles.toml`."""
    from platformdirs import user_config_path

    return user_config_path(NAME)


def state_dir() -> Path:
    """What is remembered between starts."""
    from platformdirs import user_state_path

    return user_state_path(NAME)


def from_home(where: str) -> str:
    """A path below one's home as one writes it: lines on a screen are short."""
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home raises where there is none
    return f"~{where.removeprefix(home)}" if where.startswith(f"{home}/") else where


def write_private(path: Path, text: str, *, durable: bool = False) -> None:
    """Replace a file at once, readable by its owner only. On OSError the old one stays.

    A link is followed: what it points to is replaced, not the link. `durable` waits for the disk.
    """
    import tempfile

    path = path.resolve()
    _make_private(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        Path(name).replace(path)
    except (OSError, UnicodeError):
        Path(name).unlink(missing_ok=True)
        raise


def _make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for their owner only: `parents=True`
    would leave those above to everybody's eyes."""
    missing = [one for one in folder.parents if not one.exists()]
    for one in (*reversed(missing), folder):
        one.mkdir(mode=0o700, exist_ok=True)
