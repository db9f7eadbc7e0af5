"""Owns how text is compared and searched: without case and accents, words by prefix."""

from __future__ import annotations

import re
import unicodedata

_SEPARATORS = re.compile(r"[^\w]+")


def fold(text: str) -> str:
    """The form in which two texts are equal for the server's collation."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words(text: str) -> str:
    """The words of a text between single spaces, one before and one after: ` ada lovelace `."""
    return f" {_SEPARATORS.sub(' ', fold(text)).strip()} "


def search_patterns(search: str) -> list[str]:
    """LIKE patterns over `words()` of which any one must match for a `search`.

    The last word matches as a prefix, the others whole; a text in double quotes is a phrase.
    """
    phrase = re.fullmatch(r'\s*"(.*)"\s*', search, re.DOTALL)
    tokens = words(search).split()
    if not tokens:
        return []
    if phrase:
        return [f"% {_escaped(' '.join(tokens))} %"]
    return [*(f"% {_escaped(token)} %" for token in tokens[:-1]), f"% {_escaped(tokens[-1])}%"]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
