"""Finding the nearest of several words in a text of any length, from place to place."""

from __future__ import annotations

from collections.abc import Sequence


def lowered(text: str) -> str:
    """A text in lower case, as long as it was: some letters become two (`İ`), those stay."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(one if len(one.lower()) > 1 else one.lower() for one in text)


class WordSearch:
    """The nearest of several words in a text, from place to place."""

    def __init__(self, text: str, words: Sequence[str], forward: bool) -> None:
        self._text = text
        self._forward = forward
        self._known: dict[str, int | None] = dict.fromkeys(words)

    def next(self, at: int) -> int | None:
        """Where the first of them is from `at` on (or the last before it), None if nowhere."""
        for word, place in list(self._known.items()):
            if place is None or (place < at if self._forward else place >= at):
                found = (
                    self._text.find(word, at)
                    if self._forward
                    else self._text.rfind(word, 0, max(0, at))
                )
                if found < 0:
                    del self._known[word]
                else:
                    self._known[word] = found
        places = [place for place in self._known.values() if place is not None]
        if not places:
            return None
        return min(places) if self._forward else max(places)
