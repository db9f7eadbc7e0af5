"""The places of a project that one goes to often and lately, also those of earlier starts."""

from __future__ import annotations

import contextlib
import time
from typing import Any

from tui.config.memory import Memory
from tui.core import frecency

SECTION = "visits"


class Often:
    """Counts where one goes. What is counted is written when the project is closed."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._new: list[str] = []
        self._ranked: list[str] | None = None

    def note(self, place: str) -> None:
        """One went to a place, as text."""
        self._new.append(place)
        self._ranked = None

    @property
    def places(self) -> list[str]:
        """The places, those first that one goes to most."""
        if self._ranked is None:
            now = time.time()
            self._ranked = frecency.ranked(self._with(self._memory.recall(SECTION), now), now)
        return self._ranked

    def save(self) -> None:
        """Write down what was counted. A full disk loses that, and nothing else."""
        if self._new:
            with contextlib.suppress(OSError):
                self._memory.change(SECTION, lambda kept: self._with(kept, time.time()))
            self._new = []

    def _with(self, kept: Any, now: float) -> dict[str, tuple[float, float]]:
        return frecency.visited(frecency.read(kept), self._new, now)
