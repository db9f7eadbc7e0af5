"""What a file holds, as values of a table's columns: texts of CSV, values of JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tui.core.permissions import parse
from tui.core.spec import Shape, Spec
from tui.core.typed import InputError, read

_NUMBERS = {
    Shape.INTEGER: re.compile(r"[+-]?[0-9]+"),
    Shape.FLOAT: re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"),
}
"""How numbers are written in files: without spaces or commas, whatever the locale says."""
_WRITTEN = {Shape.INTEGER: "written like 1234", Shape.FLOAT: "written like 1234.5"}
_TEXTS = frozenset({Shape.TEXT, Shape.EMAIL, Shape.URL, Shape.IP})
_STRINGS = _TEXTS | {Shape.ENUM, Shape.DATETIME, Shape.RELATION, Shape.ID}
_GEOMETRIES = frozenset({Shape.POINT, Shape.LINE, Shape.POLYGON})
ID = Spec("$id", Shape.ID, "id")
PERMISSIONS = Spec("$permissions", Shape.TEXT, "permissions", array=True)
STAMPS = tuple(Spec(name, Shape.DATETIME, "datetime") for name in ("$createdAt", "$updatedAt"))
_KINDS = {
    Shape.INTEGER: "integer",
    Shape.FLOAT: "float",
    Shape.BOOLEAN: "boolean",
    Shape.DATETIME: "date",
    Shape.RELATION: "row id",
    Shape.ID: "row id",
}


def of_text(spec: Spec, text: str, empty_text: bool = False) -> Any:
    """The value that a cell means. An empty one is null, or with `empty_text` an empty text.

    Arrays are JSON or their elements with semicolons between them. Raises InputError.
    """
    if text == "":
        if spec.array:
            return []
        return "" if empty_text and spec.shape is Shape.TEXT else None
    if spec.array:
        return _checked(spec, _array(spec, text))
    return _one_of_text(spec, text)


def of_json(spec: Spec, value: Any) -> Any:
    """A value of JSON as the column takes it. Raises InputError."""
    if value is None:
        return [] if spec.array else None
    if spec.array:
        if not isinstance(value, list):
            raise InputError("Value must be an array")
        one = replace(spec, array=False)
        return _checked(spec, [of_json(one, each) for each in value])
    if spec.shape in _STRINGS:
        if spec.shape is Shape.RELATION and isinstance(value, dict):
            value = value.get("$id")
        if not isinstance(value, str):
            raise InputError(f"Value must be a valid {_KINDS.get(spec.shape, 'string')}")
        return _one_of_text(spec, value)
    if spec.shape in _GEOMETRIES:
        return read(spec, json.dumps(value))
    return _plain(spec, value)


def _plain(spec: Spec, value: Any) -> Any:
    """A number or boolean of JSON; a text is none of them."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if spec.shape is Shape.BOOLEAN and isinstance(value, bool):
        return value
    if spec.shape is Shape.INTEGER and is_number and value == value // 1:
        return read(spec, str(int(value)))
    if spec.shape is Shape.FLOAT and is_number:
        return read(spec, repr(value))
    raise InputError(f"Value must be a valid {_KINDS.get(spec.shape, spec.shape.value)}")


def _one_of_text(spec: Spec, text: str) -> Any:
    if spec.shape in _TEXTS:
        _check_characters(text)
    number = _NUMBERS.get(spec.shape)
    if number is not None and not number.fullmatch(text.strip()):
        raise InputError(f"Value must be a valid {_KINDS[spec.shape]}, {_WRITTEN[spec.shape]}")
    return read(spec, text)


def _array(spec: Spec, text: str) -> list[Any]:
    one = replace(spec, array=False)
    if text.lstrip().startswith("[") and spec.shape not in _GEOMETRIES:
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InputError(f"Value must be an array as JSON: {error}") from error
        return [of_json(one, each) for each in found]
    return [_one_of_text(one, part.strip()) for part in text.split(";") if part.strip()]


def _checked(spec: Spec, values: list[Any]) -> list[Any]:
    if spec.name == PERMISSIONS.name:
        _check_permissions(values)
    return values


def _check_permissions(texts: Sequence[Any]) -> None:
    for text in texts:
        found = parse(text)
        if found is None or found.action == "create":
            raise InputError('Value must be permissions of a row: read("any"), update("user:ID")')


def _check_characters(text: str) -> None:
    """Refuse what no server can store as text."""
    if "\0" in text:
        raise InputError("Value must not hold a NUL character")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise InputError("Value must not hold half of a surrogate pair") from error
