"""The columns that a person chose for each list of a project."""

from __future__ import annotations

from typing import Any

from tui.config.memory import Memory
from tui.core.looks import Looks, from_json, to_json

SECTION = "columns"
MOST = 500
"""Lists whose columns are remembered; those that were changed last."""


class KeptLooks:
    """Columns by the name of the list: `user`, `row shop/orders`."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def of(self, name: str) -> Looks:
        """Those of a list; as it comes where none were chosen."""
        kept = self._memory.recall(SECTION)
        return from_json(kept.get(name)) if isinstance(kept, dict) else Looks()

    def keep(self, name: str, looks: Looks) -> None:
        """Remember them. Raises OSError; they count till the end of the program nevertheless."""

        def changed(kept: Any) -> dict[str, Any]:
            others = dict(kept) if isinstance(kept, dict) else {}
            others.pop(name, None)
            if looks.each:
                others[name] = to_json(looks)
            return dict(list(others.items())[-MOST:])

        self._memory.change(SECTION, changed)
