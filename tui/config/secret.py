"""A text that must not be seen: it shows itself only when asked to in so many words."""

from __future__ import annotations

import hmac
from typing import NoReturn

HINT = 3


class Secret:
    """Holds a secret; `str`, `repr` and formatting give its last characters at most."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The secret itself, for the one place that sends it."""
        return self._text

    @property
    def hint(self) -> str:
        """The last characters, by which people recognise a key; none of a short secret."""
        return self._text[-HINT:] if len(self._text) > 4 * HINT else ""

    def __str__(self) -> str:
        return f"…{self.hint}"

    def __repr__(self) -> str:
        return f"Secret({self})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash(("secret", self._text))

    def __reduce__(self) -> NoReturn:
        raise TypeError("A Secret is not written anywhere.")
