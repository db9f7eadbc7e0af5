"""What other programs that are started get to know: everything but the key."""

from __future__ import annotations

from collections.abc import Mapping

from tui.config.secret import Secret

KEY_VARIABLES = frozenset({"APPWRITE_API_KEY"})


def without_key(environment: Mapping[str, str], key: Secret | None) -> dict[str, str]:
    """The environment without the key, under whatever name it is there."""
    secret = key.reveal() if key is not None else None
    return {
        name: value
        for name, value in environment.items()
        if name not in KEY_VARIABLES and (not secret or secret not in value)
    }
