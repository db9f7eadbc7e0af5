"""A text that must not be seen: it shows itself only when asked to in so many words."""

from __future__ import annotations

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

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __eq__(self, other: object) -> bool:
        """Takes the same time wherever the two differ."""
        if not isinstance(other, Secret):
            return NotImplemented
        # hmac brings OpenSSL along: 3 ms of every start, and hardly ever compared there.
        from hmac import compare_digest

        mine, others = (one._text.encode("utf-8", "surrogatepass") for one in (self, other))
        return compare_digest(mine, others)

    def __hash__(self) -> int:
        return hash(("secret", self._text))

    def __reduce__(self) -> NoReturn:
        raise TypeError("A Secret is not written anywhere.")
