"""Owns the checks of row values by column type, with the server's sentences.

The rules and their order are those of the real structure check: required columns first, then
unknown ones, then each value.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from tui.demo.errors import ApiError, declare
from tui.demo.query.dates import parse_moment
from tui.demo.store.schema import Type
from tui.demo.tables.column import Column
from tui.demo.tables.size import bits_of, characters

declare({"row_invalid_structure": (400, "Invalid document structure: {reason}")})

_MOMENT = "Value must be valid date between 1000-01-01 00:00:00 and 9999-12-31 23:59:59."
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"(?=.{{1,64}}@){_ATOM}(\.{_ATOM})*@{_LABEL}(\.{_LABEL})+")
_SEALED = 120
"""Characters of JSON around an encrypted text."""


class InvalidValueError(Exception):
    """A value that its column refuses; says `has invalid type` or `has invalid format`."""

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind


def check_row(
    columns: Iterable[Column], given: Mapping[str, Any], partial: bool = False
) -> dict[str, Any]:
    """The values of a row, cleaned; raises `row_invalid_structure`.

    `partial` is for changes of many rows: a required column may be left out but not be null.
    Relationships are passed through untouched.
    """
    known = {column.key: column for column in columns}
    for column in known.values():
        missing = column.key not in given and not partial
        null = column.key in given and given[column.key] is None
        if column.about["required"] and (missing or null):
            raise _refused(f'Missing required attribute "{column.key}"')
    for key in given:
        if key not in known:
            raise _refused(f'Unknown attribute: "{key}"')
    return {key: _checked(known[key], value) for key, value in given.items()}


def check_moment(key: str, value: Any) -> str:
    """A time that a row is given, in the form that is kept; raises `row_invalid_structure`."""
    moment = parse_moment(value) if isinstance(value, str) else None
    if moment is None:
        raise _refused(f'Attribute "{key}" has invalid type. {_MOMENT}')
    return moment


def _refused(reason: str) -> ApiError:
    return ApiError.of("row_invalid_structure", reason=reason)


def _checked(column: Column, value: Any) -> Any:
    if value is None or column.is_relationship:
        return value
    if column.array:
        if not isinstance(value, list):
            raise _refused(f'Attribute "{column.key}" must be an array')
        return [_one(column, each, f"{column.key}['{index}']") for index, each in enumerate(value)]
    return _one(column, value, column.key)


def _one(column: Column, value: Any, name: str) -> Any:
    if value is None:
        return None
    try:
        return check_column_value(column, value)
    except InvalidValueError as error:
        raise _refused(f'Attribute "{name}" has invalid {error.kind}. {error}') from error


def check_column_value(column: Column, value: Any) -> Any:
    """One value (of an array: one element), cleaned; raises `InvalidValueError`."""
    match column.type:
        case Type.TEXT:
            return _text(column, value)
        case Type.INTEGER:
            return _integer(column, value)
        case Type.FLOAT:
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise InvalidValueError("type", "Value must be a valid float")
            return _in_range(column, value)
        case Type.BOOLEAN:
            if not isinstance(value, bool):
                raise InvalidValueError("type", "Value must be a valid boolean")
            return value
        case Type.DATETIME:
            moment = parse_moment(value) if isinstance(value, str) else None
            if moment is None or moment < "1000":
                raise InvalidValueError("type", _MOMENT)
            return moment
        case Type.POINT:
            return _point(value, "point")
        case Type.LINE:
            return _line(value)
        case Type.POLYGON:
            return _polygon(value)
        case _:
            return value


def _text(column: Column, value: Any) -> str:
    about = column.about
    longest = characters(about)
    if not isinstance(value, str) or (longest and _stored_length(column, value) > longest):
        limit = f" and no longer than {longest} chars" if longest else ""
        raise InvalidValueError("type", f"Value must be a valid string{limit}")
    match about.get("format"):
        case "email" if not _EMAIL.fullmatch(value):
            raise InvalidValueError("format", "Value must be a valid email address")
        case "url" if not _is_url(value):
            raise InvalidValueError("format", "Value must be a valid URL")
        case "ip" if not _is_ip(value):
            raise InvalidValueError("format", "Value must be a valid IP address")
        case "enum" if value not in about["elements"]:
            raise InvalidValueError(
                "format", f"Value must be one of ({', '.join(about['elements'])})"
            )
    return value


def _stored_length(column: Column, value: str) -> int:
    """Characters that a text takes: what is encrypted is kept as JSON with base64 in it."""
    if not column.encrypted:
        return len(value)
    return _SEALED + 4 * -(-len(value.encode()) // 3)


def _is_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return bool(parts.scheme and parts.netloc) and value.isascii() and " " not in value


def _is_ip(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


def _integer(column: Column, value: Any) -> int:
    about = column.about
    bits = bits_of(about)
    bound = 2 ** (bits - 1)
    if isinstance(value, bool) or not isinstance(value, int) or not -bound <= value < bound:
        raise InvalidValueError(
            "format",
            f"Value must be a valid signed {bits}-bit integer between {-bound:,} and {bound - 1:,}",
        )
    return int(_in_range(column, value))


def _in_range(column: Column, value: float) -> float:
    low, high = column.about["min"], column.about["max"]
    if low <= value <= high:
        return value
    raise InvalidValueError(
        "format", f"Value must be a valid range between {_grouped(low)} and {_grouped(high)}"
    )


def _grouped(number: float) -> str:
    """A bound as the server writes it: rounded half away from zero, thousands apart."""
    whole = int(abs(number) + 0.5) if isinstance(number, float) and abs(number) < 1e15 else number
    return f"{int(whole):,}" if number >= 0 else f"-{int(abs(whole)):,}"


def _point(value: Any, kind: str) -> Any:
    prefix = f"Value must be a valid {kind}: "
    pair = isinstance(value, list) and len(value) == 2
    if not pair or any(isinstance(v, bool) or not isinstance(v, int | float) for v in value):
        raise InvalidValueError(
            "type", prefix + "Point must be an array of two numeric values [x, y]"
        )
    longitude, latitude = value
    if not -180 <= longitude <= 180:
        said = f"Longitude (x) must be between -180 and 180, got {longitude}"
        raise InvalidValueError("type", prefix + said)
    if not -90 <= latitude <= 90:
        raise InvalidValueError(
            "type", prefix + f"Latitude (y) must be between -90 and 90, got {latitude}"
        )
    return value


def _line(value: Any) -> Any:
    if not isinstance(value, list) or len(value) < 2:
        raise InvalidValueError(
            "type",
            "Value must be a valid linestring: LineString must contain at least two points",
        )
    return [_point(each, "linestring") for each in value]


def _polygon(value: Any) -> Any:
    if not isinstance(value, list) or not value:
        raise InvalidValueError(
            "type", "Value must be a valid polygon: Polygon must be an array of rings"
        )
    for ring in value:
        if not isinstance(ring, list) or len(ring) < 4 or ring[0] != ring[-1]:
            raise InvalidValueError(
                "type",
                "Value must be a valid polygon: Ring must be closed and have at least 4 points",
            )
        for each in ring:
            _point(each, "polygon")
    return value
