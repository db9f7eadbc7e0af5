"""Readers for the values of one column, made once for a whole file.

A value that is plainly right is taken at first sight. All others go the long way, which knows what
they mean or what is wrong with them: `import_values`. Both come to the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from sys import float_info, maxsize
from typing import Any

from tui.core.import_values import PERMISSIONS, of_json, of_text
from tui.core.spec import Shape, Spec, bits
from tui.core.typed import ID_PATTERN

Reader = Callable[[Any], Any]
"""Gives the value of a column for what a file holds. Raises InputError."""

_PLAIN: dict[type, re.Pattern[str]] = {
    int: re.compile(r"[+-]?[0-9]{1,18}"),
    float: re.compile(r"[+-]?[0-9]{1,17}(\.[0-9]{0,17})?"),
}
_BOOLEANS = {"true": True, "True": True, "false": False, "False": False}
_GEOMETRIES = (Shape.POINT, Shape.LINE, Shape.POLYGON)


def text_reader(spec: Spec, empty_text: bool = False) -> Reader:
    """For cells of CSV."""
    slow: Reader = partial(of_text, spec, empty_text=empty_text)
    if spec.name.startswith("$"):
        slow = partial(_unless_empty, slow)
    if spec.array:
        return slow if spec.name == PERMISSIONS.name else _texts_of_array(spec, slow)
    make = _OF_TEXT.get(spec.shape)
    return slow if make is None else make(spec, slow)


def json_reader(spec: Spec) -> Reader:
    """For values of JSON."""
    slow: Reader = partial(of_json, spec)
    if spec.array:
        return slow if spec.name == PERMISSIONS.name else _array(spec, slow)
    make = _OF_JSON.get(spec.shape)
    return slow if make is None else make(spec, slow)


def _unless_empty(read: Reader, text: str) -> Any:
    """What a row has of itself is left to the server where a cell is empty."""
    return None if text == "" else read(text)


def _number_text(kind: type[int] | type[float], spec: Spec, slow: Reader) -> Reader:
    low, high = _BOUNDS[kind](spec)
    matches = _PLAIN[kind].fullmatch

    def read(text: str) -> Any:
        if matches(text):
            number = kind(text)
            if low <= number <= high:
                return number
        return slow(text)

    return read


def _number(kind: type[int] | type[float], spec: Spec, slow: Reader) -> Reader:
    low, high = _BOUNDS[kind](spec)

    def read(value: Any) -> Any:
        return value if type(value) is kind and low <= value <= high else slow(value)

    return read


def _boolean_text(spec: Spec, slow: Reader) -> Reader:
    def read(text: str) -> Any:
        found = _BOOLEANS.get(text)
        return slow(text) if found is None else found

    return read


def _boolean(spec: Spec, slow: Reader) -> Reader:
    return lambda value: value if type(value) is bool else slow(value)


def _text(spec: Spec, slow: Reader) -> Reader:
    longest = spec.longest or maxsize

    def read(value: Any) -> Any:
        plain = type(value) is str and 0 < len(value) <= longest and value.isascii()
        return value if plain and "\0" not in value else slow(value)

    return read


def _element(spec: Spec, slow: Reader) -> Reader:
    elements = {one for one in spec.elements if one and one == one.strip()}
    return lambda value: value if type(value) is str and value in elements else slow(value)


def _id(spec: Spec, slow: Reader) -> Reader:
    matches = ID_PATTERN.fullmatch
    return lambda value: value if type(value) is str and matches(value) else slow(value)


def _array(spec: Spec, slow: Reader) -> Reader:
    element = json_reader(replace(spec, array=False))

    def read(value: Any) -> Any:
        return [element(one) for one in value] if type(value) is list else slow(value)

    return read


def _texts_of_array(spec: Spec, slow: Reader) -> Reader:
    if spec.shape in _GEOMETRIES:
        return slow
    whole = _array(spec, slow)

    def read(text: str) -> Any:
        if text.startswith("["):
            try:
                found = json.loads(text)
            except (ValueError, RecursionError):
                return slow(text)
            return whole(found)
        return slow(text)

    return read


def _integers(spec: Spec) -> tuple[float, float]:
    """The lowest and the highest integer of a column."""
    bound = 2 ** (bits(spec) - 1)
    low = -bound if spec.low is None else max(-bound, spec.low)
    return low, bound - 1 if spec.high is None else min(bound - 1, spec.high)


def _floats(spec: Spec) -> tuple[float, float]:
    low = -float_info.max if spec.low is None else max(-float_info.max, spec.low)
    return low, float_info.max if spec.high is None else min(float_info.max, spec.high)


_BOUNDS: dict[type, Callable[[Spec], tuple[float, float]]] = {int: _integers, float: _floats}
_OF_TEXT: dict[Shape, Callable[[Spec, Reader], Reader]] = {
    Shape.TEXT: _text,
    Shape.INTEGER: partial(_number_text, int),
    Shape.FLOAT: partial(_number_text, float),
    Shape.BOOLEAN: _boolean_text,
    Shape.ENUM: _element,
    Shape.ID: _id,
    Shape.RELATION: _id,
}
_OF_JSON = _OF_TEXT | {
    Shape.INTEGER: partial(_number, int),
    Shape.FLOAT: partial(_number, float),
    Shape.BOOLEAN: _boolean,
}
