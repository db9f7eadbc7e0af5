"""Whether what a key is meant for is still on its way from the server."""

from __future__ import annotations

from tui.core.actions import AT_CURSOR, CHANGING, IN_LINES
from tui.screens.view import View


def is_on_its_way(action_id: str, view: View, is_there: bool) -> bool:
    """Whether an action can mean something only once more has arrived.

    `is_there` tells whether there is something under the cursor. What a place names has to be
    found; rows can be changed when it is known which columns their table has; and what is being
    asked for anew is changed as it is then.
    """
    if action_id in (*CHANGING, "columns") and _awaits_parent(view):
        return True
    if action_id in CHANGING and _is_asked_anew(view):
        return True
    if action_id in IN_LINES:
        # Who pages through what is not read yet is not held up.
        is_there = view.listing.arrived_once
    elif action_id not in AT_CURSOR:
        return False
    if is_there and view.wanted is None:
        return False
    return view.listing.loading or bool(view.waiting_filter)


def _awaits_parent(view: View) -> bool:
    return view.parent_request() is not None and not view.parent_refused


def _is_asked_anew(view: View) -> bool:
    return view.listing.stale and view.listing.loading
