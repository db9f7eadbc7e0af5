"""Owns reading what a new or changed column shall be from the parameters of its endpoint.

Types of parameters are refused as `general_argument_invalid`; values that do not go together as
`column_value_invalid`, before anybody has looked whether the table exists.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tui.demo.errors import ApiError, declare
from tui.demo.params import Boolean, ListOf, Number, Text, param_of
from tui.demo.store.clock import now
from tui.demo.store.collection import Document
from tui.demo.tables.checks import InvalidValueError, check_column_value
from tui.demo.tables.column import Column
from tui.demo.tables.describe import (
    FLOAT_RANGE,
    INTEGER_RANGE,
    SIZED,
    TEXTS,
    column_json,
)
from tui.demo.tables.size import WIDE_FROM

SPATIAL = ("point", "line", "polygon")
WHOLE = ("integer", "bigint")
NUMBERS = (*WHOLE, "float")
KINDS = (
    *TEXTS,
    *NUMBERS,
    *("boolean", "datetime", "email", "url", "ip", "enum"),
    *SPATIAL,
)
MIN_ENCRYPTED = 150
"""Characters that an encrypted text of a given size has at least."""
_KEY = re.compile(r"[A-Za-z0-9][\w.-]{0,35}", re.ASCII)
_MAX_SIZE = {"string": 1_073_741_824, "varchar": 16_381}
_MAX_ELEMENTS, _MAX_ELEMENT = 100, 255
_WIDEST: Mapping[str, dict[str, Any]] = {
    "integer": {"min": INTEGER_RANGE[0], "max": INTEGER_RANGE[1]},
    "bigint": {"min": INTEGER_RANGE[0], "max": INTEGER_RANGE[1]},
    "float": {"min": FLOAT_RANGE[0], "max": FLOAT_RANGE[1]},
    "varchar": {"size": _MAX_SIZE["string"]},
    "string": {"size": _MAX_SIZE["string"]},
}

declare(
    {
        "column_default_unsupported": (400, "Cannot set default value for {what}"),
        "column_value_invalid": (400, "{reason}"),
    }
)


class Key:
    """The key of a column or index: no text of other signs, none that starts with one.

    `internal` lets in what every row has: `$id`, `$createdAt`, `$updatedAt`.
    """

    def __init__(self, internal: bool = False) -> None:
        self._internal = ("$id", "$createdAt", "$updatedAt") if internal else ()

    def problem(self, value: Any) -> str:
        text = value if isinstance(value, str) else ""
        if text in self._internal or _KEY.fullmatch(text):
            return ""
        return (
            "Parameter must contain at most 36 chars. Valid chars are a-z, A-Z, 0-9, period, "
            "hyphen, and underscore. Can't start with a special char"
        )

    def clean(self, value: Any) -> Any:
        return value


class Whole:
    """A whole number of 64 bits."""

    def problem(self, value: Any) -> str:
        whole = isinstance(value, int) and not isinstance(value, bool)
        fits = whole and INTEGER_RANGE[0] <= value <= INTEGER_RANGE[1]
        return "" if fits else "Value must be a valid integer"

    def clean(self, value: Any) -> Any:
        return value


class Real:
    """Any number."""

    def problem(self, value: Any) -> str:
        fits = isinstance(value, int | float) and not isinstance(value, bool)
        return "" if fits else "Value must be a valid float"

    def clean(self, value: Any) -> Any:
        return value


class Fitting:
    """A value that a column of a kind takes, whatever its size, bounds and elements are."""

    def __init__(self, kind: str) -> None:
        plain = "text" if kind == "enum" else kind
        self._column = Column(column_json(plain, "", "", **_WIDEST.get(plain, {})))
        self._endless = kind in TEXTS or kind == "enum"

    def problem(self, value: Any) -> str:
        if self._endless:
            return "" if isinstance(value, str) else "Value must be a valid string"
        try:
            check_column_value(self._column, value)
        except InvalidValueError as error:
            return str(error)
        return ""

    def clean(self, value: Any) -> Any:
        return value if self._endless else check_column_value(self._column, value)


def new_column(kind: str, given: Mapping[str, Any]) -> Document:
    """The JSON of a new column, `processing`."""
    key = param_of(given, "key", Key())
    details: dict[str, Any] = {}
    if kind in _MAX_SIZE:
        details["size"] = param_of(given, "size", Number(1, _MAX_SIZE[kind]))
    if kind == "enum":
        details["elements"] = _elements(given)
    details |= {
        "required": param_of(given, "required", Boolean(strict=True)),
        **_bounds(kind, given, _WIDEST.get(kind, {})),
        "default": param_of(given, "default", Fitting(kind), None),
    }
    if kind not in SPATIAL:
        details["array"] = param_of(given, "array", Boolean(strict=True), False)
    if kind in TEXTS:
        details["encrypt"] = param_of(given, "encrypt", Boolean(strict=True), False)
    if details.get("encrypt") and kind in _MAX_SIZE:
        require_encryptable(details["size"])
    about = column_json(kind, key, now(), **details)
    if kind == "integer":
        about["_wide"] = about["max"] >= WIDE_FROM
    require_fitting_default(about, about["default"])
    return about


def changed_column(kind: str, about: Document, given: Mapping[str, Any]) -> Document:
    """The JSON of a column after a change by its own kind's endpoint.

    `read_change` has read `given`. What is left out of size and bounds stays as it is.
    """
    default = given["default"]
    changed = {**about, "required": given["required"], "default": default, "$updatedAt": now()}
    size = given.get("size")
    if size is not None:
        if about.get("encrypt"):
            require_encryptable(size)
        changed["size"] = size
    if kind in NUMBERS:
        changed |= _bounds(kind, given, about)
        require_fitting_default(changed, default)
    if kind == "enum":
        changed["elements"] = _full(given["elements"])
        require_fitting_default(changed, default)
    return changed


def read_change(kind: str, given: Mapping[str, Any]) -> Document:
    """The parameters of a change, each checked; `newKey` is None when the key stays.

    `default` has to be said except of shapes, be it as null.
    """
    read: Document = {"required": param_of(given, "required", Boolean(strict=True))}
    if kind == "enum":
        read["elements"] = _elements(given)
    if "default" not in given and kind not in SPATIAL:
        raise ApiError.of("general_argument_invalid", reason='Param "default" is not optional.')
    read["default"] = param_of(given, "default", Fitting(kind), None)
    if kind in _MAX_SIZE:
        read["size"] = param_of(given, "size", Number(1, _MAX_SIZE[kind]), None)
    if kind in NUMBERS:
        number = Whole() if kind in WHOLE else Real()
        read |= {each: param_of(given, each, number, None) for each in ("min", "max")}
    read["newKey"] = param_of(given, "newKey", Key(), None)
    return read


def require_defaultable(about: Document) -> None:
    """Refuse a default where a value is required, or a list is kept."""
    if about["default"] is None:
        return
    if about["required"]:
        raise ApiError.of("column_default_unsupported", what="required column")
    if about["array"]:
        raise ApiError.of("column_default_unsupported", what="array columns")


def require_fitting_default(about: Document, default: Any) -> None:
    """Refuse a default that the size, the bounds or the elements of its column exclude."""
    if default is None:
        return
    if about.get("format") == "enum" and default not in about["elements"]:
        reason = "Default value not found in elements"
        raise ApiError.of("column_value_invalid", reason=reason)
    bounded = about["type"] in ("integer", "bigint", "double")
    if bounded and not about["min"] <= default <= about["max"]:
        reason = f"Value must be a valid range between {about['min']:,} and {about['max']:,}"
        raise ApiError.of("column_value_invalid", reason=reason)
    if about["type"] in SIZED and len(default) > about.get("size", len(default)):
        reason = f"Value must be a valid string and no longer than {about['size']} chars"
        raise ApiError.of("column_value_invalid", reason=reason)


def require_encryptable(size: int) -> None:
    """Refuse an encrypted text that is too short for what encryption adds."""
    if size < MIN_ENCRYPTED:
        reason = (
            f"Size too small. Encrypted strings require a minimum size of {MIN_ENCRYPTED} "
            "characters."
        )
        raise ApiError.of("general_bad_request", reason=reason)


def _bounds(kind: str, given: Mapping[str, Any], now_: Mapping[str, Any]) -> dict[str, Any]:
    """The minimum and maximum of numbers: what is given, else what there is now."""
    if kind not in NUMBERS:
        return {}
    number = Whole() if kind in WHOLE else Real()
    low, high = (param_of(given, name, number, now_[name]) for name in ("min", "max"))
    if low > high:
        reason = "Minimum value must be lesser than maximum value"
        raise ApiError.of("column_value_invalid", reason=reason)
    return {"min": low, "max": high}


def _elements(given: Mapping[str, Any]) -> list[str]:
    read: list[str] = param_of(given, "elements", ListOf(Text(_MAX_ELEMENT), _MAX_ELEMENTS))
    return read


def _full(elements: list[str]) -> list[str]:
    if not elements:
        raise ApiError.of("column_value_invalid", reason="Enum elements must not be empty")
    return elements
