"""What a person types, as a value of its column, and back; refused in the server's terms."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from tui.core.coordinates import coordinates
from tui.core.roles import RoleError, checked
from tui.core.spec import Shape, Spec, bits
from tui.core.strength import LONGEST, SHORTEST
from tui.core.times import parse

_EMAIL = re.compile(r"[^@\s<>\"(),;:\[\]]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
ID_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,35}")
_LABEL = re.compile(r"[A-Za-z0-9]{1,36}")
_PHONE = re.compile(r"\+\d{1,15}")
_INTEGER = re.compile(r"[+-]?\d+")
_WITHOUT_HOST = ("mailto", "news", "file")
"""Schemes of addresses that PHP's check, which is the server's, takes without a host."""
LARGEST = 2.0**63 - 1
"""From here on a limit is none that somebody chose."""
_ZONE = re.compile(r"\s*([+-]\d{2}):?(\d{2})$")


class InputError(Exception):
    """What was typed is no value of its column; says what one must be."""


def write(spec: Spec, value: Any) -> str:
    """A value (of an array: one element) as it is shown for editing."""
    if spec.shape is Shape.BOOLEAN:
        return "true" if value else "false"
    if spec.shape is Shape.DATETIME:
        return local(value)
    if spec.shape is Shape.POINT and _is_pair(value):
        return f"{_number(value[0])}, {_number(value[1])}"
    if spec.shape is Shape.RELATION:
        return str(value.get("$id", "") if isinstance(value, dict) else value)
    if isinstance(value, float):
        return _number(value)
    if spec.shape is Shape.JSON:
        return json.dumps(value, ensure_ascii=False)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def read(spec: Spec, text: str) -> Any:
    """The value (of an array: one element) that a text means. Raises InputError."""
    reader = _READERS.get(spec.shape)
    return _text(spec, text) if reader is None else reader(spec, text.strip())


def local(value: object) -> str:
    """A point in time in local time, with its offset; milliseconds only where there are any."""
    moment = parse(value)
    if moment is None:
        return str(value)
    try:
        here = moment.astimezone()
    except (OverflowError, ValueError):
        here = moment
    fraction = f".{here.microsecond // 1000:03d}" if here.microsecond else ""
    zone = here.strftime("%z")
    return f"{here:%Y-%m-%d %H:%M:%S}{fraction} {zone[:3]}:{zone[3:5]}"


def _text(spec: Spec, text: str) -> str:
    if spec.shape is Shape.SECRET and not SHORTEST <= len(text) <= LONGEST:
        raise InputError(f"Password must be between {SHORTEST} and {LONGEST} characters long")
    if spec.longest and len(text) > spec.longest:
        raise InputError(f"Value must be a valid string and no longer than {spec.longest:,} chars")
    if spec.shape is Shape.EMAIL and not _EMAIL.fullmatch(text):
        raise InputError("Value must be a valid email address")
    if spec.shape is Shape.URL and not _is_url(text):
        raise InputError("Value must be a valid URL")
    if spec.shape is Shape.IP:
        try:
            ipaddress.ip_address(text)
        except ValueError as error:
            raise InputError("Value must be a valid IP address") from error
    return text


def _integer(spec: Spec, text: str) -> int:
    bound = 2 ** (bits(spec) - 1)
    plain = text.replace("_", "").replace(" ", "")
    if not _INTEGER.fullmatch(plain) or not -bound <= int(plain[:30]) < bound:
        raise InputError(
            f"Value must be a valid signed {bits(spec)}-bit integer between {-bound:,}"
            f" and {bound - 1:,}"
        )
    return int(_in_range(spec, int(plain)))


def _float(spec: Spec, text: str) -> float:
    try:
        number = float(text)
    except ValueError as error:
        raise InputError("Value must be a valid float") from error
    if number != number or number in (float("inf"), float("-inf")):
        raise InputError("Value must be a valid float")
    return _in_range(spec, number)


def _in_range(spec: Spec, number: float) -> float:
    low, high = spec.low, spec.high
    if (low is not None and number < low) or (high is not None and number > high):
        # Without a limit the server names the largest number there is, with all its digits.
        if low is not None and (high is None or high >= LARGEST):
            raise InputError(f"Value must be at least {_bound(low)}")
        if high is not None and (low is None or low <= -LARGEST):
            raise InputError(f"Value must be at most {_bound(high)}")
        raise InputError(f"Value must be a valid range between {_bound(low)} and {_bound(high)}")
    return number


def _bound(number: float | None) -> str:
    if number is None:
        return "any number"
    return f"{number:,.0f}" if abs(number) < 1e15 and number == int(number) else f"{number:g}"


def _boolean(spec: Spec, text: str) -> bool:
    if text.lower() in ("true", "t", "yes", "y", "1"):
        return True
    if text.lower() in ("false", "f", "no", "n", "0"):
        return False
    raise InputError("Value must be a valid boolean")


def _element(spec: Spec, text: str) -> str:
    if text not in spec.elements:
        raise InputError(f"Value must be one of ({', '.join(spec.elements)})")
    return text


def _moment(spec: Spec, text: str) -> str:
    moment = _parsed(text)
    if moment is None or moment.year < 1000:
        raise InputError("Value must be a date: 2026-01-31 14:30, with +02:00 or Z for its zone")
    try:
        # Without a zone it is local time. What is sent always names its zone: servers take a bare
        # time for UTC.
        aware = moment if moment.tzinfo else moment.astimezone()
    except (OverflowError, ValueError) as error:
        raise InputError("Value must be a date that has a time zone's neighbours") from error
    return aware.isoformat(timespec="milliseconds")


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(_ZONE.sub(r"\1:\2", text))
    except ValueError:
        return None


_A_POINT = "Value must be a point: longitude, latitude (13.405, 52.52)"
_A_LINE = "Value must be at least two points: 13.4, 52.5; 13.5, 52.6"
_RINGS = "Value must be rings of at least 4 points, each closed: 0, 0; 0, 1; 1, 1; 0, 0"


def _point(spec: Spec, text: str) -> Any:
    value = _coordinates(spec, text, _A_POINT)
    _check_point(value)
    return value


def _line(spec: Spec, text: str) -> Any:
    value = _coordinates(spec, text, _A_LINE)
    if not isinstance(value, list) or len(value) < 2:
        raise InputError(_A_LINE)
    for one in value:
        _check_point(one)
    return value


def _polygon(spec: Spec, text: str) -> Any:
    value = _coordinates(spec, text, _RINGS)
    if not isinstance(value, list) or not value:
        raise InputError(_RINGS)
    for ring in value:
        if not isinstance(ring, list) or len(ring) < 4 or ring[0] != ring[-1]:
            raise InputError(_RINGS)
        for one in ring:
            _check_point(one)
    return value


def _coordinates(spec: Spec, text: str, said: str) -> Any:
    try:
        return coordinates(spec.shape, text)
    except ValueError as error:
        raise InputError(said) from error


def _id(spec: Spec, text: str) -> str:
    if not ID_PATTERN.fullmatch(text):
        raise InputError(
            "An id has up to 36 characters: a-z, A-Z, 0-9, period, hyphen, underscore, and begins"
            " with a letter or number"
        )
    return text


def _label(spec: Spec, text: str) -> str:
    if not _LABEL.fullmatch(text):
        raise InputError("A label has 1 to 36 letters and digits (a-z, A-Z, 0-9), no spaces")
    return text


def _phone(spec: Spec, text: str) -> str:
    if text and not _PHONE.fullmatch(text):
        raise InputError("A phone number begins with + and has up to 15 digits: +4930123456")
    return text


def _object(spec: Spec, text: str) -> Any:
    value = _json(spec, text)
    if spec.longest and not isinstance(value, dict):
        raise InputError('Value must be a JSON object: {"theme": "dark"}')
    if spec.longest and len(json.dumps(value)) > spec.longest:
        size = len(json.dumps(value))
        raise InputError(f"It has {size:,} characters as JSON, at most {spec.longest:,} are kept")
    return value


def _role(spec: Spec, text: str) -> str:
    try:
        return checked(text)
    except RoleError as error:
        raise InputError(str(error)) from error


def _json(spec: Spec, text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise InputError(f"Value must be JSON: {error}") from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number there")


def _check_point(value: Any) -> None:
    if not _is_pair(value):
        raise InputError(_A_POINT)
    longitude, latitude = value
    if not -180 <= longitude <= 180:
        raise InputError(f"Longitude (x) must be between -180 and 180, got {longitude}")
    if not -90 <= latitude <= 90:
        raise InputError(f"Latitude (y) must be between -90 and 90, got {latitude}")


def _is_pair(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(one, int | float) and not isinstance(one, bool) for one in value)
    )


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    has_place = parts.netloc or (parts.scheme in _WITHOUT_HOST and parts.path)
    return bool(parts.scheme and has_place) and " " not in text


def _number(value: float) -> str:
    return repr(value)


_READERS: dict[Shape, Callable[[Spec, str], Any]] = {
    Shape.INTEGER: _integer,
    Shape.FLOAT: _float,
    Shape.BOOLEAN: _boolean,
    Shape.ENUM: _element,
    Shape.DATETIME: _moment,
    Shape.POINT: _point,
    Shape.LINE: _line,
    Shape.POLYGON: _polygon,
    Shape.RELATION: _id,
    Shape.ID: _id,
    Shape.JSON: _object,
    Shape.LABEL: _label,
    Shape.PHONE: _phone,
    Shape.ROLE: _role,
}
