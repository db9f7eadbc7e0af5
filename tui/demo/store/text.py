"""Owns how text is compared and searched: without case and accents, words by prefix."""

from __future__ import annotations

import re
import unicodedata

_SEPARATORS = re.compile(r"[^\w]+")

_COMMON = frozenset(
    [
        "about",
        "are",
        "com",
        "for",
        "from",
        "how",
        "that",
        "the",
        "this",
        "was",
        "what",
        "when",
        "where",
        "who",
        "will",
        "with",
        "und",
        "www",
    ]
)
"""Words of three letters and more that InnoDB does not index."""
_LIKE_OTHERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ħ": "h"})
"""Letters with a stroke, or that stand for two: there is no accent to take off."""


def fold(text: str) -> str:
    """The form in which two texts are equal for the server's collation."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.casefold().translate(_LIKE_OTHERS))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words(text: str) -> str:
    """The words of a text between single spaces, one before and one after: ` ada lovelace `.

    What InnoDB does not index is left out: words of one or two letters, and the commonest ones.
    """
    return f" {' '.join(_indexed(text))} "


def search_patterns(search: str) -> list[str]:
    """LIKE patterns over `words()` of which any one must match for a `search`.

    The last word matches as a prefix, the others whole; a text in double quotes is a phrase.
    """
    phrase = re.fullmatch(r'\s*"(.*)"\s*', search, re.DOTALL)
    tokens = _tokens(search)
    if not tokens:
        return []
    if phrase:
        known = _indexed(search)
        return [f"% {_escaped(' '.join(known))} %"] if known else []
    return [*(f"% {_escaped(token)} %" for token in tokens[:-1]), f"% {_escaped(tokens[-1])}%"]


def _tokens(text: str) -> list[str]:
    return _SEPARATORS.sub(" ", fold(text)).split()


def _indexed(text: str) -> list[str]:
    return [each for each in _tokens(text) if 3 <= len(each) <= 84 and each not in _COMMON]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
