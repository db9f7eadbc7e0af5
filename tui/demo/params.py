"""Owns the checks of single request parameters and the sentences they refuse with."""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from tui.demo.errors import ApiError

MISSING: Final = object()
_WHOLE = re.compile(r"[ \t\n\r\v\f]*[+-]?[0-9]{1,30}[ \t\n\r\v\f]*")
"""What PHP takes for a whole number."""
_LONGEST_OBJECT = 65_535


class Validator(Protocol):
    """Checks one value and may turn it into its proper type."""

    def problem(self, value: Any) -> str:
        """What is wrong with the value in the server's words; empty when nothing is."""

    def clean(self, value: Any) -> Any:
        """The value as the handler wants it (texts of a form become numbers)."""


def param_of(
    given: Mapping[str, Any], name: str, validator: Validator, default: Any = MISSING
) -> Any:
    """A validated parameter; without `default` it is required.

    Null counts as left out where there is a default, and is checked like any value elsewhere.
    """
    value = given.get(name)
    if value is None and default is not MISSING:
        return default
    if name not in given:
        reason = f'Param "{name}" is not optional.'
        raise ApiError.of("general_argument_invalid", reason=reason)
    problem = validator.problem(value)
    if problem:
        reason = f"Invalid `{name}` param: {problem}"
        raise ApiError.of("general_argument_invalid", reason=reason)
    return validator.clean(value)


class Text:
    """A text of 1 (or `minimum`) to `maximum` characters; 0 means no maximum."""

    def __init__(self, maximum: int = 0, minimum: int = 1, nullable: bool = False) -> None:
        self._maximum = maximum
        self._minimum = minimum
        self._suffix = " or null" if nullable else ""

    def problem(self, value: Any) -> str:
        if isinstance(value, str) and self._minimum <= len(value) <= (self._maximum or len(value)):
            return ""
        sentence = "Value must be a valid string"
        if self._minimum == self._maximum:
            sentence += f" and exactly {self._maximum} chars"
        else:
            sentence += f" and at least {self._minimum} chars" if self._minimum else ""
            sentence += f" and no longer than {self._maximum} chars" if self._maximum else ""
        return sentence + self._suffix

    def clean(self, value: Any) -> Any:
        return value


class Uid:
    """The id of something that exists, or is to be looked for."""

    def problem(self, value: Any) -> str:
        if isinstance(value, str) and is_id(value):
            return ""
        return (
            "UID must contain at most 36 chars. Valid chars are a-z, A-Z, 0-9, and underscore. "
            "Can't start with a leading underscore"
        )

    def clean(self, value: Any) -> Any:
        return value


class CustomId:
    """An id chosen by the caller, or `unique()`, which becomes a new one."""

    def problem(self, value: Any) -> str:
        if isinstance(value, str) and (value == "unique()" or is_id(value)):
            return ""
        return (
            "Parameter must contain at most 36 chars. Valid chars are a-z, A-Z, 0-9, period, "
            "hyphen, and underscore. Can't start with a special char"
        )

    def clean(self, value: Any) -> Any:
        return new_id() if value == "unique()" else value


class Boolean:
    """A truth value. Texts and numbers that say one are accepted, as from a form, unless `strict`.

    Some of the server's parameters take them and some do not.
    """

    _WORDS: Final = {"true": True, "1": True, "false": False, "0": False}

    def __init__(self, strict: bool = False) -> None:
        self._strict = strict

    def problem(self, value: Any) -> str:
        fits = isinstance(value, bool)
        if not self._strict:
            fits = fits or value in (0, 1) or (isinstance(value, str) and value in self._WORDS)
        return "" if fits else "Value must be a valid boolean"

    def clean(self, value: Any) -> Any:
        return self._WORDS[value] if isinstance(value, str) else bool(value)


class Number:
    """A whole number within bounds (both included); a text of digits counts as one."""

    def __init__(self, minimum: int, maximum: int) -> None:
        self._minimum = minimum
        self._maximum = maximum

    def problem(self, value: Any) -> str:
        numeric = isinstance(value, int) and not isinstance(value, bool)
        numeric = numeric or (isinstance(value, str) and bool(_WHOLE.fullmatch(value)))
        if numeric and self._minimum <= int(value) <= self._maximum:
            return ""
        return f"Value must be a valid range between {self._minimum:,} and {self._maximum:,}"

    def clean(self, value: Any) -> Any:
        return int(value)


class WholeNumber:
    """A whole number of 32 bits; a text is none. Newer servers name the bits (`with_bits`)."""

    def __init__(self, with_bits: bool) -> None:
        self._with_bits = with_bits

    def problem(self, value: Any) -> str:
        if isinstance(value, int) and not isinstance(value, bool) and -(2**31) <= value < 2**31:
            return ""
        if not self._with_bits:
            return "Value must be a valid integer"
        bounds = "between -2,147,483,648 and 2,147,483,647"
        return f"Value must be a valid signed 32-bit integer {bounds}"

    def clean(self, value: Any) -> Any:
        return value


class Fraction:
    """A number from `minimum` to `maximum`, whole or not; a text that holds one counts as one."""

    def __init__(self, minimum: int, maximum: int) -> None:
        self._minimum = minimum
        self._maximum = maximum

    def problem(self, value: Any) -> str:
        try:
            numeric = not isinstance(value, bool) and (
                self._minimum <= float(value) <= self._maximum
            )
        except (TypeError, ValueError):
            numeric = False
        if numeric:
            return ""
        return f"Value must be a valid range between {self._minimum:,} and {self._maximum:,}"

    def clean(self, value: Any) -> Any:
        return float(value)


class OneOf:
    """One of a few words."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words

    def problem(self, value: Any) -> str:
        return "" if value in self._words else f"Value must be one of ({', '.join(self._words)})"

    def clean(self, value: Any) -> Any:
        return value


class ListOf:
    """A list of at most `maximum` values, each of which the inner check accepts."""

    def __init__(self, inner: Validator, maximum: int) -> None:
        self._inner = inner
        self._maximum = maximum

    def problem(self, value: Any) -> str:
        given = _values(value)
        fits = given is not None and len(given) <= self._maximum
        if given is not None and fits and not any(self._inner.problem(each) for each in given):
            return ""
        # No inner check takes null: what it says of it is its rule, which the server always adds.
        wanted = f"Value must a valid array no longer than {self._maximum} items"
        return f"{wanted} and {self._inner.problem(None)}"

    def clean(self, value: Any) -> Any:
        return [self._inner.clean(each) for each in _values(value) or ()]


def _values(value: Any) -> list[Any] | None:
    """What is listed: PHP's arrays are objects as well. None for what is neither."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else None


class Object:
    """A JSON object, up to 65535 bytes as PHP writes it.

    An empty list is an empty object to PHP, and an object with the keys 0, 1, 2 ... is a list.
    """

    def problem(self, value: Any) -> str:
        fits = value == [] or (isinstance(value, dict) and not _is_list(value))
        fits = fits and len(json.dumps(value, separators=(",", ":")).replace("/", "\\/"))
        return "" if fits and fits <= _LONGEST_OBJECT else "Value must be a valid object."

    def clean(self, value: Any) -> Any:
        return value or {}


def _is_list(value: Mapping[str, Any]) -> bool:
    return bool(value) and list(value) == [str(number) for number in range(len(value))]


def is_id(text: str) -> bool:
    """Whether a text can be an id: 1 to 36 of `a-z A-Z 0-9 . _ -`, not starting with a sign."""
    return bool(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,35}", text))


def new_id() -> str:
    """A generated id as the server makes them: hex of the time, then random, 20 characters."""
    microseconds = time.time_ns() // 1000
    seconds, rest = divmod(microseconds, 1_000_000)
    return f"{seconds:08x}{rest:05x}{secrets.token_hex(4)[:7]}"
