"""Why something cannot be done now: changes are locked, or the key lacks the scope.

Servers do not tell which scopes a key has: what it lacks is known from the first refusal on, until
somebody refreshes.
"""

from __future__ import annotations

from collections.abc import Sequence

from tui.api.client import Client
from tui.core.actions import CHANGING
from tui.core.problem import Cause, Problem
from tui.resources import KINDS
from tui.screens.view import View


def hindrance(action_id: str, view: View, client: Client) -> str:
    """Why an action is not to be had here, in a few words; empty where it is."""
    if action_id not in CHANGING:
        return ""
    if client.read_only:
        return "read-only"
    kind = KINDS["execution"] if action_id == "execute" else view.kind
    return f"lacks {' or '.join(kind.needs)}" if lacks(kind.needs, client) else ""


def lacks(needs: Sequence[str], client: Client) -> bool:
    """Whether the server has said of all these scopes that the key has none of them."""
    return bool(needs) and all(scope in client.lacking for scope in needs)


def lacking(needs: Sequence[str]) -> Problem:
    """What is said to whoever tries nevertheless."""
    return Problem(
        f"The API key lacks the scope {' or '.join(needs)}.",
        "So the server said; r asks it again.",
        Cause.SCOPE,
    )
