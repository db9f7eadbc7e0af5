"""How near what was typed comes to a name: pure, and quick enough for thousands at each key."""

from __future__ import annotations

from collections.abc import Sequence

EXACT, START, WORD, WITHIN, SCATTERED = 100.0, 80.0, 60.0, 40.0, 15.0
"""The whole name; its start; the start of a word in it; somewhere in it; its letters in order."""


def nearness(typed: str, names: Sequence[str]) -> float | None:
    """How near the typed words come to something of these names; None where one is not in them.

    Each word counts by the name that it comes nearest to. Shorter names are nearer than longer.
    """
    return Typed(typed).near([name.lower() for name in names if name])


class Typed:
    """What was typed, to be held against many names."""

    def __init__(self, typed: str) -> None:
        self._words = typed.lower().split()
        self._whole = " ".join(self._words)

    def near(self, lowered: Sequence[str]) -> float | None:
        """How near it comes to these names, which are in lower case already."""
        words = self._words
        if not words:
            return 0.0
        if len(words) > 1 and any(" ".join(name.split()) == self._whole for name in lowered):
            return EXACT
        total = 0.0
        for word in words:
            found = [near for name in lowered if (near := _near(word, name)) is not None]
            if not found:
                return None
            total += max(found)
        return total / len(words)


def _near(word: str, name: str) -> float | None:
    if word == name:
        return EXACT
    shorter = min(len(name), 200) / 100
    at = name.find(word)
    if at == 0:
        return START - shorter
    while at > 0:
        if not name[at - 1].isalnum():
            return WORD - shorter
        following = name.find(word, at + 1)
        if following < 0:
            return WITHIN - shorter
        at = following
    # A letter or two are in order in nearly everything.
    return SCATTERED - shorter if len(word) > 2 and _in_order(word, name) else None


def _in_order(word: str, name: str) -> bool:
    """Whether the letters of a word follow each other in a name, with others between them."""
    at = -1
    for letter in word:
        at = name.find(letter, at + 1)
        if at < 0:
            return False
    return True
