"""The report of an unexpected error: a private file with the traceback, secrets taken out."""

from __future__ import annotations

import re
import time
import traceback

from tui.config.paths import state_dir, write_private

_SECRETS = re.compile(r"(standard_|dynamic_|ephemeral_)?[0-9a-f]{40,}|eyJ[\w-]+\.[\w-]+\.[\w-]+")


def write_report(error: BaseException) -> str:
    """Write it and give the sentence that says where it lies. Locals are never in it."""
    text = _SECRETS.sub("‹hidden›", "".join(traceback.format_exception(error)))
    path = state_dir() / f"crash-{time.strftime('%Y%m%d-%H%M%S')}.txt"
    sentence = f"appwrite-tui met an error of its own: {type(error).__name__}."
    try:
        write_private(path, text)
    except OSError as problem:
        return f"{sentence} No report could be written ({problem.strerror})."
    return f"{sentence} Nothing was sent to the server by it. The report: {path}"
