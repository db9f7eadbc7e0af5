"""Which mixes of endpoint, project and key from several sources a person has confirmed."""

from __future__ import annotations

import json
from pathlib import Path

from tui.config.paths import write_private
from tui.config.settings import Settings


def is_confirmed(settings: Settings, state: Path) -> bool:
    """Whether exactly these values from exactly these sources were confirmed together before."""
    return _digest(settings) in _read(state)


def confirm(settings: Settings, state: Path) -> None:
    """Remember it. Raises OSError where that is not possible."""
    digests = sorted(_read(state) | {_digest(settings)})
    write_private(_path(state), json.dumps(digests))


def _digest(settings: Settings) -> str:
    from hashlib import sha256

    key = settings.key.reveal() if settings.key is not None else ""
    parts = (
        settings.endpoint,
        settings.project,
        sha256(key.encode()).hexdigest(),
        *(settings.origins.get(name, "") for name in ("endpoint", "project", "key")),
    )
    return sha256(json.dumps(parts).encode()).hexdigest()


def _path(state: Path) -> Path:
    return state / "confirmed.json"


def _read(state: Path) -> set[str]:
    try:
        found = json.loads(_path(state).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        # Without the file one is asked once more, which harms nobody.
        return set()
    return {str(digest) for digest in found} if isinstance(found, list) else set()
