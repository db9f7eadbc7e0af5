"""Actions whose code is imported when they are first asked for: one function each.

A new action is a line in `core/actions.py`, a line here, and a function that takes the screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.screens.host import Explorer

FEATURES: Mapping[str, str] = {
    "bookmark": "tui.screens.bookmarking:toggle",
    "bookmarks": "tui.screens.bookmarking:show",
    "columns": "tui.screens.columns:ask",
    "ask_to_quit": "tui.screens.job_panel:ask_to_quit",
    "cancel_job": "tui.screens.job_panel:cancel",
    "copy": "tui.screens.copying:ask",
    "download": "tui.screens.downloading:ask",
    "export": "tui.screens.exporting:ask",
    "jobs": "tui.screens.job_panel:show",
    "more": "tui.screens.deeds:ask",
    "quick": "tui.screens.quick:ask",
    "related": "tui.screens.relating:ask",
    "requests": "tui.screens.request_log:show",
    "upload": "tui.screens.uploading:ask",
    "save_view": "tui.screens.saved:ask",
    "sort": "tui.screens.sorting:turn",
    "sort_also": "tui.screens.sorting:turn_also",
    "watch": "tui.screens.watching:turn",
}
"""By the id of the action: the module and, in it, the function."""


def start(action_id: str, screen: Explorer) -> None:
    """Do one of these actions."""
    module, _, function = FEATURES[action_id].partition(":")
    getattr(import_module(module), function)(screen)
