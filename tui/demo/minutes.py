"""Owns the clock by which functions run: a thread that looks at what is due each minute."""

from __future__ import annotations

import sqlite3
import sys
import threading
import time
from datetime import UTC, datetime

from tui.demo.store.database import Store


def keep_schedules(store: Store) -> None:
    """Run what is due at the beginning of each minute, in a thread that ends with the process."""

    def keep() -> None:
        while True:
            time.sleep(60 - time.time() % 60)
            run_minute(store, datetime.now(UTC))

    threading.Thread(target=keep, name="schedules", daemon=True).start()


def run_minute(store: Store, moment: datetime) -> None:
    """Run what is due in the minute of a moment."""
    # Imported at the first minute, so that no start pays for it.
    from tui.demo.functions.schedule import run_due

    try:
        run_due(store, moment)
    except sqlite3.Error as error:
        print(f"What was due could not be run: {error}", file=sys.stderr)
